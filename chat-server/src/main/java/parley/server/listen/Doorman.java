package parley.server.listen;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import parley.server.config.Settings;
import parley.server.stats.Counter;

/**
 * Counts connections, in all and by address, and says who has to wait outside. Guarded by itself.
 */
public final class Doorman {
  private final Map<String, Integer> byAddress = new HashMap<>();
  private final Supplier<Settings> settings;
  private final Predicate<String> banned;
  private final int room;
  private int inside;

  /**
   * @param banned whether an address may not come in
   * @param room how many connections there may be whatever the settings say
   */
  public Doorman(Supplier<Settings> settings, Predicate<String> banned, int room) {
    this.settings = settings;
    this.banned = banned;
    this.room = room;
  }

  /** Why someone is not let in. */
  public enum Refusal {
    FULL(Counter.REFUSED_FULL, "full", "Server is full. Try again later."),
    ADDRESS(
        Counter.REFUSED_ADDRESS,
        "full",
        "Too many connections from your address. Close one first."),
    BANNED(Counter.REFUSED_BANNED, "banned", "You are banned from this server.");

    final Counter counter;
    final String reason;
    final String sentence;

    Refusal(Counter counter, String reason, String sentence) {
      this.counter = counter;
      this.reason = reason;
      this.sentence = sentence;
    }
  }

  /**
   * Lets someone in, who must be {@linkplain #leave let out} again.
   *
   * @return null where they are inside now
   */
  public Refusal enter(String address) {
    if (banned.test(address)) {
      return Refusal.BANNED;
    }
    Settings.Limits limits = settings.get().limits();
    synchronized (this) {
      if (inside >= Math.min(limits.connections(), room)) {
        return Refusal.FULL;
      }
      if (byAddress.getOrDefault(address, 0) >= limits.connectionsPerAddress()) {
        return Refusal.ADDRESS;
      }
      inside++;
      byAddress.merge(address, 1, Integer::sum);
      return null;
    }
  }

  public synchronized void leave(String address) {
    inside--;
    byAddress.computeIfPresent(address, (_, n) -> n == 1 ? null : n - 1);
  }
}
