package parley.server.listen;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.StartupException;
import parley.server.connection.Connections;
import parley.server.stats.Counter;
import parley.server.stats.Stats;

/**
 * Accepts on one address, on the thread that calls {@link #run}, and gives each connection its own.
 */
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** Connections that the kernel holds until they are accepted. */
  private static final int BACKLOG = 1024;

  /** What waits after an accept failed (no file descriptors left, say). */
  private static final long PAUSE_MILLIS = 100;

  private final ServerSocket server;
  private final Connections connections;
  private final Doorman doorman;
  private final Stats stats;
  private final Refuser refuser;

  /**
   * @param timer for the refusals' deadlines
   */
  public Listener(
      ServerSocket server,
      Connections connections,
      Doorman doorman,
      Stats stats,
      ScheduledExecutorService timer) {
    this.server = server;
    this.connections = connections;
    this.doorman = doorman;
    this.stats = stats;
    this.refuser = new Refuser(timer);
  }

  /** Opens the socket of a listener. */
  @FunctionalInterface
  public interface Door {
    ServerSocket open(InetSocketAddress at, int backlog) throws IOException;
  }

  /** A door without TLS. */
  public static ServerSocket plain(InetSocketAddress at, int backlog) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(at, backlog);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Opens a door.
   *
   * @param key the setting that names the address, for the sentence where it can't be had
   */
  public static ServerSocket open(String key, InetSocketAddress at, Door door)
      throws StartupException {
    try {
      return door.open(at, BACKLOG);
    } catch (BindException e) {
      throw new StartupException(
          ("%s: nothing can listen on %s:%d (%s); stop what uses that port, or choose another with"
                  + " --set %s=HOST:PORT.")
              .formatted(
                  key,
                  at.getHostString(),
                  at.getPort(),
                  e.getMessage().toLowerCase(Locale.ROOT),
                  key),
          e);
    } catch (IOException e) {
      throw new StartupException(
          "%s: can't listen on %s:%d: %s."
              .formatted(key, at.getHostString(), at.getPort(), StartupException.reason(e)),
          e);
    }
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Accepts until {@link #close}. */
  public void run() {
    boolean troubled = false;
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (troubled) {
          LOG.info("connections are accepted again");
          troubled = false;
        }
        admit(socket);
      } catch (IOException e) {
        if (!troubled && !server.isClosed()) {
          LOG.warn("connections can't be accepted for now: {}", e.getMessage());
          troubled = true;
        }
        pause();
      }
    }
  }

  private void admit(Socket socket) throws SocketException {
    String address = socket.getInetAddress().getHostAddress();
    stats.count(Counter.ACCEPTED);
    Doorman.Refusal refusal = doorman.enter(address);
    if (refusal != null) {
      stats.count(refusal.counter);
      LOG.info("{} was refused: {}", address, refusal.sentence);
      refuser.refuse(socket, refusal);
      return;
    }
    Thread.ofVirtual()
        .name("reader")
        .start(
            () -> {
              try {
                connections.serve(socket, address);
              } finally {
                doorman.leave(address);
              }
            });
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
