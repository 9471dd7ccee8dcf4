package parley.server.log;

import java.util.List;
import parley.server.logfile.EventRow;
import parley.server.state.Change;
import parley.server.state.Entry;

/**
 * The newest events as they were appended, bounded in bytes: whoever fell behind for a moment is
 * told from here, and many who are behind together read and parse nothing twice. Of what may stand
 * in the file in another way by now only the place is here, and the file is asked: a message that
 * was edited or deleted, and each edit. Nothing is here from before retention took texts. Written
 * by the appending thread before anyone hears of the append, read by the log's readers; guarded by
 * itself.
 */
public final class RecentEvents {
  /** What an event takes besides its text, about: its objects and its place here. */
  private static final int OVERHEAD = 400;

  private static final int FEWEST = 64;

  /**
   * One event.
   *
   * @param entry null where the file is to be asked
   * @param room folded, null where it belongs to none
   * @param bytes of its body in the file, 0 where that is to be asked
   */
  record Kept(Entry entry, String room, String person, String recipient, int bytes) {
    private static Kept of(Entry entry, EventRow row) {
      Kept kept = new Kept(entry, row.room(), row.person(), row.recipient(), row.body().length);
      return entry.change() instanceof Change.Edited ? kept.changed() : kept;
    }

    private Kept changed() {
      return new Kept(null, room, person, recipient, 0);
    }

    private int weight() {
      return bytes + OVERHEAD;
    }
  }

  /** At its number modulo the length, a power of two. */
  private Kept[] ring = new Kept[FEWEST];

  /** Those from {@code first} to before {@code next} are here. */
  private long first;

  private long next;
  private long bytes;
  private final long most;

  /**
   * @param last the newest event that was there before
   * @param most bytes in all
   */
  RecentEvents(long last, long most) {
    this.first = last + 1;
    this.next = last + 1;
    this.most = most;
  }

  /** Of a file that nobody appends to. */
  public static RecentEvents none() {
    return new RecentEvents(0, 0);
  }

  /** Takes what was just committed. */
  synchronized void add(List<Entry> entries, List<EventRow> rows) {
    for (int i = 0; i < rows.size(); i++) {
      Entry entry = entries.get(i);
      add(Kept.of(entry, rows.get(i)));
      switch (entry.change()) {
        case Change.Edited edited -> forget(edited.target());
        case Change.Deleted deleted -> forget(deleted.target());
        case Change.Dropped _, Change.Forgotten _ -> forgetAll();
        default -> {}
      }
    }
  }

  private void add(Kept kept) {
    if (next - first == ring.length) {
      grow();
    }
    ring[at(next++)] = kept;
    bytes += kept.weight();
    while (bytes > most && first < next) {
      int oldest = at(first++);
      bytes -= ring[oldest].weight();
      ring[oldest] = null;
    }
  }

  private void forget(long seq) {
    if (seq >= first && seq < next) {
      Kept kept = ring[at(seq)];
      ring[at(seq)] = kept.changed();
      bytes += ring[at(seq)].weight() - kept.weight();
    }
  }

  /** Texts were erased, or will be. */
  synchronized void forgetAll() {
    ring = new Kept[FEWEST];
    first = next;
    bytes = 0;
  }

  private void grow() {
    Kept[] larger = new Kept[2 * ring.length];
    for (long seq = first; seq < next; seq++) {
      larger[(int) (seq & larger.length - 1)] = ring[at(seq)];
    }
    ring = larger;
  }

  private int at(long seq) {
    return (int) (seq & ring.length - 1);
  }

  /**
   * The events of {@code (after, upTo]}, or as many of the first of them as are asked for. Nothing
   * where they are not all here.
   */
  synchronized Kept[] after(long after, long upTo, int atMost) {
    if (after + 1 < first || upTo >= next) {
      return new Kept[0];
    }
    Kept[] run = new Kept[(int) Math.min(atMost, Math.max(0, upTo - after))];
    for (int i = 0; i < run.length; i++) {
      run[i] = ring[at(after + 1 + i)];
    }
    return run;
  }
}
