package parley.server.fanout;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import parley.server.outbox.Chunk;

/**
 * The connections that see one room's events. Changed and offered to by the fan-out thread alone;
 * {@link #congested} may be asked on any thread.
 */
final class Audience {
  /** How long a look at the outboxes stays good, in nanoseconds. */
  private static final long GLANCE = 1_000_000;

  /** A writer stuck for longer than this, in nanoseconds, is its client's affair. */
  private static final long STUCK = 250_000_000;

  /** How full the outboxes may be on average before senders wait: one part in this many. */
  private static final int FULL_SHARE = 4;

  /** The members are the first {@code size}; a slot is written before {@code size} tells of it. */
  private volatile Subscriber[] members = new Subscriber[4];

  private volatile int size;
  private volatile boolean congested;
  private volatile long lookedAt;

  void add(Subscriber subscriber) {
    if (size == members.length) {
      members = Arrays.copyOf(members, size * 2);
    }
    int n = size;
    members[n] = subscriber;
    size = n + 1;
  }

  void remove(Subscriber subscriber) {
    int at = members().indexOf(subscriber);
    if (at >= 0) {
      int last = size - 1;
      members[at] = members[last];
      size = last;
      members[last] = null;
    }
  }

  List<Subscriber> members() {
    return Collections.unmodifiableList(Arrays.asList(members).subList(0, size));
  }

  void offer(Chunk chunk) {
    Subscriber[] all = members;
    for (int i = 0, n = size; i < n; i++) {
      all[i].outbox().offer(chunk);
    }
  }

  /** To some of them. */
  void offer(Chunk chunk, Predicate<Subscriber> whom) {
    members().stream().filter(whom).forEach(member -> member.outbox().offer(chunk));
  }

  /**
   * Whether the outboxes are so full on the whole that those who speak here should wait. A client
   * that does not read at all does not count: it falls behind and is nobody else's affair.
   */
  boolean congested(long now) {
    if (now - lookedAt > GLANCE) {
      lookedAt = now;
      congested = look(now);
    }
    return congested;
  }

  private boolean look(long now) {
    Subscriber[] all = members;
    long waiting = 0;
    long room = 0;
    for (int i = 0, n = Math.min(size, all.length); i < n; i++) {
      Subscriber subscriber = all[i];
      if (subscriber != null && subscriber.outbox().stuckNanos(now) < STUCK) {
        waiting += subscriber.outbox().queued();
        room += subscriber.outbox().limit();
      }
    }
    return waiting > room / FULL_SHARE;
  }
}
