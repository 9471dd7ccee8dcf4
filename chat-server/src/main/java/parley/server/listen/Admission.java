package parley.server.listen;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import parley.protocol.Goodbye;
import parley.server.config.Settings;
import parley.server.net.AddressRange;
import parley.server.net.Network;
import parley.server.rate.Crowd;
import parley.server.stats.Counter;

/**
 * Counts connections, in all and by network, and says who has to wait outside. Those that have not
 * said yet who they are have few of the places, and lose theirs to the next, oldest first: whoever
 * only holds connections open keeps nobody out. Guarded by itself.
 */
public final class Admission {
  /** The part of all places, and of a network's, that those may have who have not said hello. */
  private static final int SILENT_PART = 4;

  private final Map<Network, Integer> byNetwork = new HashMap<>();
  private final Crowd silent = new Crowd();
  private final Supplier<Settings> settings;
  private final Function<AddressRange, String> banned;
  private final int room;
  private int inside;

  /**
   * @param banned why an address may not come in, null where it may
   * @param room how many connections there may be whatever the settings say
   */
  public Admission(Supplier<Settings> settings, Function<AddressRange, String> banned, int room) {
    this.settings = settings;
    this.banned = banned;
    this.room = room;
  }

  /** Whether someone is let in. */
  public sealed interface Answer {}

  /**
   * They are not.
   *
   * @param sentence what they are told
   */
  public record Refused(Refusal why, String sentence) implements Answer {
    private Refused(Refusal why) {
      this(why, why.sentence);
    }
  }

  /** Why someone is not let in. */
  public enum Refusal {
    FULL(Counter.REFUSED_FULL, Goodbye.FULL, "Server is full. Try again later."),
    ADDRESS(
        Counter.REFUSED_ADDRESS,
        Goodbye.FULL,
        "Too many connections from your address. Close one first."),
    BANNED(Counter.REFUSED_BANNED, Goodbye.BANNED, "You are banned from this server.");

    final Counter counter;
    final Goodbye reason;
    final String sentence;

    Refusal(Counter counter, Goodbye reason, String sentence) {
      this.counter = counter;
      this.reason = reason;
      this.sentence = sentence;
    }
  }

  /** They are inside now, and must {@linkplain #leave leave}. */
  public final class Admitted implements Answer {
    private final Network network;
    private final AtomicBoolean left = new AtomicBoolean();
    private final Crowd.Place place;

    private Admitted(Network network, int silentOfNetwork, int silentInAll, Runnable out) {
      this.network = network;
      place =
          silent.enter(
              network,
              silentOfNetwork,
              silentInAll,
              () -> {
                gone();
                out.run();
              });
    }

    /** Who is pushed out is gone at once, not when the connection is closed. */
    private void gone() {
      if (!left.getAndSet(true)) {
        Admission.this.leave(network);
      }
    }

    /** They have said who they are: nobody takes their place any more. */
    public void spoke() {
      place.leave();
    }

    public void leave() {
      place.leave();
      gone();
    }
  }

  /**
   * Lets someone in, or not.
   *
   * @param out told where somebody else takes their place before they have spoken; must not block
   */
  public Answer enter(InetAddress address, Runnable out) {
    String kept = banned.apply(AddressRange.of(address));
    if (kept != null) {
      return new Refused(Refusal.BANNED, kept);
    }
    Network network = Network.of(address);
    Settings.Limits limits = settings.get().limits();
    int all = Math.min(limits.connections(), room);
    int each = limits.connectionsPerAddress();
    synchronized (this) {
      if (inside >= all) {
        return new Refused(Refusal.FULL);
      }
      if (byNetwork.getOrDefault(network, 0) >= each) {
        return new Refused(Refusal.ADDRESS);
      }
      inside++;
      byNetwork.merge(network, 1, Integer::sum);
    }
    return new Admitted(network, silent(each), silent(all), out);
  }

  private static int silent(int places) {
    return Math.max(1, places / SILENT_PART);
  }

  private synchronized void leave(Network network) {
    inside--;
    byNetwork.computeIfPresent(network, (_, n) -> n == 1 ? null : n - 1);
  }
}
