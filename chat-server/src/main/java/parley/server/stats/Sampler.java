package parley.server.stats;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import parley.protocol.ErrorCode;

/**
 * Measures once a second, on a thread of its own, and keeps it in a {@link Timeline}: counters as
 * what they grew by in a second, all else as it is. Nobody who carries messages is waited for, nor
 * waits. Confined to its thread.
 */
public final class Sampler implements Runnable {
  private static final long SECOND_MILLIS = 1_000;

  /** So that a second is surely over. */
  private static final long AFTER_MILLIS = 2;

  private final Stats stats;
  private final Supplier<ConnectionFigures> live;
  private final LongSupplier clock;
  private final Timeline timeline;

  /** What was counted when the sample before was taken, by the sample's places. */
  private final double[] before = new double[Timeline.figures()];

  private final float[] sample = new float[Timeline.figures()];
  private long beforeMillis;
  private boolean begun;

  public Sampler(
      Stats stats, Supplier<ConnectionFigures> live, LongSupplier clock, Timeline timeline) {
    this.stats = stats;
    this.live = live;
    this.clock = clock;
    this.timeline = timeline;
  }

  /** Samples at each full second until it is interrupted. */
  @Override
  public void run() {
    try {
      while (true) {
        sample();
        Thread.sleep(SECOND_MILLIS - clock.getAsLong() % SECOND_MILLIS + AFTER_MILLIS);
      }
    } catch (InterruptedException e) {
      // The server ends.
    }
  }

  /** Takes what was measured since the sample before, which is of the second that is over. */
  void sample() {
    long now = clock.getAsLong();
    double seconds = (now - beforeMillis) / 1e3;
    boolean first = !begun;
    begun = true;
    if (!first && seconds <= 0) {
      return;
    }
    beforeMillis = now;
    ProcessFigures process = ProcessFigures.now();
    if (first) {
      // What was counted until now is of the first second: the doors have just opened.
      before[Track.CPU.ordinal()] = process.cpuSeconds();
      return;
    }
    ConnectionFigures connections = live.get();
    level(Track.CONNECTIONS, (long) connections.connections());
    level(Track.OUTBOX_BYTES, connections.outboxBytes());
    level(Track.LARGEST_OUTBOX, connections.largestOutbox());
    level(Track.BEHIND, connections.behind());
    level(Track.HEAP, process.heapUsed());
    if (process.resident() == null) {
      level(Track.RESIDENT, Double.NaN);
    } else {
      level(Track.RESIDENT, process.resident());
    }
    level(Track.DISK_FREE, stats.disk().freeBytes());
    rate(Track.MESSAGES, (double) stats.value(Counter.MESSAGES), seconds);
    rate(Track.DELIVERIES, (double) stats.value(Counter.DELIVERIES), seconds);
    rate(Track.BYTES_IN, (double) stats.value(Counter.BYTES_IN), seconds);
    rate(Track.BYTES_OUT, (double) stats.value(Counter.BYTES_OUT), seconds);
    rate(Track.REFUSED, (double) stats.value(Counter.REFUSED_REQUESTS), seconds);
    rate(Track.CPU, process.cpuSeconds(), seconds);
    for (ErrorCode code : ErrorCode.values()) {
      rate(Timeline.place(code), (double) stats.refusals(code), seconds);
    }
    latency(stats.commits(), Track.COMMIT_P50, Track.COMMIT_P99, Track.COMMIT_MAX);
    latency(stats.deliveries(), Track.DELIVERY_P50, Track.DELIVERY_P99, Track.DELIVERY_MAX);
    timeline.add(Math.floorDiv(now, SECOND_MILLIS) - 1, sample);
  }

  private void level(Track track, long value) {
    level(track, (double) value);
  }

  private void level(Track track, double value) {
    sample[track.ordinal()] = (float) value;
  }

  private void rate(Track track, double count, double seconds) {
    rate(track.ordinal(), count, seconds);
  }

  private void rate(int figure, double count, double seconds) {
    sample[figure] = (float) ((count - before[figure]) / seconds);
    before[figure] = count;
  }

  /** Nothing where nothing happened. */
  private void latency(Latency of, Track p50, Track p99, Track max) {
    of.drain(
        (Histogram nanos) -> {
          boolean none = nanos.getTotalCount() == 0;
          level(p50, none ? Double.NaN : nanos.getValueAtPercentile(50) / 1e6);
          level(p99, none ? Double.NaN : nanos.getValueAtPercentile(99) / 1e6);
          level(max, none ? Double.NaN : nanos.getMaxValue() / 1e6);
        });
  }
}
