package parley.client.net;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.Printable;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/**
 * One open connection that carries the bytes of a file: one {@code transfer}, its answers in
 * frames, and the bytes as they are. Where nothing moves for {@link #PATIENCE} it is closed. One
 * thread writes, one reads, any closes.
 */
public final class FileConnection implements AutoCloseable {
  /** Bytes that are read and written at once. */
  public static final int PIECE = 65_536;

  /** How long a server may take or give nothing. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int READ_AHEAD = 8_192;
  private static final long LOOK_MILLIS = 1_000;

  /** The connection below TLS, if there is any: closing that one never waits for anybody. */
  private final Socket bottom;

  private final InputStream in;
  private final OutputStream out;
  private final Thread watch;

  /** Whether the server may have greeted a person before it knew who came. */
  private boolean greeted;

  /** What all answers are to. */
  private volatile Request.Transfer sent;

  private volatile long movedAt = System.nanoTime();
  private volatile boolean stalled;

  private FileConnection(Socket bottom, Socket socket, boolean greeted) throws IOException {
    this.bottom = bottom;
    this.greeted = greeted;
    in = new BufferedInputStream(socket.getInputStream(), READ_AHEAD);
    out = socket.getOutputStream();
    watch = Thread.ofVirtual().name("watch").start(this::watch);
  }

  static FileConnection plain(Socket socket) throws IOException {
    return new FileConnection(socket, socket, true);
  }

  static FileConnection tls(Socket bottom, SSLSocket socket) throws IOException {
    return new FileConnection(bottom, socket, !Mode.ALPN.equals(socket.getApplicationProtocol()));
  }

  private void watch() {
    try {
      while (System.nanoTime() - movedAt < PATIENCE.toNanos()) {
        Thread.sleep(LOOK_MILLIS);
      }
      stalled = true;
      closeSocket();
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Says what this connection is for. */
  public void send(Request.Transfer request) throws IOException {
    sent = request;
    byte[] frame = Mode.FRAMED.frame(Json.bytes(request));
    write(frame, frame.length);
  }

  /** Sends the first bytes of a piece, waiting until the server takes them. */
  public void write(byte[] piece, int length) throws IOException {
    try {
      out.write(piece, 0, length);
    } catch (IOException e) {
      throw broken(e);
    }
    movedAt = System.nanoTime();
  }

  /**
   * Waits for bytes of the file.
   *
   * @return how many came, -1 at the end
   */
  public int read(byte[] piece, int most) throws IOException {
    try {
      int n = in.read(piece, 0, most);
      movedAt = System.nanoTime();
      return n;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /** Waits for the server's next answer; that the connection ends before it is an error. */
  public Reply answer() throws IOException {
    try {
      while (true) {
        byte[] frame = frame();
        movedAt = System.nanoTime();
        try {
          ServerMessage message = Json.serverMessage(frame, _ -> sent);
          PlausibleMessages.check(message);
          switch (message) {
            case Reply reply -> {
              return reply;
            }
            case Event.Bye bye -> throw new IOException(said(bye));
            case Event _ -> {}
          }
        } catch (ProtocolException e) {
          if (e.code() != ErrorCode.UNKNOWN_TYPE) {
            throw new IOException("what came is not of the chat protocol: " + e.getMessage(), e);
          }
        }
      }
    } catch (EOFException e) {
      throw new IOException("the server closed the connection", e);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private static String said(Event.Bye bye) {
    return Printable.line(String.valueOf(bye.message()));
  }

  /** Not by the decoder of the protocol, which reads on: here bytes follow that are no frame. */
  private byte[] frame() throws IOException {
    int first = next();
    while (greeted && first != 0) {
      first = next();
    }
    greeted = false;
    int length = first << 24 | next() << 16 | next() << 8 | next();
    if (length <= 0 || length > Limits.FRAME_BYTES) {
      throw new IOException("what came is no frame of the chat protocol");
    }
    byte[] json = in.readNBytes(length);
    if (json.length < length) {
      throw new EOFException();
    }
    return json;
  }

  private int next() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException();
    }
    return b;
  }

  private IOException broken(IOException e) {
    return stalled ? new IOException("nothing moved for " + PATIENCE.toSeconds() + " s", e) : e;
  }

  /** Ends the connection at once; threads that wait see its end. */
  @Override
  public void close() {
    watch.interrupt();
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
