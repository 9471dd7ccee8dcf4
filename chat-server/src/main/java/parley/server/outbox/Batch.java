package parley.server.outbox;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * What goes into one write: several copied together, or a large one as it is. Kept in a pool and
 * held only during a write, so that an idle connection costs no buffer.
 */
final class Batch {
  /** One TLS record's plain text (RFC 8446, section 5.1). */
  static final int BYTES = 16_384;

  private static final ArrayBlockingQueue<Batch> POOL = new ArrayBlockingQueue<>(64);

  private final byte[] buffer = new byte[BYTES];
  private Encoded only;
  private int length;
  private int messages;
  private int pings;
  private int deliveries;
  private long since;

  private Batch() {}

  static Batch take() {
    Batch pooled = POOL.poll();
    return pooled == null ? new Batch() : pooled;
  }

  /** Makes it empty and gives it back. */
  void give() {
    clear();
    POOL.offer(this);
  }

  void clear() {
    only = null;
    length = 0;
    messages = 0;
    pings = 0;
    deliveries = 0;
    since = 0;
  }

  /** Whether there is room for one more; one that is larger than the buffer goes alone. */
  boolean fits(Encoded next) {
    return only == null && (length == 0 || length + next.bytes().length <= BYTES);
  }

  void add(Encoded encoded) {
    byte[] bytes = encoded.bytes();
    if (length + bytes.length > BYTES) {
      only = encoded;
    } else {
      System.arraycopy(bytes, 0, buffer, length, bytes.length);
      length += bytes.length;
    }
    messages += encoded.messages();
    deliveries += encoded.deliveries();
    if (since == 0) {
      since = encoded.since();
    }
  }

  /** Adds a question whether anyone is there. */
  void ask(Encoded ping) {
    add(ping);
    pings++;
  }

  /** Whether there is more in it than questions. */
  boolean news() {
    return messages > pings;
  }

  int bytes() {
    return only != null ? only.bytes().length : length;
  }

  int messages() {
    return messages;
  }

  int deliveries() {
    return deliveries;
  }

  /** When the oldest request that this comes from was read, {@link System#nanoTime}, or 0. */
  long since() {
    return since;
  }

  void writeTo(OutputStream out) throws IOException {
    if (only != null) {
      out.write(only.bytes());
    } else {
      out.write(buffer, 0, length);
    }
  }
}
