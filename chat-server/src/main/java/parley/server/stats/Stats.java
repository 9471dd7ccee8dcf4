package parley.server.stats;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * The server's figures. Counting is cheap and safe on any thread; nothing on the way of a message
 * counts more than once a write or a batch.
 */
public final class Stats {
  /** Latencies above this many nanoseconds count as this many: 60 s. */
  private static final long MOST = 60_000_000_000L;

  private final LongAdder[] counters = new LongAdder[Counter.values().length];
  private final Recorder commits = new Recorder(1_000, MOST, 2);
  private final Recorder deliveries = new Recorder(1_000, MOST, 2);
  private final Histogram commitTotal = new Histogram(1_000, MOST, 2);
  private final Histogram deliveryTotal = new Histogram(1_000, MOST, 2);
  private final long startedAt = System.currentTimeMillis();

  public Stats() {
    for (int i = 0; i < counters.length; i++) {
      counters[i] = new LongAdder();
    }
  }

  public void count(Counter counter) {
    counters[counter.ordinal()].increment();
  }

  public void count(Counter counter, long n) {
    counters[counter.ordinal()].add(n);
  }

  public long value(Counter counter) {
    return counters[counter.ordinal()].sum();
  }

  /** How long a transaction took, from its begin to the sync's return, in nanoseconds. */
  public void committed(long nanos) {
    commits.recordValue(Math.clamp(nanos, 1_000, MOST));
  }

  /** How long an event took from the request's reading to the socket, in nanoseconds; a sample. */
  public void delivered(long nanos) {
    deliveries.recordValue(Math.clamp(nanos, 1_000, MOST));
  }

  /** The commits' latencies since the start. */
  public Histogram commits() {
    return total(commits, commitTotal);
  }

  /** The deliveries' latencies since the start. */
  public Histogram deliveries() {
    return total(deliveries, deliveryTotal);
  }

  public long startedAt() {
    return startedAt;
  }

  private static Histogram total(Recorder recorder, Histogram total) {
    synchronized (total) {
      total.add(recorder.getIntervalHistogram());
      return total.copy();
    }
  }
}
