package parley.server.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.Mode;

/** The socket of one connection, plain or TLS, and how it ended. Safe on any thread. */
final class Line {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /** How long a client has to close after the last words. */
  private static final long LINGER_MILLIS = 1_000;

  private final Socket socket;
  private final long opened = System.nanoTime();
  private final AtomicReference<Ending> ending = new AtomicReference<>();
  private volatile boolean handshaken;

  Line(Socket socket) {
    this.socket = socket;
  }

  /**
   * Makes it ready for the first byte.
   *
   * @return whether ALPN promised the framed mode
   */
  boolean open() throws IOException {
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    boolean promised = false;
    if (socket instanceof SSLSocket tls) {
      tls.startHandshake();
      promised = Mode.ALPN.equals(tls.getApplicationProtocol());
    }
    handshaken = true;
    return promised;
  }

  /** Whether bytes can be exchanged: a plain line from its first moment, a TLS line later. */
  boolean handshaken() {
    return handshaken;
  }

  /** When it was accepted, {@link System#nanoTime}. */
  long opened() {
    return opened;
  }

  boolean tls() {
    return socket instanceof SSLSocket;
  }

  /** The TLS version, null on a plain line. */
  String tlsVersion() {
    return socket instanceof SSLSocket tls ? tls.getSession().getProtocol() : null;
  }

  /** Where the client reached this server. */
  InetSocketAddress here() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  // ---- the end ------------------------------------------------------------------------------

  /** Tells how it ends; the first to tell is right. */
  void ends(Ending how) {
    ending.compareAndSet(null, how);
  }

  /** How it ends, null while nobody told. */
  Ending ending() {
    return ending.get();
  }

  /** Everything is written: the client is told so, and has a moment to close too. */
  void finish(ScheduledExecutorService timer) throws IOException {
    finish(timer, LINGER_MILLIS);
  }

  /**
   * As the other.
   *
   * @param millis how long the client has: what the kernel still holds may be megabytes for a slow
   *     one
   */
  void finish(ScheduledExecutorService timer, long millis) throws IOException {
    socket.shutdownOutput();
    Future<?> _ = timer.schedule(this::closeSoon, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Throws away what still comes, until the client closes too or the time is over: closing with
   * bytes unread would send a reset, which can overtake the last words.
   *
   * @param thrownAway told how many bytes came
   */
  void linger(IntConsumer thrownAway) {
    try {
      byte[] unheard = new byte[1024];
      int n = in().read(unheard);
      while (n >= 0) {
        thrownAway.accept(n);
        n = in().read(unheard);
      }
    } catch (IOException e) {
      LOG.debug("nothing more came: {}", e.toString());
    }
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing failed: {}", e.toString());
    }
  }

  /** Closes on a thread of its own: closing a TLS socket waits for a write that is under way. */
  void closeSoon() {
    Thread.startVirtualThread(this::close);
  }

  /** Closes at once, with a reset: a write that is stuck ends, and what it wrote is lost. */
  void abort() {
    Thread.startVirtualThread(
        () -> {
          try {
            socket.setSoLinger(true, 0);
          } catch (SocketException e) {
            LOG.debug("closed already: {}", e.toString());
          }
          close();
        });
  }

  /** Says a sentence to someone whose mode is not known, and closes, without waiting for either. */
  void closeSaying(String sentence) {
    Thread.startVirtualThread(
        () -> {
          try {
            out().write(Mode.textLine(sentence));
          } catch (IOException e) {
            LOG.debug("the last words could not be said: {}", e.toString());
          } finally {
            close();
          }
        });
  }
}
