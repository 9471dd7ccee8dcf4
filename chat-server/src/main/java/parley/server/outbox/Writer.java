package parley.server.outbox;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import parley.protocol.Event;
import parley.server.log.Log;
import parley.server.log.Page;
import parley.server.state.Entry;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.server.wire.Wire;

/**
 * Drains one outbox into one stream, on a virtual thread of its own: everything that waits goes
 * into one write, and what the outbox had no room for is read from the log.
 */
public final class Writer {
  /** How much of the log is read at a time for a connection that is behind. */
  private static final int PAGE_BYTES = 64 * 1024;

  private final Outlet outlet;
  private final Wire wire;
  private final OutputStream out;
  private final Log log;
  private final Stats stats;
  private final Supplier<String> person;
  private final int replayLimit;

  /**
   * @param person whose events are read from the log, known once the outbox {@linkplain
   *     Outbox#follow follows}
   * @param replayLimit events that a cursor brought back is served before a gap is told; 0 is none
   */
  public Writer(
      Outbox outbox,
      OutputStream out,
      Log log,
      Stats stats,
      Supplier<String> person,
      int replayLimit) {
    this.outlet = new Outlet(outbox);
    this.wire = outbox.wire();
    this.out = out;
    this.log = log;
    this.stats = stats;
    this.person = person;
    this.replayLimit = replayLimit;
  }

  /** Runs until the outbox is finished or the stream breaks. */
  public void run() throws IOException, InterruptedException {
    outlet.open();
    try {
      while (true) {
        switch (outlet.next()) {
          case Work.Write _ -> writeWhatWaits();
          case Work.CatchUp c -> catchUp(c);
          case Work.End _ -> {
            return;
          }
        }
      }
    } finally {
      outlet.close();
    }
  }

  private void writeWhatWaits() throws IOException {
    Batch batch = Batch.take();
    try {
      outlet.drain(batch);
      write(batch);
    } finally {
      batch.give();
    }
  }

  private void write(Batch batch) throws IOException {
    if (batch.bytes() == 0) {
      return;
    }
    outlet.writing();
    batch.writeTo(out);
    outlet.written(batch.bytes());
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
  private void catchUp(Work.CatchUp owed) throws IOException, InterruptedException {
    long after = owed.after();
    if (owed.replay() && replayLimit > 0) {
      after = tellGap(after, owed.upTo());
    }
    Page page = log.visible(person.get(), after, owed.upTo(), PAGE_BYTES);
    Batch batch = Batch.take();
    try {
      for (Entry entry : page.entries()) {
        byte[] bytes = wire.encode(entry.event());
        int deliveries = entry.event() instanceof Event.Message ? 1 : 0;
        Encoded encoded = new Encoded(bytes, 1, deliveries, false, 0);
        if (!batch.fits(encoded)) {
          write(batch);
          batch.clear();
        }
        batch.add(encoded);
      }
      write(batch);
    } finally {
      batch.give();
    }
    outlet.caughtUpTo(page.upTo());
  }

  /** Where more is owed than is replayed, says so, and goes on where the replay begins. */
  private long tellGap(long after, long upTo) throws IOException, InterruptedException {
    long first = log.nthNewestVisible(person.get(), upTo, replayLimit);
    if (first <= after + 1 || log.countVisible(person.get(), after, first - 1, 1) == 0) {
      return after;
    }
    Batch batch = Batch.take();
    try {
      batch.add(Encoded.event(wire.encode(new Event.Gap(after, first))));
      write(batch);
    } finally {
      batch.give();
    }
    return first - 1;
  }
}
