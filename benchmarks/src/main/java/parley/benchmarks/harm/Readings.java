package parley.benchmarks.harm;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * How long what the others asked took, from when it was to be asked, so that who waits for one
 * answer hides no other's delay. What is not answered when the measuring ends has taken until then.
 * On any thread.
 */
final class Readings {
  /** What is asked. */
  enum Asked {
    ACKNOWLEDGEMENT,
    DELIVERY,
    HISTORY,
    /** A first hello from an address that nobody else has. */
    NEWCOMER,
    /** The same from the stranger's own address, as behind one router. */
    NEIGHBOUR,
    HEALTH
  }

  private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(2);

  /**
   * @param failed refused, cut or never answered, of {@code asked}
   */
  record Figures(long asked, long failed, double p50, double p99, double most) {}

  private final Map<Asked, ConcurrentHistogram> took = new EnumMap<>(Asked.class);
  private final Map<Asked, AtomicLong> asked = new EnumMap<>(Asked.class);
  private final Map<Asked, AtomicLong> failed = new EnumMap<>(Asked.class);

  /** What waits for its answer. */
  private final Map<Object, Question> open = new ConcurrentHashMap<>();

  private volatile long from = Long.MAX_VALUE;
  private volatile long to = Long.MAX_VALUE;

  private record Question(Asked asked, long since) {}

  Readings() {
    for (Asked each : Asked.values()) {
      took.put(each, new ConcurrentHistogram(MOST_MICROS, 3));
      asked.put(each, new AtomicLong());
      failed.put(each, new AtomicLong());
    }
  }

  /** What is asked from now on is measured. */
  void begin() {
    from = System.nanoTime();
  }

  /** What is asked from now on is measured no more; answers still are. */
  void end() {
    to = System.nanoTime();
  }

  /**
   * @param since when it was to be asked, {@link System#nanoTime}
   * @return what {@link #answered} or {@link #failed} is told
   */
  Object ask(Asked what, long since) {
    return ask(what, since, new Object());
  }

  Object ask(Asked what, long since, Object question) {
    if (since >= from && since < to) {
      asked.get(what).incrementAndGet();
      open.put(question, new Question(what, since));
    }
    return question;
  }

  void answered(Object question) {
    Question about = open.remove(question);
    if (about != null) {
      record(about.asked(), about.since());
    }
  }

  void failed(Object question) {
    Question about = open.remove(question);
    if (about != null) {
      failed.get(about.asked()).incrementAndGet();
    }
  }

  /** Of what is told to many: there is nobody who waits for it. */
  void told(Asked what, long since) {
    if (since >= from && since < to) {
      asked.get(what).incrementAndGet();
      record(what, since);
    }
  }

  private void record(Asked what, long since) {
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - since);
    took.get(what).recordValue(Math.clamp(micros, 0, MOST_MICROS));
  }

  boolean complete() {
    return open.isEmpty();
  }

  /** What still waits has failed, and took until now at least. */
  void close() {
    for (Object question : List.copyOf(open.keySet())) {
      Question about = open.remove(question);
      if (about != null) {
        record(about.asked(), about.since());
        failed.get(about.asked()).incrementAndGet();
      }
    }
  }

  /** Milliseconds. */
  Figures figures(Asked what) {
    ConcurrentHistogram all = took.get(what);
    return new Figures(
        asked.get(what).get(),
        failed.get(what).get(),
        all.getValueAtPercentile(50) / 1e3,
        all.getValueAtPercentile(99) / 1e3,
        all.getMaxValue() / 1e3);
  }
}
