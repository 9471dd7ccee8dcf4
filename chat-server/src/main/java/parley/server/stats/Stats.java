package parley.server.stats;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import parley.protocol.ErrorCode;

/**
 * What is counted and timed. Counting is cheap and safe on any thread; nothing on the way of a
 * message counts more than once a write or a batch.
 */
public final class Stats {
  private final LongAdder[] counters = new LongAdder[Counter.values().length];

  /** Refused requests by their code. */
  private final LongAdder[] refused = new LongAdder[ErrorCode.values().length];

  /** Connections by the wire mode that they chose. */
  private final Map<String, LongAdder> detected = new LinkedHashMap<>();

  private final Latency commits = new Latency();
  private final Latency deliveries = new Latency();
  private volatile Supplier<Figures.Search> search = () -> null;
  private volatile Supplier<Figures.Stored> files = () -> Figures.Stored.NONE;
  private volatile Supplier<Figures.Disk> disk = () -> Figures.Disk.NONE;
  private volatile Supplier<Figures.Certificate> certificate = () -> null;
  private volatile Supplier<Figures.Own> own = () -> Figures.Own.NONE;
  private final long startedAt = SteadyClock.millis();

  /** One of a server to which nobody connects. */
  public Stats() {
    this(List.of());
  }

  /**
   * @param modes the wire modes that connections choose between, as people read them
   */
  public Stats(List<String> modes) {
    modes.forEach(mode -> detected.put(mode, new LongAdder()));
    for (int i = 0; i < counters.length; i++) {
      counters[i] = new LongAdder();
    }
    for (int i = 0; i < refused.length; i++) {
      refused[i] = new LongAdder();
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

  /** Those of a family, by their keys in the figures. */
  public Map<String, Long> values(Counter.Family family) {
    Map<String, Long> values = new LinkedHashMap<>();
    Counter.of(family).forEach(counter -> values.put(counter.key(), value(counter)));
    return values;
  }

  /** A request was answered with an error. */
  public void refused(ErrorCode code) {
    count(Counter.REFUSED_REQUESTS);
    refused[code.ordinal()].increment();
  }

  /** Refused requests by the codes of which there were some. */
  Map<String, Long> refusals() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (ErrorCode code : ErrorCode.values()) {
      if (refusals(code) > 0) {
        counts.put(code.wire(), refusals(code));
      }
    }
    return counts;
  }

  long refusals(ErrorCode code) {
    return refused[code.ordinal()].sum();
  }

  /** A connection chose a wire mode, one of those that there are. */
  public void detected(String mode) {
    detected.get(mode).increment();
  }

  /** How many connections chose each wire mode, in the order in which they are recognised. */
  public Map<String, Long> detected() {
    Map<String, Long> counts = new LinkedHashMap<>();
    detected.forEach((mode, count) -> counts.put(mode, count.sum()));
    return counts;
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

  /** Where the figures of the certificate come from; there are none before. */
  public void certificateIs(Supplier<Figures.Certificate> figures) {
    certificate = figures;
  }

  /** Null where there is no TLS. */
  public Figures.Certificate certificate() {
    return certificate.get();
  }

  /** Where the figures of the files come from; there are none before. */
  public void filesAre(Supplier<Figures.Stored> figures) {
    files = figures;
  }

  public Figures.Stored files() {
    return files.get();
  }

  /** Where the figures of the server itself come from; there are none before. */
  public void ownAre(Supplier<Figures.Own> figures) {
    own = figures;
  }

  Figures.Own own() {
    return own.get();
  }

  /** Where the figures of the disk come from; there are none before. */
  public void diskIs(Supplier<Figures.Disk> figures) {
    disk = figures;
  }

  public Figures.Disk disk() {
    return disk.get();
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
