package parley.server.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.stats.Figures;

/**
 * How much is free on the disk of the data folder, and whether that is so little that nothing new
 * is taken any more: the rest is for what frees space, and for what must be written to stop in
 * order. Looked at on a thread of its own, because a disk may answer late; read on any thread.
 */
public final class FreeSpace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);

  private static final long EVERY_MILLIS = 500;

  /** So much of the reserve, a part, must come back before new things are taken again. */
  private static final int SLACK = 8;

  /** How long the end waits for a disk that does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /**
   * So much more than the reserve, a part of it and at least so many bytes, is left free by what is
   * only convenient: about what that writes between two looks.
   */
  private static final int MARGIN = 4;

  private static final long LEAST_MARGIN = 32_000_000;

  /** What the log can use again in its file counts, but for the last part of the reserve. */
  private static final int REALLY_FREE = 4;

  private final Path folder;
  private final LongSupplier reserve;
  private final Tail log;
  private final Thread watch = Thread.ofPlatform().name("free-space").daemon().unstarted(this::run);
  private volatile long free;
  private volatile boolean scarce;
  private boolean unreadable;

  /**
   * @param folder on the disk in question
   * @param reserve bytes below which nothing new is taken, 0 for none
   * @param log tells what its file can use again; closed with this one
   */
  FreeSpace(Path folder, LongSupplier reserve, Tail log) {
    this.folder = folder;
    this.reserve = reserve;
    this.log = log;
  }

  /** Looks once, and from then on again and again. */
  public static FreeSpace watch(Path folder, LongSupplier reserve, Log log) {
    FreeSpace space = new FreeSpace(folder, reserve, log.tail());
    space.look();
    space.watch.start();
    return space;
  }

  /** Whether so little is free that nothing new is taken. */
  public boolean scarce() {
    return scarce;
  }

  /**
   * What must stay free for whatever can do without being written: the search index, files,
   * backups. It is more than the reserve, so that these stop before the log does.
   *
   * @param reserve bytes below which nothing new is taken, 0 for none
   */
  public static long mark(long reserve) {
    return reserve == 0 ? 0 : reserve + Math.max(reserve / MARGIN, LEAST_MARGIN);
  }

  /**
   * Looks on this thread whether there is room for what can do without being written.
   *
   * @param bytes that are wanted beyond the mark
   */
  public boolean isRoomy(long bytes) {
    long mark = mark(reserve.getAsLong());
    try {
      return mark == 0 || Files.getFileStore(folder).getUsableSpace() >= mark + bytes;
    } catch (IOException e) {
      // What can't be looked at stops nobody; the disk itself will say no.
      return true;
    }
  }

  public Figures.Disk figures() {
    return new Figures.Disk(free, reserve.getAsLong(), scarce);
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once. For one thread at a time. */
  void look() {
    try {
      judge(Files.getFileStore(folder).getUsableSpace());
      unreadable = false;
    } catch (IOException | RuntimeException e) {
      if (!unreadable) {
        LOG.warn("how much is free on the disk of {} can't be read ({})", folder, e.getMessage());
      }
      unreadable = true;
    }
  }

  private void judge(long usable) {
    long wanted = reserve.getAsLong();
    free = usable;
    if (wanted == 0) {
      scarce = false;
      return;
    }
    long enough = scarce ? wanted + wanted / SLACK : wanted;
    boolean little =
        usable < enough && (usable < wanted / REALLY_FREE || usable + log.reusable() < enough);
    if (little && !scarce) {
      LOG.warn(
          "only {} MB are free on the disk of {}, less than log.free-bytes: nothing new is taken"
              + " until there is more; deleting, leaving and reading go on",
          usable / 1_000_000,
          folder);
    } else if (scarce && !little) {
      LOG.info("there is space on the disk of {} again: new things are taken", folder);
    }
    scarce = little;
  }

  @Override
  public void close() {
    watch.interrupt();
    try {
      if (watch.join(PATIENCE)) {
        log.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      LOG.warn("a reader of the log could not be closed: {}", e.getMessage());
    }
  }
}
