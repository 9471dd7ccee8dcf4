package parley.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A bad network between clients and the server: passes bytes on, in chunks of any size, with
 * pauses, and cuts each connection after some number of bytes, whichever way they went; by a reset
 * of both ends, by a quiet end of both, or of one alone. It knows nothing of what the bytes mean.
 */
final class Cutter implements AutoCloseable {
  /** How a connection ends. */
  private enum Cut {
    /** Both sides get a reset. */
    RESET,
    /** Both sides see the end. */
    END,
    /** Only the receiver sees the end; the other side goes on sending for a while. */
    HALF_END
  }

  /** As far as a connection goes on in chunks of a few bytes. */
  private static final int TINY_BYTES = 4_000;

  private final ServerSocket listener;
  private final int server;
  private final Random random;
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean calm = true;

  /**
   * @param server the port to which all is passed on
   */
  Cutter(int server, long seed) throws IOException {
    this.server = server;
    this.random = new Random(seed);
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("cutter").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Whether everything is passed on as it comes; so it begins. */
  void calm(boolean calm) {
    this.calm = calm;
  }

  /** Connections that were cut so far. */
  int cuts() {
    return cuts.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Pair pair = new Pair(client, new Socket(InetAddress.getLoopbackAddress(), server));
        pair.begin();
      } catch (IOException e) {
        // Closed, or the server is down: the client sees its connection end.
      }
    }
  }

  private synchronized int below(int bound) {
    return random.nextInt(bound);
  }

  /** After so many bytes: often soon, before a hello is through; mostly somewhere in the middle. */
  private int budget() {
    return below(8) == 0 ? below(400) : 1_000 + below(60_000);
  }

  /** One connection and what becomes of it. */
  private final class Pair {
    private final Socket client;
    private final Socket upstream;
    private final int budget = budget();
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Cut cut = Cut.values()[below(Cut.values().length)];

    /** For its beginning alone: it would fall behind for ever, and no answer come through. */
    private final boolean tiny = below(4) == 0;

    Pair(Socket client, Socket upstream) throws IOException {
      this.client = client;
      this.upstream = upstream;
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
    }

    void begin() {
      Thread.ofVirtual().start(() -> pump(client, upstream));
      Thread.ofVirtual().start(() -> pump(upstream, client));
    }

    private void pump(Socket from, Socket to) {
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[8_192];
        while (true) {
          boolean limited = !calm;
          int left = limited ? budget - passed.get() : buffer.length;
          if (left <= 0) {
            cut(to);
            return;
          }
          boolean few = limited && tiny && passed.get() < TINY_BYTES;
          int most = few ? 1 + below(7) : limited ? 1 + below(buffer.length) : buffer.length;
          int n = in.read(buffer, 0, Math.min(most, left));
          if (n < 0) {
            to.shutdownOutput();
            return;
          }
          if (!calm && below(200) == 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(below(200)));
          }
          out.write(buffer, 0, n);
          if (calm) {
            passed.set(0);
          } else {
            passed.addAndGet(n);
          }
        }
      } catch (IOException e) {
        close(client);
        close(upstream);
      }
    }

    private void cut(Socket to) throws IOException {
      if (over.getAndSet(true)) {
        return;
      }
      cuts.incrementAndGet();
      switch (cut) {
        case RESET -> {
          client.setSoLinger(true, 0);
          upstream.setSoLinger(true, 0);
        }
        case END -> {
          // Closing is enough.
        }
        case HALF_END -> {
          to.shutdownOutput();
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(below(100)));
        }
      }
      close(client);
      close(upstream);
    }

    private static void close(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
