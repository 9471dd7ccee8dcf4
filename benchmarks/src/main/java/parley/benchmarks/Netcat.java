package parley.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Plain {@code nc} at one end of a file, as what a transfer is held against. */
final class Netcat {
  private static final long START_NANOS = 10_000_000_000L;
  private static final long END_SECONDS = 120;

  private Netcat() {}

  /**
   * Sends a file to an {@code nc} that writes it down.
   *
   * @return seconds, until nc has ended
   */
  static double receives(Freight freight, Path file) throws IOException, InterruptedException {
    int port = Target.freePort();
    Process nc =
        start(port)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(file.toFile())
            .start();
    try (Socket socket = connect(port, nc)) {
      long began = System.nanoTime();
      OutputStream out = socket.getOutputStream();
      for (long at = 0; at < freight.size(); at += Freight.PIECE) {
        out.write(freight.piece());
      }
      socket.shutdownOutput();
      end(nc);
      return (System.nanoTime() - began) / 1e9;
    } finally {
      nc.destroy();
    }
  }

  /** Fetches a file from an {@code nc} that reads it, and throws it away; seconds. */
  static double sends(Path file) throws IOException, InterruptedException {
    int port = Target.freePort();
    Process nc = start(port).redirectInput(file.toFile()).start();
    long began;
    try {
      try (Socket socket = connect(port, nc)) {
        began = System.nanoTime();
        InputStream in = socket.getInputStream();
        byte[] piece = new byte[Freight.PIECE];
        while (in.read(piece) >= 0) {
          // Thrown away.
        }
      }
      // It ends when this side has closed too.
      end(nc);
      return (System.nanoTime() - began) / 1e9;
    } finally {
      nc.destroy();
    }
  }

  private static ProcessBuilder start(int port) {
    return new ProcessBuilder("nc", "-N", "-l", "127.0.0.1", Integer.toString(port));
  }

  private static void end(Process nc) throws InterruptedException {
    if (!nc.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new Failure("nc did not end.");
    }
  }

  /** It takes one connection, so this is the one that is used. */
  private static Socket connect(int port, Process nc) throws IOException, InterruptedException {
    long end = System.nanoTime() + START_NANOS;
    while (true) {
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (ConnectException e) {
        if (!nc.isAlive() || System.nanoTime() > end) {
          throw new Failure("nc does not listen: " + e.getMessage());
        }
        Thread.sleep(5);
      }
    }
  }
}
