package parley.server.outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Content;
import parley.protocol.Decoder;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerLimits;
import parley.server.config.BlockedWords;
import parley.server.config.GuestRooms;
import parley.server.decide.Act;
import parley.server.decide.DecisionLimits;
import parley.server.fanout.Fanout;
import parley.server.fanout.Subscriber;
import parley.server.log.Log;
import parley.server.net.Network;
import parley.server.sequence.Sequencer;
import parley.server.state.Asker;
import parley.server.state.State;
import parley.server.stats.Counter;
import parley.server.stats.Stats;
import parley.server.wire.JsonWire;

/**
 * The hand-over between the live stream and the log, thousands of times: readers whose outbox holds
 * a few messages and who stall at random fall behind and catch up while others speak, and each sees
 * every message once and in order. Everything is real but the sockets.
 */
class HandOverTest {
  private static final int MESSAGES = 20_000;
  private static final int READERS = 6;
  private static final Request.Kind KIND = Request.Kind.MESSAGE;

  /** About four messages. */
  private static final int OUTBOX_BYTES = 600;

  @TempDir Path folder;

  private final Stats stats = new Stats();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Writers writers = new Writers();
  private final List<Reader> readers = new ArrayList<>();
  private final long seed = System.nanoTime();
  private Log log;
  private Fanout fanout;
  private Sequencer sequencer;
  private Thread fanoutThread;
  private Thread sequencerThread;

  /** A thread of the server's. */
  private interface Work {
    void run() throws Exception;
  }

  /** The other end of a connection: checks what comes as it comes, and stalls at random. */
  private static final class Reader extends OutputStream {
    private final Random random;
    private final Decoder decoder = Decoder.of(Mode.FRAMED, Limits.FRAME_BYTES);
    private long lastSeq;
    private volatile int messages;

    Reader(long seed) {
      random = new Random(seed);
    }

    @Override
    public void write(int b) {
      throw new UnsupportedOperationException("a writer writes arrays");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        decoder.feed(bytes, offset, length);
        for (byte[] record = decoder.next(); record != null; record = decoder.next()) {
          if (Json.serverMessage(record) instanceof Event.Message message) {
            take(message);
          }
        }
      } catch (ProtocolException | AssertionError e) {
        throw new IllegalStateException(e);
      }
      if (random.nextInt(8) == 0) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(1_500)));
      }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the writer writes; the test glances
    private void take(Event.Message message) {
      if (!message.text().equals("m" + messages)) {
        fail(
            "message m%d was owed after number %d, and %s came as number %d"
                .formatted(messages, lastSeq, message.text(), message.seq()));
      }
      assertTrue(message.seq() > lastSeq, message::toString);
      lastSeq = message.seq();
      messages++;
    }
  }

  @BeforeEach
  void start() throws Exception {
    log = Log.open(folder.resolve("data"), TimeUnit.DAYS.toMillis(1));
    State state = log.load();
    fanout = new Fanout(state, new Published(log.last()), () -> GuestRooms.EVERYWHERE);
    ServerLimits limits = new ServerLimits(65_536, 16_384, 0, 64, 0, 86_400, 120);
    DecisionLimits rules =
        new DecisionLimits(
            "test", log.id(), limits, 0, 0, 0, 0, GuestRooms.EVERYWHERE, BlockedWords.NONE, false);
    sequencer =
        new Sequencer(state, log, fanout, () -> rules, stats, () -> failure.set(new Error("halt")));
    fanoutThread = begin(fanout::run);
    sequencerThread = begin(sequencer::run);
  }

  private Thread begin(Work work) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                work.run();
              } catch (Exception | Error e) {
                failure.compareAndSet(null, e);
              }
            });
  }

  @AfterEach
  void stop() throws Exception {
    sequencer.stop();
    sequencerThread.join();
    fanout.stop();
    fanoutThread.join();
    for (Subscriber subscriber : fanout.subscribers()) {
      subscriber.outbox().awaitWriter();
    }
    log.close();
  }

  @Test
  void everyReaderSeesEveryMessageOnceAndInOrder() throws Exception {
    Random random = new Random(seed);
    String speaker = arrive(0, "speaker", null);
    for (int i = 1; i <= READERS; i++) {
      Reader reader = new Reader(random.nextLong());
      readers.add(reader);
      arrive(i, "reader" + i, reader);
    }
    int said = 0;
    while (said < MESSAGES && failure.get() == null) {
      // Two rooms, so that one commit becomes many offers.
      for (int n = random.nextInt(60); n >= 0 && said < MESSAGES; n--) {
        String room = random.nextBoolean() ? "lobby" : "garden";
        sequencer.submit(
            new Act.Say(
                null,
                Asker.person(speaker),
                new Addressee.Room(room),
                new Content("m" + said, KIND, null, null),
                null),
            this::accepted);
        said++;
      }
      awaitAny(random, said - random.nextInt(40));
    }
    await("every reader has everything; seed " + seed)
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                failure.get() != null
                    || readers.stream().allMatch(reader -> reader.messages == MESSAGES));
    fanout.subscribers().forEach(s -> s.outbox().abort());
    if (failure.get() != null) {
      throw new AssertionError("seed " + seed, failure.get());
    }
    long fellBehind = stats.value(Counter.FELL_BEHIND);
    System.out.println(fellBehind + " times behind, " + stats.value(Counter.COMMITS) + " commits");
    assertTrue(fellBehind > 500, () -> "only " + fellBehind + " times behind");
  }

  private void ended(Exception why) {
    if (why != null && !(why instanceof InterruptedException)) {
      failure.compareAndSet(null, why);
    }
  }

  private void accepted(Reply reply) {
    if (!(reply instanceof Reply.Ok)) {
      failure.compareAndSet(null, new AssertionError(reply));
    }
  }

  /** Waits for one of the readers to be there, so that others speak just as it catches up. */
  private void awaitAny(Random random, int messages) {
    Reader reader = readers.get(random.nextInt(READERS));
    while (reader.messages < messages && failure.get() == null) {
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(20));
    }
  }

  /** Comes, goes to both rooms, and answers the id of the person. */
  private String arrive(long connection, String name, Reader reader) throws Exception {
    if (reader != null) {
      Outbox outbox = new Outbox(JsonWire.FRAMED, fanout.published(), stats, OUTBOX_BYTES);
      Subscriber subscriber =
          new Subscriber(connection, "127.0.0.1", null, "framed", Instant.now(), outbox, stats);
      fanout.add(subscriber);
      new Writer(
              outbox,
              reader,
              log,
              stats,
              new Network("nowhere"),
              subscriber::viewer,
              0,
              this::ended)
          .start(writers);
    }
    Act hello =
        new Act.Hello(null, connection, name, null, null, name, name, "127.0.0.1", false, null);
    Reply.Welcome welcome = assertInstanceOf(Reply.Welcome.class, sequencer.ask(hello));
    for (String room : List.of("lobby", "garden")) {
      assertInstanceOf(
          Reply.Ok.class, sequencer.ask(new Act.Join(null, Asker.person(welcome.id()), room)));
    }
    assertEquals(name, welcome.name());
    return welcome.id();
  }
}
