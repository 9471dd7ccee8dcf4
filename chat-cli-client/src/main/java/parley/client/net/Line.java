package parley.client.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.net.ssl.SSLSocket;
import parley.protocol.Decoder;
import parley.protocol.ErrorCode;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/**
 * One open connection in framed mode. Any thread may send, which never waits; one thread receives.
 * A virtual thread of its own writes, gathering what waits into one write.
 */
public final class Line implements AutoCloseable {
  /** Requests that may wait to be written; more mean that the server takes nothing any more. */
  private static final int WAITING = 1_024;

  private static final int WRITE_BYTES = 16_384;

  /** The connection below TLS, if there is any: closing that one never waits for anybody. */
  private final Socket bottom;

  private final String protection;
  private final Decoder decoder;
  private final InputStream in;
  private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Thread writer;
  private volatile long heardAt = System.nanoTime();

  private Line(Socket bottom, Socket socket, String protection, Decoder decoder)
      throws IOException {
    this.bottom = bottom;
    this.protection = protection;
    this.decoder = decoder;
    this.in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    this.writer = Thread.ofVirtual().name("writer").unstarted(() -> write(out));
  }

  static Line plain(Socket socket) throws IOException {
    return started(
        new Line(
            socket, socket, "plain", Decoder.afterGreeting(Mode.FRAMED, Limits.FRAME_BYTES_MAX)));
  }

  static Line tls(Socket bottom, SSLSocket socket) throws IOException {
    boolean agreed = Mode.ALPN.equals(socket.getApplicationProtocol());
    Decoder decoder =
        agreed
            ? Decoder.of(Mode.FRAMED, Limits.FRAME_BYTES_MAX)
            : Decoder.afterGreeting(Mode.FRAMED, Limits.FRAME_BYTES_MAX);
    return started(new Line(bottom, socket, socket.getSession().getProtocol(), decoder));
  }

  private static Line started(Line line) {
    line.writer.start();
    return line;
  }

  /** {@code TLSv1.3}, {@code TLSv1.2} or {@code plain}. */
  public String protection() {
    return protection;
  }

  /** The {@link System#nanoTime} at which bytes last came. */
  public long heardAt() {
    return heardAt;
  }

  /** Queues a request; the line is closed where the server has taken none for too long. */
  public void send(Request request) {
    if (!waiting.offer(Mode.FRAMED.frame(Json.bytes(request)))) {
      close();
    }
  }

  /**
   * The next message, waiting for it. Messages of types that this version does not know are passed
   * over.
   *
   * @return null at the end of the connection
   * @throws IOException where the connection breaks or the bytes are not of this protocol
   */
  public ServerMessage receive() throws IOException {
    while (true) {
      try {
        byte[] record = decoder.next();
        if (record != null) {
          return Json.serverMessage(record);
        }
        if (decoder.fill(in) < 0) {
          return null;
        }
        heardAt = System.nanoTime();
      } catch (ProtocolException e) {
        if (e.code() != ErrorCode.UNKNOWN_TYPE) {
          throw new IOException("what came is not of the chat protocol: " + e.getMessage(), e);
        }
      }
    }
  }

  private void write(OutputStream out) {
    byte[] batch = new byte[WRITE_BYTES];
    try {
      while (true) {
        byte[] next = waiting.take();
        int used = 0;
        while (next != null && used + next.length <= batch.length) {
          System.arraycopy(next, 0, batch, used, next.length);
          used += next.length;
          next = waiting.poll();
        }
        out.write(batch, 0, used);
        if (next != null) {
          out.write(next);
        }
      }
    } catch (IOException e) {
      closeSocket();
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Ends the connection at once; a thread that receives sees its end. */
  @Override
  public void close() {
    writer.interrupt();
    closeSocket();
  }

  private void closeSocket() {
    try {
      bottom.close();
    } catch (IOException e) {
      // It is of no use any more.
    }
  }
}
