package parley.server.listen;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.connection.Connections;
import parley.server.stats.Counter;
import parley.server.stats.Stats;

/**
 * Accepts on one address, on the thread that calls {@link #run}, and gives each connection its own.
 */
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  /** Connections that the kernel holds until they are accepted. */
  public static final int BACKLOG = 1024;

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

  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Accepts until {@link #close}. */
  public void run() {
    while (!server.isClosed()) {
      try {
        admit(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("a connection could not be accepted: {}", e.getMessage());
          pause();
        }
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
