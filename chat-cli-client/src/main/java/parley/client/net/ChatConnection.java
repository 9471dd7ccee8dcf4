package parley.client.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import javax.net.ssl.SSLSocket;
import parley.protocol.Decoder;
import parley.protocol.ErrorCode;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/**
 * One open connection in framed mode. Any thread may send, which never waits; one thread receives.
 * A virtual thread of its own writes, gathering what waits into one write.
 */
public final class ChatConnection implements AutoCloseable {
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

  private ChatConnection(Socket bottom, Socket socket, String protection, Decoder decoder)
      throws IOException {
    this.bottom = bottom;
    this.protection = protection;
    this.decoder = decoder;
    this.in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    this.writer = Thread.ofVirtual().name("writer").unstarted(() -> write(out));
  }

  static ChatConnection plain(Socket socket) throws IOException {
    return started(
        new ChatConnection(
            socket, socket, "plain", Decoder.afterGreeting(Mode.FRAMED, Limits.FRAME_BYTES_MAX)));
  }

  static ChatConnection tls(Socket bottom, SSLSocket socket) throws IOException {
    boolean agreed = Mode.ALPN.equals(socket.getApplicationProtocol());
    Decoder decoder =
        agreed
            ? Decoder.of(Mode.FRAMED, Limits.FRAME_BYTES_MAX)
            : Decoder.afterGreeting(Mode.FRAMED, Limits.FRAME_BYTES_MAX);
    return started(new ChatConnection(bottom, socket, socket.getSession().getProtocol(), decoder));
  }

  private static ChatConnection started(ChatConnection clientSocket) {
    clientSocket.writer.start();
    return clientSocket;
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
   * @param asked the request of an id, null where none is owed an answer; called by this thread
   * @return null at the end of the connection
   * @throws ImplausibleMessage where it holds what no server may say
   * @throws IOException where the connection breaks or the bytes are not of this protocol
   */
  public ServerMessage receive(Function<String, Request> asked) throws IOException {
    while (true) {
      try {
        byte[] record = decoder.next();
        if (record != null) {
          ServerMessage message = Json.serverMessage(record, asked);
          PlausibleMessages.check(message);
          return message;
        }
        if (decoder.fill(in) < 0) {
          if (decoder.pending() > 0) {
            throw new EOFException("it ended within a message");
          }
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

  /** As above, for one who does not look into an {@code ok}: each is {@link Reply.Done}. */
  public ServerMessage receive() throws IOException {
    return receive(_ -> null);
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
