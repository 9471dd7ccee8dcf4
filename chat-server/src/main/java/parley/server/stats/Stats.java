package parley.server.stats;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What is counted and timed. Counting is cheap and safe on any thread; nothing on the way of a
 * message counts more than once a write or a batch.
 */
public final class Stats {
  private final LongAdder[] counters = new LongAdder[Counter.values().length];
  private final Latency commits = new Latency();
  private final Latency deliveries = new Latency();
  private volatile Supplier<Figures.Search> search = () -> null;
  private volatile Supplier<Figures.Stored> files = () -> Figures.Stored.NONE;
  private final long startedAt = SteadyClock.millis();

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
    commits.record(nanos);
  }

  /** How long an event took from the request's reading to the socket, in nanoseconds; a sample. */
  public void delivered(long nanos) {
    deliveries.record(nanos);
  }

  /** Where the figures of the search index come from; there are none before. */
  public void searchIs(Supplier<Figures.Search> figures) {
    search = figures;
  }

  /** Null where searching is switched off. */
  public Figures.Search search() {
    return search.get();
  }

  /** Where the figures of the files come from; there are none before. */
  public void filesAre(Supplier<Figures.Stored> figures) {
    files = figures;
  }

  public Figures.Stored files() {
    return files.get();
  }

  public Latency commits() {
    return commits;
  }

  public Latency deliveries() {
    return deliveries;
  }

  /** By the {@link SteadyClock}. */
  public long startedAt() {
    return startedAt;
  }
}
