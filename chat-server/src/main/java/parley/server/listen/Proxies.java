package parley.server.listen;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parley.protocol.Mode;
import parley.server.connection.Contact;
import parley.server.logging.SparseLog;
import parley.server.net.AddressRange;
import parley.server.net.Network;
import parley.server.net.ProxyHeader;
import parley.server.rate.Crowd;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.text.Hosts;

/**
 * Asks the connections of proxies whose they are. A proxy says so at once; what says nothing for
 * seconds, or stands in the way of too many others, is closed. Safe on any thread.
 */
public final class Proxies {
  private static final Logger LOG = LoggerFactory.getLogger(Proxies.class);
  private static final SparseLog REFUSED = new SparseLog(LOG, Level.WARN, SparseLog.SELDOM);

  /** Connections that may be about to say whose they are. */
  private static final int PLACES = 1_024;

  private static final long MILLIS = 5_000;

  private final Crowd asked = new Crowd();
  private final Supplier<List<AddressRange>> proxies;
  private final Stats stats;
  private final ScheduledExecutorService timer;

  /**
   * @param proxies those in force now
   * @param timer for the deadlines
   */
  public Proxies(
      Supplier<List<AddressRange>> proxies, Stats stats, ScheduledExecutorService timer) {
    this.proxies = proxies;
    this.stats = stats;
    this.timer = timer;
  }

  /** Whether an address is a proxy's. */
  boolean include(InetAddress address) {
    List<AddressRange> all = proxies.get();
    return !all.isEmpty()
        && all.stream().anyMatch(range -> range.contains(AddressRange.of(address)));
  }

  /**
   * Waits for the header.
   *
   * @return empty where the connection is of no use, and closed
   */
  Optional<Contact> ask(Endpoint door, Socket socket) {
    Crowd.Place place =
        asked.enter(Network.of(socket.getInetAddress()), PLACES, PLACES, () -> closeSoon(socket));
    Future<?> deadline = timer.schedule(() -> closeSoon(socket), MILLIS, TimeUnit.MILLISECONDS);
    Optional<Contact> contact = Optional.empty();
    try {
      contact = Optional.of(Contact.of(socket, ProxyHeader.read(door.before(socket))));
    } catch (ProxyHeader.Malformed e) {
      refuse(socket, e.getMessage());
    } catch (IOException e) {
      LOG.debug("a proxy said nothing: {}", e.toString());
    } finally {
      deadline.cancel(false);
      place.leave();
      if (contact.isEmpty()) {
        close(socket);
      }
    }
    return contact;
  }

  private void refuse(Socket socket, String why) {
    String proxy = Hosts.zoned(socket.getInetAddress());
    String sentence =
        "%s is in listen.proxies, and the header of the PROXY protocol %s.".formatted(proxy, why);
    stats.count(Counter.REFUSED_PROXY);
    REFUSED.log("{}", sentence);
    try {
      socket.getOutputStream().write(Mode.textLine(sentence));
      socket.shutdownOutput();
    } catch (IOException e) {
      LOG.debug("a refusal was not heard: {}", e.toString());
    }
  }

  private static void closeSoon(Socket socket) {
    Thread.startVirtualThread(() -> close(socket));
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing failed: {}", e.toString());
    }
  }
}
