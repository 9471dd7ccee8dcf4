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
import parley.protocol.Addressee;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.protocol.ServerLimits;
import parley.server.config.BlockedWords;
import parley.server.config.GuestRooms;
import parley.server.decide.Act;
import parley.server.decide.DecisionLimits;
import parley.server.fanout.Fanout;
import parley.server.log.FullDisk;
import parley.server.log.Log;
import parley.server.outbox.Published;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.stats.Stats;

/** One batch of everything that can be decided, for which there is no room on the disk. */
@Timeout(120)
class RollbackTest {
  private static final DecisionLimits RULES =
      new DecisionLimits(
          "Parley",
          "log",
          new ServerLimits(65_536, 16_384, 0, 64, 0, 60, 60),
          0,
          0,
          0,
          0,
          GuestRooms.EVERYWHERE,
          BlockedWords.NONE,
          false);

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
    fanout = new Fanout(log.load(), published, () -> GuestRooms.EVERYWHERE);
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

  private static Act.Hello hello(long connection, String name, String session) {
    return new Act.Hello(
        "h", connection, name, session, session, "hash of " + name, "secret", "::1", false, null);
  }

  private static Act.Say say(String person, String text, String nonce) {
    return new Act.Say(
        "s", Asker.person(person), new Addressee.Room("lobby"), Content.of(text), nonce);
  }

  private String guest(long connection, String name) throws InterruptedException {
    String id = ((Reply.Welcome) sequencer.ask(hello(connection, name, null))).id();
    assertInstanceOf(Reply.Ok.class, sequencer.ask(new Act.Join("j", Asker.person(id), "lobby")));
    return id;
  }

  private String members() throws InterruptedException {
    Reply.MemberList ok =
        (Reply.MemberList) sequencer.ask(new Act.ListMembers("m", Asker.SERVER, "lobby", null));
    return ok.members().stream().map(m -> m.name() + (m.online() ? "+" : "-")).toList().toString();
  }

  /** All of them in one transaction. */
  private List<Reply> together(List<Act> commands) throws Exception {
    permits.drainPermits();
    CompletableFuture<Reply> held = new CompletableFuture<>();
    sequencer.submit(new Act.ListRooms("hold", Asker.SERVER, null), held::complete);
    // Before that, some of the commands would go with it, in a transaction that fits.
    await().until(permits::hasQueuedThreads);
    List<CompletableFuture<Reply>> replies = new ArrayList<>();
    for (Act act : commands) {
      if (act instanceof Act.Gone) {
        // Nobody is there to be answered.
        sequencer.submit(act, null);
        continue;
      }
      CompletableFuture<Reply> reply = new CompletableFuture<>();
      replies.add(reply);
      sequencer.submit(act, reply::complete);
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
    sequencer.submit(new Act.Gone(3, false), null);
    assertEquals("[alice+, ben+, carl-, dora+]", members());
    long last = log.last();

    List<Act> batch = new ArrayList<>();
    batch.add(say(alice, "first", "n1"));
    batch.add(hello(5, "carl", "hash of carl"));
    batch.add(new Act.Gone(2, true));
    batch.add(hello(6, "eve", null));
    batch.add(new Act.Kick(Asker.CONSOLE, "dora", null, null));
    batch.add(new Act.Rename("r", Asker.person(alice), "alicia"));
    batch.add(new Act.Join("j", Asker.person(alice), "attic"));
    batch.add(new Act.SetTopic("t", Asker.person(alice), "lobby", "nothing works"));
    batch.add(new Act.Mute(Asker.CONSOLE, "carl", 0, false));
    batch.add(new Act.Ban(Asker.CONSOLE, "192.0.2.1", true, 0, "no"));
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
    Reply.Sent ok = (Reply.Sent) sequencer.ask(say(alice, "first", "n1"));
    assertEquals(last + 1, ok.seq(), "the numbers go on without a gap");
    assertTrue(ok.duplicate() == null || !ok.duplicate(), "it was not there");
    Reply.Sent again = (Reply.Sent) sequencer.ask(say(alice, "first", "n1"));
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

  /** Who asks for them looks for more when it is done, so they must be answered. */
  @Test
  void whatTheServerAsksOfItselfIsAnswered() throws Exception {
    guest(1, "alice");
    Change.Forgotten nobody = new Change.Forgotten(List.of(), false, List.of(), List.of(), "");
    List<Reply> replies =
        together(
            List.of(
                new Act.Drop("lobby", List.of(), 1),
                new Act.Drop(null, List.of(), 1),
                new Act.Forget(nobody)));
    replies.forEach(reply -> assertInstanceOf(Reply.Ok.class, reply));
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
