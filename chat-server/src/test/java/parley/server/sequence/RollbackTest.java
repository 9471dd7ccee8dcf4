package parley.server.sequence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.protocol.ServerLimits;
import parley.server.decide.Command;
import parley.server.decide.Rules;
import parley.server.fanout.Fanout;
import parley.server.log.FullDisk;
import parley.server.log.Log;
import parley.server.outbox.Published;
import parley.server.stats.Stats;

/** One batch of everything that can be decided, for which there is no room on the disk. */
@Timeout(60)
class RollbackTest {
  private static final Rules RULES =
      new Rules("Parley", "log", new ServerLimits(65_536, 16_384, 0, 64, 0, 60, 60), 0, 0, 0);

  @TempDir Path temp;

  private Log log;
  private Sequencer sequencer;
  private Fanout fanout;
  private Published published;
  private final List<Thread> threads = new ArrayList<>();

  /** A batch is decided when it has a permit. */
  private final Semaphore permits = new Semaphore(1 << 20);

  private interface Body {
    void run() throws InterruptedException;
  }

  @BeforeEach
  void start() throws Exception {
    log = Log.open(temp, 0);
    published = new Published(log.last());
    fanout = new Fanout(log.load(), published);
    sequencer =
        new Sequencer(
            log.load(),
            log,
            fanout,
            () -> {
              permits.acquireUninterruptibly();
              return RULES;
            },
            new Stats(),
            () -> {
              throw new AssertionError("halted");
            });
    for (Body body : List.<Body>of(sequencer::run, fanout::run)) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      body.run();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
    }
  }

  @AfterEach
  void stop() throws Exception {
    sequencer.stop();
    threads.getFirst().join();
    fanout.stop();
    threads.getLast().join();
    log.close();
  }

  private static Command.Hello hello(long connection, String name, String session) {
    return new Command.Hello(
        "h", connection, name, session, session, "hash of " + name, "secret", "::1", false, null);
  }

  private static Command.Say say(String person, String text, String nonce) {
    return new Command.Say("s", person, "lobby", null, text, null, nonce, null);
  }

  private String guest(long connection, String name) throws InterruptedException {
    String id = ((Reply.Welcome) sequencer.ask(hello(connection, name, null))).id();
    assertInstanceOf(Reply.Ok.class, sequencer.ask(new Command.Join("j", id, "lobby")));
    return id;
  }

  private String members() throws InterruptedException {
    Reply.Ok ok = (Reply.Ok) sequencer.ask(new Command.ListMembers("m", "lobby", null));
    return ok.members().stream().map(m -> m.name() + (m.online() ? "+" : "-")).toList().toString();
  }

  /** All of them in one transaction. */
  private List<Reply> together(List<Command> commands) throws Exception {
    permits.drainPermits();
    CompletableFuture<Reply> held = new CompletableFuture<>();
    sequencer.submit(new Command.ListRooms("hold", null, null), held::complete);
    // Before that, some of the commands would go with it, in a transaction that fits.
    await().until(permits::hasQueuedThreads);
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (Command command : commands) {
      if (command instanceof Command.Gone) {
        // Nobody is there to be answered.
        sequencer.submit(command, null);
        continue;
      }
      CompletableFuture<Reply> reply = new CompletableFuture<>();
      replies.add(reply);
      sequencer.submit(command, reply::complete);
    }
    permits.release(1 << 20);
    List<Reply> all = new ArrayList<>();
    for (CompletableFuture<Reply> reply : replies) {
      all.add(reply.get(30, TimeUnit.SECONDS));
    }
    return all;
  }

  @Test
  void everyoneIsRefusedAndEverythingIsAsItWas() throws Exception {
    String alice = guest(1, "alice");
    guest(2, "ben");
    guest(3, "carl");
    guest(4, "dora");
    sequencer.submit(new Command.Gone(3, false), null);
    assertEquals("[alice+, ben+, carl-, dora+]", members());
    long last = log.last();

    List<Command> batch = new ArrayList<>();
    batch.add(say(alice, "first", "n1"));
    batch.add(hello(5, "carl", "hash of carl"));
    batch.add(new Command.Gone(2, true));
    batch.add(hello(6, "eve", null));
    batch.add(new Command.Kick("console", "dora", null, null));
    batch.add(new Command.Rename("r", alice, "alicia"));
    batch.add(new Command.Join("j", alice, "attic"));
    batch.add(new Command.SetTopic("t", alice, "lobby", "nothing works"));
    batch.add(new Command.Mute("console", "carl", 0));
    batch.add(new Command.Ban("console", "192.0.2.1", true, 0, "no"));
    for (int i = 0; i < 40; i++) {
      batch.add(say(alice, "big ".repeat(2_000), "big" + i));
    }
    FullDisk.fill(log);
    for (int times = 0; times < 3; times++) {
      for (Reply reply : together(batch)) {
        Reply.Refused refused = assertInstanceOf(Reply.Refused.class, reply);
        assertEquals(ErrorCode.STORAGE, refused.code());
      }
      assertEquals(last, log.last());
      assertEquals(last, published.seq(), "nothing was handed out");
      // Whoever left did leave, as a broken line does, and comes back below.
      assertEquals("[alice+, ben-, carl-, dora+]", members());
      Reply.Welcome back = (Reply.Welcome) sequencer.ask(hello(2, "ben", "hash of ben"));
      assertEquals("lobby", back.rooms().getFirst().room());
    }

    FullDisk.free(log);
    assertEquals("[alice+, ben+, carl-, dora+]", members());
    Reply.Ok ok = (Reply.Ok) sequencer.ask(say(alice, "first", "n1"));
    assertEquals(last + 1, ok.seq(), "the numbers go on without a gap");
    assertTrue(ok.duplicate() == null || !ok.duplicate(), "it was not there");
    Reply.Ok again = (Reply.Ok) sequencer.ask(say(alice, "first", "n1"));
    assertEquals(last + 1, again.seq());
    assertEquals(last + 1, published.seq());
    // All of it again: now it is done.
    List<Reply> done = together(batch.subList(1, batch.size()));
    for (Reply reply : done) {
      assertTrue(!(reply instanceof Reply.Refused), () -> "refused: " + reply);
    }
    assertEquals("[alicia+, carl+]", members());
    assertEquals("nothing works", log.load().room("lobby").topic());
    assertEquals(log.last() + 1, log.load().nextSeq());
  }

  @Test
  void whatIsPublishedNeverGoesBack() {
    Published numbers = new Published(7);
    numbers.advance(6);
    assertEquals(7, numbers.seq());
    numbers.advance(9);
    numbers.advance(8);
    assertEquals(9, numbers.seq());
  }
}
