package parley.client.mcp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import parley.protocol.Event;
import parley.protocol.NameInText;
import parley.protocol.Request;

/**
 * What was said to this program and it did not take yet: where it is named, in private, and answers
 * to what it said. Bounded: the oldest give way. Guarded by itself; nothing is called with its
 * monitor held.
 */
final class Heard {
  /** Messages that are kept. */
  private static final int KEPT = 200;

  /** Own messages to which an answer is known as one. */
  private static final int OWN = 1_000;

  /** Why a message is for this program. */
  enum Why {
    MENTION,
    DIRECT,
    ANSWER
  }

  record Item(Event.Message message, Why why) {}

  /**
   * @param items oldest first
   * @param lost whether others may have been missed before them
   */
  record Taken(List<Item> items, boolean lost) {}

  private final Deque<Item> kept = new ArrayDeque<>();

  private final Set<Long> own =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
              return size() > OWN;
            }
          });

  /** The newest that was taken. */
  private long taken;

  private boolean lost;

  /** This program said it. */
  synchronized void said(long seq) {
    own.add(seq);
  }

  /** Something was said. A notice is a program's word, which no program answers. */
  synchronized void told(Event.Message message, String me, String myId) {
    if (myId.equals(message.fromId())) {
      own.add(message.seq());
      return;
    }
    Why why = why(message, me);
    if (why != null && message.kind() != Request.Kind.NOTICE) {
      if (kept.size() == KEPT) {
        lost |= kept.removeFirst().message().seq() > taken;
      }
      kept.addLast(new Item(message, why));
      notifyAll();
    }
  }

  private Why why(Event.Message message, String me) {
    if (message.room() == null) {
      return Why.DIRECT;
    }
    if (message.replyTo() != null
        && (own.contains(message.replyTo()) || me.equals(message.replyFrom()))) {
      return Why.ANSWER;
    }
    return NameInText.isNamed(message.text(), me) ? Why.MENTION : null;
  }

  /** Some may have been missed. */
  synchronized void lose() {
    lost = true;
  }

  /** The numbers of the messages begin anew. */
  synchronized void beginAnew() {
    kept.clear();
    own.clear();
    taken = 0;
    lost = true;
  }

  /**
   * Waits until there is something; without it, until the time is over.
   *
   * @param after only messages with greater numbers; null: those that were not taken
   */
  synchronized Taken await(Long after, int most, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    List<Item> found = find(after, most);
    long left = end - System.nanoTime();
    while (found.isEmpty() && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      found = find(after, most);
      left = end - System.nanoTime();
    }
    return new Taken(found, lost);
  }

  private List<Item> find(Long after, int most) {
    long from = after == null ? taken : after;
    List<Item> found = new ArrayList<>();
    for (Item item : kept) {
      if (item.message().seq() > from && found.size() < most) {
        found.add(item);
      }
    }
    return found;
  }

  /** They are on their way to who asked, and are not given again by themselves. */
  synchronized void take(Taken given) {
    for (Item item : given.items()) {
      taken = Math.max(taken, item.message().seq());
    }
    lost &= !given.lost();
  }
}
