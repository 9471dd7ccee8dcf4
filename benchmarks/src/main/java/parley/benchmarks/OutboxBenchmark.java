package parley.benchmarks;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.server.log.Log;
import parley.server.net.Network;
import parley.server.outbox.Chunk;
import parley.server.outbox.Outbox;
import parley.server.outbox.Published;
import parley.server.outbox.Writer;
import parley.server.outbox.Writers;
import parley.server.state.Viewer;
import parley.server.stats.Stats;
import parley.server.wire.JsonWire;

/**
 * What a delivery costs without its system call: a chunk is encoded once and offered to the
 * outboxes of a room, and the writers' threads drain them into streams that only count. The time is
 * of one chunk to one outbox.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class OutboxBenchmark {
  private static final int MEMBERS = 1000;
  private static final int LIMIT = 1 << 20;

  /** Messages of one chunk: 1 is a calm room, many is a busy one. */
  @Param({"1", "16", "64"})
  private int messages;

  private final List<Outbox> outboxes = new ArrayList<>();
  private final Writers writers = new Writers();
  private final Published published = new Published(0);
  private final AtomicInteger unwritten = new AtomicInteger();
  private volatile Thread waiting;
  private Path folder;
  private Log log;
  private long seq;

  @Setup
  public void open() throws Exception {
    folder = Files.createTempDirectory("outbox-benchmark");
    log = Log.open(folder, 1);
    Stats stats = new Stats();
    for (int i = 0; i < MEMBERS; i++) {
      Outbox outbox = new Outbox(JsonWire.FRAMED, published, stats, LIMIT);
      new Writer(
              outbox,
              new Count(),
              log,
              stats,
              new Network("nowhere"),
              () -> Viewer.of("g1"),
              0,
              OutboxBenchmark::ended)
          .start(writers);
      outbox.follow(0, false);
      outboxes.add(outbox);
    }
    while (outboxes.stream().anyMatch(Outbox::behind)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Benchmark
  @OperationsPerInvocation(MEMBERS)
  public void room() {
    List<Event.Logged> events = new ArrayList<>(messages);
    for (int i = 0; i < messages; i++) {
      events.add(
          new Event.Message(
              ++seq,
              new Addressee.Room("lobby"),
              new Author("g7", "alice"),
              Content.of(
                  "A sentence of about the length that people write when they chat with each"
                      + " other."),
              "2026-11-21T09:30:00.123Z"));
    }
    Chunk chunk = new Chunk(events, System.nanoTime());
    published.advance(seq);
    waiting = Thread.currentThread();
    unwritten.set(MEMBERS);
    for (Outbox outbox : outboxes) {
      if (outbox.offer(chunk) < 0) {
        throw new IllegalStateException("an outbox did not take its chunk");
      }
    }
    while (unwritten.get() > 0) {
      LockSupport.park(this);
    }
  }

  private static void ended(Exception why) {
    if (why != null) {
      throw new IllegalStateException(why);
    }
  }

  @TearDown
  public void close() throws Exception {
    for (Outbox outbox : outboxes) {
      outbox.finish(null, false);
    }
    for (Outbox outbox : outboxes) {
      outbox.awaitWriter();
    }
    log.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** One write is one chunk, as each chunk fits a batch and is awaited. */
  private final class Count extends OutputStream {
    @Override
    public void write(int b) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (unwritten.decrementAndGet() == 0) {
        LockSupport.unpark(waiting);
      }
    }
  }
}
