package parley.server.outbox;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.function.Supplier;
import parley.protocol.Event;
import parley.server.config.Settings;
import parley.server.log.Log;
import parley.server.log.Page;
import parley.server.net.Network;
import parley.server.state.Entry;
import parley.server.state.Viewer;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.server.wire.Wire;

/**
 * Writes one connection's outbox to its stream, turn by turn: what waits goes into one write, and
 * what the outbox had no room for is read from the log. {@link Writers} gives the turns, one at a
 * time.
 */
public final class Writer {
  /** How much of the log is read at a time for a connection that is behind. */
  private static final int PAGE_BYTES = 64 * 1024;

  private final WriterSide writerSide;
  private final Wire wire;
  private final OutputStream out;
  private final Log log;
  private final Stats stats;
  private final Network from;
  private final Supplier<Viewer> viewer;
  private final int replayLimit;
  private final Consumer<Exception> ended;

  /**
   * @param from where the client is
   * @param viewer whose events are read from the log, known once the outbox {@linkplain
   *     Outbox#follow follows}
   * @param replayLimit events that a cursor brought back is served before a gap is told; 0 is none
   * @param ended told once, on the thread that wrote last, why nothing more is written: null where
   *     everything was, {@link InterruptedException} where the outbox was {@linkplain Outbox#abort
   *     aborted}; closes the stream
   */
  public Writer(
      Outbox outbox,
      OutputStream out,
      Log log,
      Stats stats,
      Network from,
      Supplier<Viewer> viewer,
      int replayLimit,
      Consumer<Exception> ended) {
    this.writerSide = new WriterSide(outbox);
    this.wire = outbox.wire();
    this.out = out;
    this.log = log;
    this.stats = stats;
    this.from = from;
    this.viewer = viewer;
    this.replayLimit = replayLimit;
    this.ended = ended;
  }

  /** Writes from now on whatever comes into the outbox. */
  public void start(Writers writers) {
    writerSide.open(() -> writers.ready(this));
  }

  /**
   * Writes once, or one page of the log.
   *
   * @param batch is empty before and afterwards
   * @return whether there may be more to do
   */
  boolean turn(Batch batch) {
    try {
      switch (writerSide.begin(batch)) {
        case Work.Write _ -> write(batch);
        case Work.CatchUp c -> catchUp(c, batch);
        case Work.Nothing _ -> {
          return false;
        }
        case Work.End _ -> {
          end(null);
          return false;
        }
      }
      return writerSide.done();
    } catch (InterruptedException e) {
      // The next write that would block closes the stream instead, so that closing can't be stuck.
      Thread.currentThread().interrupt();
      end(e);
      return false;
    } catch (IOException | RuntimeException e) {
      end(e);
      return false;
    } finally {
      batch.clear();
    }
  }

  private void end(Exception why) {
    try {
      ended.accept(why);
    } finally {
      writerSide.close();
    }
  }

  private void write(Batch batch) throws IOException {
    if (batch.bytes() == 0) {
      return;
    }
    writerSide.writing();
    batch.writeTo(out);
    writerSide.written(batch);
    stats.count(Counter.WRITES);
    stats.count(Counter.BYTES_OUT, batch.bytes());
    stats.count(Counter.FRAMES_OUT, batch.messages());
    if (batch.deliveries() > 0) {
      stats.count(Counter.DELIVERIES, batch.deliveries());
    }
    if (batch.since() != 0) {
      stats.delivered(System.nanoTime() - batch.since());
    }
  }

  /** Writes one page of what the connection is owed from the log. */
  private void catchUp(Work.CatchUp owed, Batch batch) throws IOException, InterruptedException {
    long after = owed.after();
    if (owed.replay() && replayLimit > 0 && replayLimit < Settings.NONE) {
      after = tellGap(after, owed.upTo(), batch);
    }
    Page page = log.visible(from, viewer.get(), after, owed.upTo(), PAGE_BYTES);
    for (Entry entry : page.entries()) {
      byte[] bytes = wire.encode(entry.event());
      int deliveries = entry.event() instanceof Event.Message ? 1 : 0;
      add(new Encoded(bytes, 1, deliveries, false, 0), batch);
    }
    write(batch);
    writerSide.caughtUpTo(page.upTo());
  }

  private void add(Encoded encoded, Batch batch) throws IOException {
    if (!batch.fits(encoded)) {
      write(batch);
      batch.clear();
    }
    batch.add(encoded);
  }

  /** Where more is owed than is replayed, says so, and goes on where the replay begins. */
  private long tellGap(long after, long upTo, Batch batch)
      throws IOException, InterruptedException {
    // Counted first: of all that somebody may see, most is not owed, and need not be looked at.
    if (log.countVisible(from, viewer.get(), after, upTo, replayLimit + 1L) <= replayLimit) {
      return after;
    }
    long first = log.nthNewestVisible(from, viewer.get(), upTo, replayLimit);
    if (first <= after + 1 || log.countVisible(from, viewer.get(), after, first - 1, 1) == 0) {
      return after;
    }
    add(Encoded.event(wire.encode(new Event.Gap(after, first))), batch);
    return first - 1;
  }
}
