package parley.server.retention;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import parley.server.log.Log;
import parley.server.logfile.RetentionMarks;

/**
 * What the owners of rooms let go: messages that are older than their room's setting {@code keep}.
 * A setting takes its first message a day after it was made, so that a slip can be put right; so
 * does any after a start whose clock is days ahead of what happened last, which may be a wrong one.
 * It only reads. Guarded by {@link Retention}.
 */
final class OwnersKeep {
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Log log;

  /** From when on this start's clock is believed, in milliseconds since 1970 UTC. */
  private final long believed;

  /** What was kept in each room, and since when it is that much. */
  private final Map<String, Kept> known = new HashMap<>();

  /**
   * @param since when a setting of the room was changed, in milliseconds since 1970 UTC
   */
  private record Kept(int days, long since) {}

  /**
   * @param now milliseconds since 1970 UTC
   */
  OwnersKeep(Log log, long now) {
    this.log = log;
    this.believed = now - log.lastAt() > 2 * DAY ? now : 0;
  }

  /** Up to which number what was said in a room goes now, by folded name; most are not there. */
  Map<String, Long> upTo(RetentionMarks floors, long now) throws InterruptedException {
    Map<String, Integer> days = log.roomKeeps();
    known.keySet().retainAll(days.keySet());
    Map<String, Long> upTo = new TreeMap<>();
    for (Map.Entry<String, Integer> room : days.entrySet()) {
      Kept kept = known(room.getKey(), room.getValue());
      if (now - Math.max(kept.since(), believed) >= DAY) {
        long last = log.lastBefore(now - kept.days() * DAY);
        if (last > floors.of(room.getKey())) {
          upTo.put(room.getKey(), last);
        }
      }
    }
    return upTo;
  }

  /** Only what keeps less than before waits anew. */
  private Kept known(String room, int days) throws InterruptedException {
    Kept before = known.get(room);
    if (before == null || days != before.days()) {
      boolean less = before == null || days < before.days();
      known.put(room, new Kept(days, less ? log.roomSetAt(room) : before.since()));
    }
    return known.get(room);
  }
}
