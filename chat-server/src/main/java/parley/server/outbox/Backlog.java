package parley.server.outbox;

import java.util.ArrayDeque;

/**
 * What waits in an outbox, and the account of it: bytes, and requests whose replies are not written
 * yet. Guarded by the outbox's lock, but for {@link #bytes}.
 */
final class Backlog {
  private final Budget budget;
  private final ArrayDeque<Encoded> queue = new ArrayDeque<>(4);

  /** Has a slot of its own, so that a full queue does not make a client look dead. */
  private Encoded ping;

  private volatile long bytes;
  private volatile long replyBytes;
  private int outstanding;

  Backlog(Budget budget) {
    this.budget = budget;
  }

  /** Bytes of events in the queue; asked without the lock where a glance is enough. */
  long eventBytes() {
    return bytes - replyBytes;
  }

  /** Bytes in the queue; asked without the lock where a glance is enough. */
  long bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return ping == null && queue.isEmpty();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held; volatile is for glances
  void add(Encoded encoded) {
    queue.add(encoded);
    int length = encoded.bytes().length;
    bytes += length;
    if (encoded.reply()) {
      replyBytes += length;
      budget.count(length);
    }
  }

  /** Takes the place of an earlier one not yet written. */
  void ping(Encoded encoded) {
    ping = encoded;
  }

  /**
   * Whether there is room for one more reply.
   *
   * @param requests that may wait for theirs
   * @param bytes of replies after which there is none
   */
  boolean hasReplyRoom(int requests, int bytes) {
    return outstanding < requests && replyBytes <= bytes;
  }

  /** A request is about to be handled; its reply is awaited from now on. */
  void awaitReply() {
    outstanding++;
  }

  /** Whether a reply is awaited or not yet written. */
  boolean owesReplies() {
    return outstanding > 0;
  }

  /**
   * Moves what waits into a batch, as much as fits it.
   *
   * @return whether a reply was among it
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // the lock is held; volatile is for glances
  boolean drain(Batch batch) {
    if (ping != null) {
      batch.ask(ping);
      ping = null;
    }
    boolean repliesGone = false;
    while (!queue.isEmpty() && batch.fits(queue.peek())) {
      Encoded head = queue.poll();
      int length = head.bytes().length;
      batch.add(head);
      bytes -= length;
      if (head.reply()) {
        outstanding--;
        replyBytes -= length;
        budget.count(-length);
        repliesGone = true;
      }
    }
    return repliesGone;
  }

  void clear() {
    queue.clear();
    bytes = 0;
    budget.count(-replyBytes);
    replyBytes = 0;
  }
}
