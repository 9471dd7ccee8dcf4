package parley.server.stats;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How long something takes: the latest {@link #RECENT} for people who look now, and everything
 * since the start for what computes its own differences. Recording is cheap and safe on any thread;
 * the histograms are guarded by this object's lock.
 */
public final class Latency {
  /** How far back {@link #recent} looks. */
  public static final Duration RECENT = Duration.ofSeconds(60);

  /** Intervals shorter than this share one histogram, so that asking often costs no memory. */
  private static final long STEP_NANOS = RECENT.toNanos() / 12;

  private static final long LEAST = 1_000;

  /** Longer ones count as this long: 60 s. */
  private static final long MOST = 60_000_000_000L;

  private record Interval(long until, Histogram histogram) {}

  private final Recorder recorder = new Recorder(LEAST, MOST, 2);
  private final Histogram total = empty();
  private final Deque<Interval> recent = new ArrayDeque<>();

  /** What came since it was {@linkplain #drain drained}. */
  private final Histogram fresh = empty();

  /** What the recorder fills anew, so that looking each second makes no garbage. */
  private Histogram spare;

  void record(long nanos) {
    recorder.recordValue(Math.clamp(nanos, LEAST, MOST));
  }

  /** Everything since the start, in nanoseconds. */
  public synchronized Histogram total() {
    gather(System.nanoTime());
    return total.copy();
  }

  /** About the latest minute, in nanoseconds. */
  public synchronized Histogram recent() {
    return recent(System.nanoTime());
  }

  synchronized Histogram recent(long now) {
    gather(now);
    Histogram sum = empty();
    recent.forEach(interval -> sum.add(interval.histogram));
    return sum;
  }

  /** Gives what came since the last time, in nanoseconds; the histogram is not to be kept. */
  synchronized void drain(Consumer<Histogram> taker) {
    gather(System.nanoTime());
    taker.accept(fresh);
    fresh.reset();
  }

  private void gather(long now) {
    while (!recent.isEmpty() && now - recent.getFirst().until >= RECENT.toNanos()) {
      recent.removeFirst();
    }
    Histogram latest = recorder.getIntervalHistogram(spare);
    spare = latest;
    if (latest.getTotalCount() == 0) {
      return;
    }
    total.add(latest);
    fresh.add(latest);
    if (!recent.isEmpty() && now - recent.getLast().until < STEP_NANOS) {
      recent.getLast().histogram.add(latest);
    } else {
      recent.addLast(new Interval(now, latest.copy()));
    }
  }

  private static Histogram empty() {
    return new Histogram(LEAST, MOST, 2);
  }
}
