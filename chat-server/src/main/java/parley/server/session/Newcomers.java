package parley.server.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import parley.server.config.Settings;

/**
 * How fast strangers become guests. Each new guest is written to the log for ever, by someone who
 * has shown nothing yet; so their rate is bounded, for one address and in all. A place that is
 * taken back costs nothing here. Guarded by itself.
 */
public final class Newcomers {
  /** Addresses that are remembered; the one that was heard of least lately is forgotten. */
  private static final int ADDRESSES = 10_000;

  /** The last four of the eight groups of an IPv6 address are its owner's to choose. */
  private static final Pattern HOST_PART = Pattern.compile("(:[0-9a-f]+){4}(%.*)?$");

  private static final double MINUTE = 60e9;

  /** What may come at once is a minute's worth; it grows back evenly. */
  private static final class Bucket {
    private double left;
    private long at;

    Bucket(int perMinute, long now) {
      left = perMinute;
      at = now;
    }

    /**
     * @return nanoseconds until the next may come
     */
    long look(int perMinute, long now) {
      left = Math.min(perMinute, left + (now - at) * perMinute / MINUTE);
      at = now;
      return left >= 1 ? 0 : (long) ((1 - left) * MINUTE / perMinute) + 1;
    }
  }

  private final Map<String, Bucket> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > ADDRESSES;
        }
      };

  private Bucket all;

  /**
   * Lets a stranger become a guest.
   *
   * @param now {@link System#nanoTime}
   * @return 0, or the nanoseconds after which it may be tried again
   */
  synchronized long take(String address, Settings.Limits limits, long now) {
    int each = limits.guestsPerMinutePerAddress();
    int every = limits.guestsPerMinute();
    if (all == null) {
      all = new Bucket(every, now);
    }
    Bucket its =
        byAddress.computeIfAbsent(
            HOST_PART.matcher(address).replaceFirst(""), _ -> new Bucket(each, now));
    long wait = Math.max(its.look(each, now), all.look(every, now));
    if (wait == 0) {
      its.left -= 1;
      all.left -= 1;
    }
    return wait;
  }
}
