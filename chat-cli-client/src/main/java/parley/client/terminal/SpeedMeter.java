package parley.client.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import parley.client.transfer.Progress;

/** How fast a file has gone lately, from what it was seen to be now and then. */
public final class SpeedMeter {
  /** What is older says little of how long the rest will take. */
  private static final long LATELY_NANOS = 5_000_000_000L;

  private record Seen(long at, long bytes) {}

  private final Deque<Seen> seen = new ArrayDeque<>();

  private Progress.Phase phase;

  /**
   * @param now by {@link System#nanoTime}
   */
  public void see(long now, Progress.Glance glance) {
    boolean goesOn = glance.phase() == phase && glance.done() >= last();
    if (!goesOn) {
      seen.clear();
    }
    phase = glance.phase();
    seen.addLast(new Seen(now, glance.done()));
    while (seen.size() > 2 && now - seen.getFirst().at() > LATELY_NANOS) {
      seen.removeFirst();
    }
  }

  /** Bytes a second; 0 while that is not known. */
  public double speed() {
    if (seen.isEmpty()) {
      return 0;
    }
    double seconds = (seen.getLast().at() - seen.getFirst().at()) / 1e9;
    return seconds > 0 ? (seen.getLast().bytes() - seen.getFirst().bytes()) / seconds : 0;
  }

  /** Seconds until all is done; empty while that is not known. */
  public OptionalLong left(long total) {
    double speed = speed();
    if (speed <= 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of((long) Math.ceil((total - last()) / speed));
  }

  private long last() {
    return seen.isEmpty() ? 0 : seen.getLast().bytes();
  }
}
