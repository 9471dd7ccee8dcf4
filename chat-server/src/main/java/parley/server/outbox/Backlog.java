package parley.server.outbox;

import java.util.ArrayDeque;
import parley.protocol.Limits;

/**
 * What waits in an outbox, and the account of it: bytes, and requests whose replies are not written
 * yet. Guarded by the outbox's lock, but for {@link #bytes}.
 */
final class Backlog {
  private final ArrayDeque<Encoded> queue = new ArrayDeque<>(4);

  /** Has a slot of its own, so that a full queue does not make a client look dead. */
  private Encoded ping;

  private volatile long bytes;
  private long replyBytes;
  private int outstanding;

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
    }
  }

  /** Takes the place of an earlier one not yet written. */
  void ping(Encoded encoded) {
    ping = encoded;
  }

  /** Whether there is room for one more reply. */
  boolean hasReplyRoom(int limit) {
    return outstanding < Limits.OUTSTANDING && replyBytes <= limit;
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
      batch.add(ping);
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
        repliesGone = true;
      }
    }
    return repliesGone;
  }

  void clear() {
    queue.clear();
    bytes = 0;
  }
}
