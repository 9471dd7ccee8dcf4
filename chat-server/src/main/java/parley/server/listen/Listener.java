package parley.server.listen;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parley.server.config.UserError;
import parley.server.connection.Connections;
import parley.server.connection.Contact;
import parley.server.logging.SparseLog;
import parley.server.mode.WireModes;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.text.Hosts;

/**
 * Accepts on one address, on the thread that calls {@link #run}, and gives each connection its own.
 */
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final SparseLog CROWDED_OUT = new SparseLog(LOG, Level.INFO, SparseLog.SELDOM);

  /** Connections that the kernel holds until they are accepted. */
  private static final int BACKLOG = 1024;

  /** What waits after an accept failed (no file descriptors left, say). */
  private static final long PAUSE_MILLIS = 100;

  private final Endpoint door;
  private final ServerSocket server;
  private final Proxies proxies;
  private final Connections connections;
  private final Admission admission;
  private final Stats stats;
  private final Refuser refuser;
  private final Map<Admission.Refusal, SparseLog> refusals = new EnumMap<>(Admission.Refusal.class);

  /**
   * @param server is open, by the same door
   * @param modes in whose words someone is refused
   * @param timer for the refusals' deadlines
   */
  public Listener(
      Endpoint door,
      ServerSocket server,
      Proxies proxies,
      Connections connections,
      Admission admission,
      WireModes modes,
      Stats stats,
      ScheduledExecutorService timer) {
    this.door = door;
    this.server = server;
    this.proxies = proxies;
    this.connections = connections;
    this.admission = admission;
    this.stats = stats;
    this.refuser = new Refuser(door, modes, timer);
    for (Admission.Refusal refusal : Admission.Refusal.values()) {
      refusals.put(refusal, new SparseLog(LOG, Level.INFO, SparseLog.SELDOM));
    }
  }

  /**
   * Opens a door.
   *
   * @param key the setting that names the address, for the sentence where it can't be had
   */
  public static ServerSocket open(String key, InetSocketAddress at, Endpoint door)
      throws UserError {
    try {
      return door.open(at, BACKLOG);
    } catch (BindException e) {
      throw new UserError(
          ("%s: nothing can listen on %s (%s); stop what uses that port, or choose another with"
                  + " --set %s=HOST:PORT.")
              .formatted(key, Hosts.place(at), e.getMessage().toLowerCase(Locale.ROOT), key),
          e);
    } catch (IOException e) {
      throw new UserError(
          "%s: can't listen on %s: %s.".formatted(key, Hosts.place(at), UserError.reason(e)), e);
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

  private void admit(Socket socket) {
    stats.count(Counter.ACCEPTED);
    if (proxies.include(socket.getInetAddress())) {
      Thread.ofVirtual()
          .name("proxied")
          .start(() -> proxies.ask(door, socket).ifPresent(contact -> admit(socket, contact)));
    } else {
      admit(socket, Contact.of(socket));
    }
  }

  private void admit(Socket socket, Contact contact) {
    switch (admission.enter(contact.from(), () -> crowdedOut(socket, contact))) {
      case Admission.Refused(Admission.Refusal refusal, String sentence) -> {
        stats.count(refusal.counter);
        refusals.get(refusal).log("{} was refused: {}", contact.address(), refusal.sentence);
        refuser.refuse(socket, contact.from(), refusal, sentence);
      }
      case Admission.Admitted inside ->
          Thread.ofVirtual().name("reader").start(() -> serve(socket, contact, inside));
    }
  }

  private void serve(Socket socket, Contact contact, Admission.Admitted inside) {
    try {
      connections.serve(socket, door.over(socket, contact.from()), contact, inside::spoke);
    } catch (IOException e) {
      LOG.debug("a connection ended before it began: {}", e.toString());
      close(socket);
    } finally {
      inside.leave();
    }
  }

  private void crowdedOut(Socket socket, Contact contact) {
    stats.count(Counter.CROWDED_OUT);
    CROWDED_OUT.log(
        "a connection from {} was closed for a newer one: it had not said hello",
        contact.address());
    Thread.startVirtualThread(() -> close(socket));
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing failed: {}", e.toString());
    }
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
