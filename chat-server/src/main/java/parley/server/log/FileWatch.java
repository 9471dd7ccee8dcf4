package parley.server.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.UserError;

/**
 * Looks, four times a second, whether the files that are open are still those at their paths. One
 * that was deleted or replaced, or whose volume is gone, is written to as before, and nobody would
 * find a word of it again. A look can wait for a disk, so it has a thread of its own; who commits
 * only asks whether the last one is fresh.
 */
final class FileWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** How old the last look may be when something is confirmed. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * @param key what the file is to the system, whatever its names are
   */
  private record Watched(Path path, Object key) {}

  private final Path folder;
  private final List<Watched> files = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;

  /** When the last look that found all files began, by {@link System#nanoTime}. */
  private volatile long good = System.nanoTime();

  /** How large the log's file was at the last look; it only grows. For who looks. */
  private long logBytes;

  /** What was found instead; null while all is well. Written by the one who looks. */
  private volatile String lost;

  /** Guarded by {@link #lock}. */
  private boolean asked;

  /** Guarded by {@link #lock}. */
  private boolean closed;

  /** Guarded by {@link #lock}. */
  private Runnable onLoss = () -> {};

  /**
   * Begins to watch.
   *
   * @param log the log's file, which is open, as is its -wal
   * @param key what it was before it was opened
   */
  FileWatch(Path log, Object key) throws IOException {
    folder = log.getParent();
    files.add(new Watched(log, key));
    for (String beside : List.of("-wal", "-shm")) {
      Path file = log.resolveSibling(log.getFileName() + beside);
      files.add(new Watched(file, key(file)));
    }
    look();
    thread = Thread.ofPlatform().name("log-watch").daemon().start(this::run);
  }

  /** What a file is to the system; null where the system does not tell. */
  static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  /** Tells someone of a loss, at once where there is one already; on any thread. */
  void onLoss(Runnable told) {
    lock.lock();
    try {
      onLoss = told;
    } finally {
      lock.unlock();
    }
    if (lost != null) {
      told.run();
    }
  }

  /** What was lost, a sentence; null while all is well. At once. */
  String lost() {
    return lost;
  }

  /**
   * @throws OutcomeUnknownException where a loss is known
   */
  void requireNoLoss() throws OutcomeUnknownException {
    if (lost != null) {
      throw new OutcomeUnknownException(lost, null);
    }
  }

  /**
   * Returns when the files were surely in their places less than a second ago; that is at once, but
   * where the machine or the disk stood still.
   *
   * @throws OutcomeUnknownException where they are not, and where this is closed
   */
  void assure() throws OutcomeUnknownException {
    if (lost == null && isFresh()) {
      return;
    }
    lock.lock();
    try {
      while (lost == null && !closed && !isFresh()) {
        asked = true;
        changed.signalAll();
        changed.awaitUninterruptibly();
      }
      requireNoLoss();
      if (!isFresh()) {
        throw new OutcomeUnknownException("The log is being closed.", null);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isFresh() {
    return System.nanoTime() - good < FRESH_NANOS;
  }

  private void run() {
    while (await()) {
      look();
      lock.lock();
      try {
        changed.signalAll();
        if (lost != null) {
          break;
        }
      } finally {
        lock.unlock();
      }
    }
    if (lost != null) {
      LOG.error("{}", lost);
      Runnable told;
      lock.lock();
      try {
        told = onLoss;
      } finally {
        lock.unlock();
      }
      told.run();
    }
  }

  /**
   * Waits until a look is due.
   *
   * @return not where this is closed
   */
  private boolean await() {
    lock.lock();
    try {
      long left = EVERY_NANOS;
      while (!asked && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      asked = false;
      return !closed;
    } catch (InterruptedException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    long began = System.nanoTime();
    for (Watched file : files) {
      String fault = fault(file);
      if (fault != null) {
        lost = fault;
        return;
      }
    }
    good = began;
  }

  private String fault(Watched file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
      if (file.key() != null && !file.key().equals(now.fileKey())) {
        return sentence(file.path() + " was replaced by another file");
      }
      if (file.equals(files.getFirst())) {
        if (now.size() < logBytes) {
          return sentence(file.path() + " was cut");
        }
        logBytes = now.size();
      }
      return null;
    } catch (NoSuchFileException e) {
      return sentence(
          Files.isDirectory(folder)
              ? file.path() + " was deleted, or moved away"
              : "The data folder " + folder + " is gone");
    } catch (IOException e) {
      return sentence("%s can't be looked at (%s)".formatted(file.path(), UserError.reason(e)));
    }
  }

  private static String sentence(String what) {
    return what
        + " while the server ran: it ends, because what it wrote from now on would be lost. Put the"
        + " data folder back, or restore a backup, and start it again.";
  }

  /** Looks a last time; from then on nobody is assured of anything that is not fresh. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    // Who is told of a loss may close what is watched, or take its time.
    while (thread.isAlive() && lost == null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (lost == null) {
      look();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
