package parley.server.search;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import parley.server.log.Log;
import parley.server.log.Page;
import parley.server.log.Tail;

/**
 * Follows the log and fills the index, on a thread of its own: nobody who sends waits for it. While
 * messages come in it rests as long as it works, and what comes meanwhile is the next batch.
 */
final class Indexer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

  /** Messages in one transaction, and bytes of theirs; far behind, the larger number. */
  private static final int BATCH = 512;

  private static final int LARGE_BATCH = 8_192;
  private static final int BYTES = 4 << 20;

  /** A first message is waited with, for others to come. */
  private static final long GATHER = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(1);

  /** Between two cleanings while messages come in. */
  private static final long CLEAN_EVERY = TimeUnit.SECONDS.toNanos(2);

  /** After a search held old pages. */
  private static final long CLEAN_AGAIN = TimeUnit.MILLISECONDS.toNanos(50);

  /** Until the index is tried again after the disk failed. */
  private static final long RETRY = TimeUnit.SECONDS.toNanos(10);

  /** Between two looks whether the disk has room again, and what must be there beyond the mark. */
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

  private static final long ENOUGH_AGAIN = 8_000_000;

  private static final long CLOSE_MILLIS = 15_000;

  private final Log log;
  private final IndexFile file;
  private final LongPredicate room;

  /** Held by searches while they read the file, and by this thread to take it away. */
  private final ReentrantReadWriteLock presence = new ReentrantReadWriteLock();

  private final Thread thread = Thread.ofPlatform().name("indexer").daemon().unstarted(this::run);

  private final Object moved = new Object();
  private volatile long position;
  private final AtomicLong generation = new AtomicLong();
  private volatile boolean open;
  private volatile boolean resting;
  private volatile boolean hurried;
  private volatile boolean suspected;
  private volatile boolean stopped;
  private volatile boolean held;
  private final AtomicLong rebuilds = new AtomicLong();
  private long lastClean;

  /**
   * @param room whether the disk has so many bytes more than what the index must leave free
   */
  Indexer(Path folder, Log log, LongPredicate room) {
    this.log = log;
    this.room = room;
    file = new IndexFile(folder);
  }

  void start() {
    log.onAppend(this::news);
    thread.start();
  }

  /** Called on the sequencer's thread after each commit: next to nothing while batches are made. */
  private void news() {
    if (resting) {
      LockSupport.unpark(thread);
    }
  }

  IndexFile file() {
    return file;
  }

  ReentrantReadWriteLock presence() {
    return presence;
  }

  /** Everything up to this event can be found. */
  long position() {
    return position;
  }

  /** Another number for each file; a connection to an older one sees nothing any more. */
  long generation() {
    return generation.get();
  }

  long rebuilds() {
    return rebuilds.get();
  }

  /** Whether it waits for room on the disk; what is there is searched meanwhile. */
  boolean isHeld() {
    return held;
  }

  /** Whether there is a file to be searched. */
  boolean isOpen() {
    return open;
  }

  /** A search met what can't be: the file is made anew. */
  void suspect() {
    suspected = true;
    hurry();
  }

  private void hurry() {
    hurried = true;
    LockSupport.unpark(thread);
  }

  /**
   * Waits until an event is in the index, for a bounded time.
   *
   * @return whether it is
   */
  boolean await(long seq, long millis) throws InterruptedException {
    if (position >= seq) {
      return true;
    }
    hurry();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    synchronized (moved) {
      while (position < seq && !held) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0 || stopped) {
          return false;
        }
        moved.wait(left);
      }
    }
    return position >= seq;
  }

  private void run() {
    while (!stopped) {
      try (Index index = open();
          Tail tail = log.tail()) {
        follow(index, tail);
      } catch (SQLException | IOException | RuntimeException e) {
        open = false;
        recover(e);
      } finally {
        open = false;
      }
    }
  }

  private Index open() throws SQLException, IOException {
    if (suspected) {
      suspected = false;
      remove("it is damaged");
    }
    Index index = null;
    try {
      index = Index.open(file, log.id(), log.last());
    } catch (SQLException e) {
      if (!isDamage(e)) {
        throw e;
      }
      LOG.warn("the search index is damaged ({})", e.getMessage());
    }
    if (index == null) {
      remove("it is another log's, another version's or damaged");
      index = Index.open(file, log.id(), log.last());
    }
    generation.incrementAndGet();
    open = true;
    moveTo(index.position());
    if (log.last() - position > LARGE_BATCH) {
      LOG.info("the search index is built: {} events to go", log.last() - position);
    }
    return index;
  }

  private void remove(String why) throws IOException {
    LOG.info("the search index is made anew: {}", why);
    presence.writeLock().lock();
    try {
      generation.incrementAndGet();
      rebuilds.incrementAndGet();
      file.remove();
      moveTo(0);
    } finally {
      presence.writeLock().unlock();
    }
  }

  private void recover(Exception e) {
    if (stopped) {
      return;
    }
    if (isDamage(e)) {
      LOG.warn("the search index is damaged ({})", e.getMessage());
      suspected = true;
      return;
    }
    LOG.warn("the search index can't be written and is tried again ({})", e.getMessage());
    hurried = false;
    rest(RETRY);
  }

  /** Whether only a new file helps; a full disk, say, passes. */
  private static boolean isDamage(Exception e) {
    // What should be there and is not, or is there twice: the statements themselves are fixed.
    return isCorrupt(e)
        || primaryCode(e) == SQLiteErrorCode.SQLITE_CONSTRAINT.code
        || primaryCode(e) == SQLiteErrorCode.SQLITE_ERROR.code;
  }

  /** Whether SQLite says that the file is not as it was written. */
  static boolean isCorrupt(Exception e) {
    return primaryCode(e) == SQLiteErrorCode.SQLITE_CORRUPT.code
        || primaryCode(e) == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  private static int primaryCode(Exception e) {
    return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xFF : -1;
  }

  private void follow(Index index, Tail tail) throws SQLException {
    boolean far = false;
    while (!stopped && !suspected) {
      long last = log.last();
      if ((position < last || index.isUnclean()) && isHeldUp()) {
        rest(LOOK_AGAIN);
      } else if (position < last) {
        hurried = false;
        long began = System.nanoTime();
        Page page = tail.after(position, last, far ? LARGE_BATCH : BATCH, BYTES);
        index.write(page.entries(), page.upTo());
        moveTo(page.upTo());
        far = last - position > LARGE_BATCH;
        boolean busy = log.last() > last;
        if (index.isUnclean() && System.nanoTime() - lastClean > CLEAN_EVERY) {
          clean(index);
        }
        if (busy) {
          rest(Math.min(Math.max(System.nanoTime() - began, GATHER), LONGEST_REST));
        }
      } else if (index.isUnclean()) {
        if (!clean(index)) {
          rest(CLEAN_AGAIN);
        }
      } else {
        resting = true;
        if (position >= log.last() && !hurried && !stopped) {
          LockSupport.park(this);
        }
        resting = false;
        if (!hurried) {
          rest(GATHER);
        }
        hurried = false;
      }
    }
  }

  /** Whether the disk has no room for an index: what is left there is for the log. */
  private boolean isHeldUp() {
    boolean roomy = room.test(held ? ENOUGH_AGAIN : 0);
    if (roomy == held) {
      LOG.atLevel(roomy ? Level.INFO : Level.WARN)
          .log(
              roomy
                  ? "there is room on the disk again: the search index goes on"
                  : "the disk has little more free than log.free-bytes: the search index waits"
                      + " until there is room, and what is said from now on is not found");
      synchronized (moved) {
        held = !roomy;
        moved.notifyAll();
      }
    }
    // Who waits for what is behind gets it no sooner by being in a hurry.
    hurried &= roomy;
    return held;
  }

  private boolean clean(Index index) throws SQLException {
    lastClean = System.nanoTime();
    return index.clean();
  }

  /** Rests, unless somebody waits for what is behind. */
  private void rest(long nanos) {
    long until = System.nanoTime() + nanos;
    for (long left = nanos;
        left > 0 && !hurried && !stopped && !suspected;
        left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
    }
  }

  private void moveTo(long to) {
    synchronized (moved) {
      position = to;
      moved.notifyAll();
    }
  }

  /** Waits for the batch under way. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    synchronized (moved) {
      moved.notifyAll();
    }
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
