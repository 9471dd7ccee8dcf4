package parley.server.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parley.text.Counted;

/**
 * Messages that retention is about to erase.
 *
 * @param rest those of talks, and of rooms without a retention of their own
 * @param rooms the others, by folded name; no zeros
 */
public record Going(long rest, Map<String, Long> rooms) {
  /** Rooms that are named; the others are counted together. */
  private static final int NAMED = 5;

  /** How many they are. */
  public long messages() {
    return rest + rooms.values().stream().mapToLong(Long::longValue).sum();
  }

  /** {@code 1,204 messages for good (1,200 in ops, 4 in other places)}. */
  @Override
  public String toString() {
    Map<String, Long> sorted = new TreeMap<>(rooms);
    List<String> parts = new ArrayList<>();
    long others = rest;
    for (Map.Entry<String, Long> room : sorted.entrySet()) {
      if (parts.size() < NAMED) {
        parts.add("%,d in %s".formatted(room.getValue(), room.getKey()));
      } else {
        others += room.getValue();
      }
    }
    if (others > 0 && !parts.isEmpty()) {
      parts.add("%,d in other places".formatted(others));
    }
    String where = parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    long all = messages();
    return Counted.of(all, "message") + " for good" + where;
  }
}
