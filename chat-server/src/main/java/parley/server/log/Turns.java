package parley.server.log;

import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;

/**
 * The questions that wait for a thread that reads. Each asker has one answered and stands behind
 * the others then, so that two hundred slow readers of one network delay those of another by one
 * page. Among the questions of one asker it is by turns the one to which least is owed, which is
 * soon done with, and the one that has waited longest, so that none waits for ever. Guarded by
 * itself.
 *
 * @param <T> a question
 */
final class Turns<T> {
  private record Waiting<T>(T question, long owed, long number) {}

  private static final class Line<T> {
    private final TreeSet<Waiting<T>> byOwed =
        new TreeSet<>(
            Comparator.comparingLong(Waiting<T>::owed).thenComparingLong(Waiting::number));
    private final LinkedHashSet<Waiting<T>> byAge = new LinkedHashSet<>();
    private boolean oldest;

    void add(Waiting<T> waiting) {
      byOwed.add(waiting);
      byAge.add(waiting);
    }

    T take() {
      Waiting<T> next = oldest ? byAge.getFirst() : byOwed.getFirst();
      oldest = !oldest;
      byOwed.remove(next);
      byAge.remove(next);
      return next.question;
    }

    boolean isEmpty() {
      return byAge.isEmpty();
    }
  }

  /** By asker, whose turn is next first; each holds a question. */
  private final Map<Object, Line<T>> lines = new LinkedHashMap<>();

  private long number;
  private boolean closed;

  /**
   * @throws RejectedExecutionException where it is closed
   */
  synchronized void add(ReadTurn asker, T question) {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    lines
        .computeIfAbsent(asker.who(), _ -> new Line<>())
        .add(new Waiting<>(question, asker.owed(), number++));
    notifyAll();
  }

  /** The next question, which is waited for; null where none waits and none will come. */
  synchronized T take() throws InterruptedException {
    while (lines.isEmpty() && !closed) {
      wait();
    }
    Iterator<Map.Entry<Object, Line<T>>> first = lines.entrySet().iterator();
    if (!first.hasNext()) {
      return null;
    }
    Map.Entry<Object, Line<T>> next = first.next();
    Object who = next.getKey();
    Line<T> line = next.getValue();
    first.remove();
    T question = line.take();
    if (!line.isEmpty()) {
      lines.put(who, line);
    }
    return question;
  }

  /** No more questions come. Those that wait are still answered. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
