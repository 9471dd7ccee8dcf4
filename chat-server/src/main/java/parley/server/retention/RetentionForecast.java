package parley.server.retention;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import parley.server.config.Keep;
import parley.server.config.Settings.History;
import parley.server.log.Log;
import parley.server.logfile.RetentionMarks;

/** What settings of retention would take now. It only reads. For one thread at a time. */
final class RetentionForecast {
  /**
   * Up to which number what was said goes.
   *
   * @param rooms of those that have a retention of their own, folded
   * @param rest of all others, and of talks
   */
  record UpTo(Map<String, Long> rooms, long rest) {
    long of(String room) {
      return rooms.getOrDefault(room, rest);
    }
  }

  private final Log log;
  private final StoredBytes weights;

  RetentionForecast(Log log) {
    this.log = log;
    this.weights = new StoredBytes(log);
  }

  /**
   * @param now milliseconds since 1970 UTC
   */
  UpTo upTo(History settings, RetentionMarks floors, long now) throws InterruptedException {
    Map<String, Keep> rooms = settings.rooms();
    if (settings.keep() instanceof Keep.Size
        || rooms.values().stream().anyMatch(Keep.Size.class::isInstance)) {
      weights.weigh(floors, rooms.keySet());
    }
    Map<String, Long> own = new HashMap<>();
    for (Map.Entry<String, Keep> room : rooms.entrySet()) {
      long floor = floors.of(room.getKey());
      own.put(room.getKey(), upTo(room.getValue(), room.getKey(), floor, now));
    }
    return new UpTo(own, upTo(settings.keep(), StoredBytes.REST, floors.rest(), now));
  }

  private long upTo(Keep keep, String place, long floor, long now) throws InterruptedException {
    long upTo =
        switch (keep) {
          case Keep.Forever _ -> floor;
          case Keep.Age age -> log.lastBefore(now - age.age().toMillis());
          case Keep.Size size -> weights.tooMuch(place, size.bytes(), floor);
        };
    return Math.max(floor, upTo);
  }

  /** The messages that {@code next} would take and {@code before} would leave. */
  Going beyond(History next, History before, long now) throws InterruptedException {
    RetentionMarks floors = log.floors();
    UpTo kept = upTo(before, floors, now);
    UpTo taken = upTo(next, floors, now);
    Set<String> named = new HashSet<>(floors.own().keySet());
    named.addAll(kept.rooms().keySet());
    named.addAll(taken.rooms().keySet());
    Map<String, Long> rooms = new TreeMap<>();
    for (String room : named) {
      long from = Math.max(floors.of(room), kept.of(room));
      long messages = log.saidIn(room, from, taken.of(room));
      if (messages > 0) {
        rooms.put(room, messages);
      }
    }
    List<String> except = new ArrayList<>(named);
    long from = Math.max(floors.rest(), kept.rest());
    return new Going(log.saidElsewhere(except, from, taken.rest()), rooms);
  }
}
