package parley.server.retention;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import parley.server.log.Log;
import parley.server.logfile.RetentionMarks;

/**
 * How many bytes of texts there are, by room and by blocks of events. Counted once through after a
 * start or after the rooms have changed, block by block, and then only what is new. What people
 * delete or edit meanwhile still counts, so that never more than the limit is kept.
 */
final class StoredBytes {
  /** All that has no retention of its own. */
  static final String REST = "";

  /** Events in a block, which goes as a whole. */
  private static final long BLOCK = 1_024;

  private record Block(long upTo, long bytes) {}

  private final Log log;
  private Set<String> own = Set.of();

  /** Oldest first. */
  private final Map<String, Deque<Block>> blocks = new HashMap<>();

  private long weighed;

  StoredBytes(Log log) {
    this.log = log;
  }

  /**
   * @param rooms those that are counted by themselves
   */
  void weigh(RetentionMarks floors, Set<String> rooms) throws InterruptedException {
    if (!own.equals(rooms)) {
      own = Set.copyOf(rooms);
      blocks.clear();
      weighed = 0;
    }
    if (weighed == 0) {
      weighed = rooms.stream().mapToLong(floors::of).reduce(floors.rest(), Math::min);
    }
    long last = log.last();
    while (last - weighed >= BLOCK) {
      long upTo = weighed + BLOCK;
      Map<String, Long> bytes = new HashMap<>();
      log.weigh(weighed, upTo)
          .forEach((room, sum) -> bytes.merge(own.contains(room) ? room : REST, sum, Long::sum));
      bytes.forEach(
          (place, sum) ->
              blocks.computeIfAbsent(place, _ -> new ArrayDeque<>()).add(new Block(upTo, sum)));
      weighed = upTo;
    }
  }

  /** Up to where a place's texts must go so that no more than a limit is left. */
  long tooMuch(String place, long limit, long floor) {
    Deque<Block> left = blocks.getOrDefault(place, new ArrayDeque<>());
    while (!left.isEmpty() && left.getFirst().upTo() <= floor) {
      left.removeFirst();
    }
    long sum = left.stream().mapToLong(Block::bytes).sum();
    long upTo = floor;
    while (sum > limit) {
      Block oldest = left.removeFirst();
      sum -= oldest.bytes();
      upTo = oldest.upTo();
    }
    return upTo;
  }
}
