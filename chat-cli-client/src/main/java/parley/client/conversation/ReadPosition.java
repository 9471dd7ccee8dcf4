package parley.client.conversation;

import java.util.List;

/**
 * How far a talk was read, here or elsewhere, and what came after. Guarded by whoever guards its
 * {@link Conversation}.
 */
final class ReadPosition {
  /** Up to here all was read, as far as is known. */
  private long mark;

  /** Up to here the server has counted what is unread. */
  private long counted;

  private int count;
  private boolean mentioned;

  /** Whether the first unread one is still to be shown though the talk was turned to. */
  private boolean owed;

  /** The newest message by somebody else, and the newest of those that was looked at. */
  private long newest;

  private long seen;

  /** What the server knows of it. */
  private long told;

  int count() {
    return count;
  }

  boolean mentioned() {
    return mentioned;
  }

  long mark() {
    return mark;
  }

  /** What the server says: read up to a number, and how many came after it up to another one. */
  void told(long read, int unread, long last) {
    mark = Math.max(mark, read);
    told = Math.max(told, read);
    counted = Math.max(counted, last);
    count = unread;
  }

  /** Nothing up to this number is new. */
  void nothingUpTo(long last) {
    mark = Math.max(mark, last);
  }

  /**
   * An entry came, or was read back.
   *
   * @param turnedTo whether its talk is the one turned to
   * @param looking whether somebody looks at the screen
   * @return whether all before it was read and it was not
   */
  boolean came(TalkEntry entry, boolean turnedTo, boolean looking) {
    if (!entry.byOthers()) {
      return false;
    }
    newest = Math.max(newest, entry.seq());
    if (turnedTo && looking) {
      boolean first = owed && entry.seq() > mark;
      owed &= !first;
      seen = newest;
      if (!owed) {
        mark = Math.max(mark, newest);
      }
      return first;
    }
    if (entry.seq() <= mark) {
      return false;
    }
    mentioned |= entry.mention();
    if (entry.seq() <= counted) {
      return false;
    }
    count++;
    return turnedTo && count == 1;
  }

  /** This person is named where they were not before. */
  void named() {
    mentioned = true;
    count = Math.max(1, count);
  }

  /** All of it was looked at, but what is still awaited. */
  void read(boolean awaiting) {
    owed = awaiting && count > 0;
    count = 0;
    mentioned = false;
    seen = newest;
    if (!owed) {
      mark = Math.max(mark, newest);
    }
  }

  /** It was read elsewhere up to a number. */
  void readElsewhere(long upTo, List<TalkEntry> kept) {
    told = Math.max(told, upTo);
    if (upTo > mark) {
      mark = upTo;
      List<TalkEntry> after =
          kept.stream().filter(entry -> entry.byOthers() && entry.seq() > upTo).toList();
      count = Math.min(count, after.size());
      mentioned = count > 0 && after.stream().anyMatch(TalkEntry::mention);
    }
  }

  /** A number to tell the server, from which it does not know yet that it was read; 0 for none. */
  long toTell() {
    return seen > told ? seen : 0;
  }

  void telling(long seq) {
    told = Math.max(told, seq);
  }

  /** What was told may not have arrived. */
  void tellAgain() {
    told = 0;
  }
}
