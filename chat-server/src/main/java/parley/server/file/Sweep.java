package parley.server.file;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.filestore.Partial;
import parley.server.filestore.Partials;
import parley.server.filestore.Store;
import parley.server.log.Log;
import parley.server.logfile.LoggedFile;

/**
 * Removes what no message tells of any more: at once where the log says so; and, at the start and
 * every hour, whatever a halt has left. A thread of its own.
 */
public final class Sweep implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
  private static final long EVERY_NANOS = TimeUnit.HOURS.toNanos(1);

  /** How long a broken upload can be gone on with, in milliseconds. */
  private static final long PARTIAL_MILLIS = TimeUnit.HOURS.toMillis(24);

  /** Digests that may wait to be looked at. */
  private static final int WAITING = 10_000;

  /** Files asked for at a time, so that nobody's history waits long behind it. */
  private static final int PAGE = 1_000;

  private final Store store;
  private final Partials partials;
  private final Log log;
  private final Transfers transfers;
  private final BlockingQueue<String> released = new ArrayBlockingQueue<>(WAITING);

  /** Whether more was released than can wait, so that everything is to be looked through. */
  private volatile boolean missed;

  public Sweep(Store store, Partials partials, Log log, Transfers transfers) {
    this.store = store;
    this.partials = partials;
    this.log = log;
    this.transfers = transfers;
  }

  /** A file may be one that no message tells of any more. Returns at once. */
  public void look(String sha256) {
    if (!released.offer(sha256)) {
      missed = true;
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        long began = System.nanoTime();
        missed = false;
        everything();
        long left = EVERY_NANOS;
        while (left > 0) {
          String sha256 = released.poll(left, TimeUnit.NANOSECONDS);
          if (sha256 != null) {
            remove(sha256);
          }
          boolean again = missed && released.isEmpty();
          left = again ? 0 : EVERY_NANOS - (System.nanoTime() - began);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("the sweep of files ends");
    }
  }

  private void remove(String sha256) throws InterruptedException {
    try {
      store.remove(sha256, s -> !log.refersTo(s));
    } catch (RuntimeException e) {
      LOG.warn("a file stays, as it is unknown whether a message tells of it: {}", e.toString());
    }
  }

  private void everything() throws InterruptedException {
    try {
      for (String shelf : store.shelves()) {
        Set<String> wanted = null;
        for (String sha256 : store.shelved(shelf)) {
          wanted = wanted == null ? wanted(shelf) : wanted;
          if (!wanted.contains(sha256)) {
            remove(sha256);
          }
        }
      }
      long before = System.currentTimeMillis() - PARTIAL_MILLIS;
      for (Partial partial : partials.all()) {
        if (partials.restsSince(partial, before)) {
          transfers.abandon(partial);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("the stored files can't be looked through: {}", e.toString());
    }
  }

  /** The digests of the files with these first digits that messages tell of. */
  private Set<String> wanted(String shelf) throws InterruptedException {
    Set<String> wanted = new HashSet<>();
    String after = shelf;
    while (true) {
      List<LoggedFile> page = log.files(after, PAGE);
      for (LoggedFile file : page) {
        if (!file.sha256().startsWith(shelf)) {
          return wanted;
        }
        wanted.add(file.sha256());
        after = file.sha256();
      }
      if (page.size() < PAGE) {
        return wanted;
      }
    }
  }
}
