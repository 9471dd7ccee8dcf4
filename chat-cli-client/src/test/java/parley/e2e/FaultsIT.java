package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;
import parley.testkit.Ports;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;
import parley.testkit.Trust;

/** The server as a process on a machine whose disk, clock or descriptors fail it. */
@Timeout(180)
class FaultsIT {
  private static final int FLOODERS = 8;
  private static final long MIB = 1 << 20;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private Faults faults;
  private ServerProcess server;

  @BeforeEach
  void prepare() throws Exception {
    faults = Faults.in(home, home.resolve("data/log.db"));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void start(String... settings) throws IOException {
    server = ServerProcess.shipped(home, faults.environment(), settings);
    server.start();
  }

  // ---- a sync that does not return ------------------------------------------------------------

  @Test
  void aStallOfTheDisk() throws Exception {
    stall(Duration.ofSeconds(4), "timeout.idle=60s", "timeout.hello=3s");
  }

  @Test
  @Tag("campaign")
  void aLongStallOfTheDisk() throws Exception {
    stall(Duration.ofSeconds(30), "timeout.idle=20s", "timeout.hello=20s");
  }

  /** Longer than the timeouts: nobody is timed out while the server itself lets them wait. */
  private void stall(Duration length, String idle, String hello) throws Exception {
    start(idle, hello, "limits.connections-per-address=0");
    List<Flooder> flooders = new ArrayList<>();
    try (Guest reader = Guest.in(server.plain(), "reader");
        Typed typist = new Typed(home, "typist", "nc", "127.0.0.1", "" + server.plain())) {
      typist.await("Enter your username: ");
      typist.type("typist");
      typist.await("-- you are in lobby");
      reader.say("before the stall");
      assertTrue(faults.syncs() > 0, "the library is between the server and the disk");
      for (int i = 0; i < FLOODERS; i++) {
        flooders.add(new Flooder(Guest.in(server.plain(), "flooder" + i)));
      }
      long framesBefore = framesIn(reader);
      faults.stall(true);
      flooders.forEach(Flooder::start);
      await("a sync stalls").until(() -> faults.stalled() > 0);
      try (Client newcomer = Client.framed(server.plain(), 0, null)) {
        newcomer.patience(Duration.ofSeconds(60));
        newcomer.send(new Request.Ping("before", null));
        assertInstanceOf(Reply.Pong.class, newcomer.receive(), "before hello");
        newcomer.send(Request.Hello.as("hello", "newcomer"));
        // Two looks in a row at which no more had been taken than the looks themselves.
        AtomicLong seen = new AtomicLong();
        await("the flood is read no further")
            .pollInterval(Duration.ofMillis(300))
            .until(
                () -> {
                  long now = framesIn(reader);
                  return now - seen.getAndSet(now) <= 1;
                });
        long taken = framesIn(reader) - framesBefore;
        long resident = server.resident();
        final Others others = others(reader, typist, length);
        long more = server.resident() - resident;
        long takenMore = framesIn(reader) - framesBefore - taken;

        flooders.forEach(Flooder::enough);
        faults.stall(false);
        assertInstanceOf(Reply.Welcome.class, newcomer.receive(), "after the stall");
        for (Flooder flooder : flooders) {
          flooder.finish();
        }
        reader.say("after the stall");
        System.out.printf(
            "stall of %s: %d frames taken from %d floods, %.1f MiB more resident, slowest answer"
                + " %d ms%n",
            length, taken, FLOODERS, (double) more / MIB, others.slowest());
        assertTrue(taken <= FLOODERS * (Limits.OUTSTANDING + 1L) + 10, "frames taken: " + taken);
        // Beside what those others asked, what the server itself asks them: whether they are there.
        assertTrue(takenMore <= others.asked() + 50, takenMore + " frames more, " + others);
        assertTrue(more < 32 * MIB, "bytes more: " + more);
        assertTrue(others.slowest() < 1_500, () -> "in milliseconds: " + others);
      }
      assertTrue(reader.events.stream().noneMatch(Event.Bye.class::isInstance));
    } finally {
      faults.stall(false);
      flooders.forEach(Flooder::close);
    }
  }

  /**
   * What those saw who are not the cause.
   *
   * @param slowest answer, in milliseconds
   * @param asked how many requests they sent
   */
  private record Others(long slowest, long asked) {}

  private Others others(Guest reader, Typed typist, Duration length) throws Exception {
    long end = System.nanoTime() + length.toNanos();
    long slowest = 0;
    int rounds = 0;
    for (; System.nanoTime() < end; rounds++) {
      long asked = System.nanoTime();
      reader.ping();
      assertTrue(reader.history().contains("before the stall"));
      assertTrue(reader.found("before the stall"));
      slowest = Math.max(slowest, (System.nanoTime() - asked) / 1_000_000);
      typist.type("/echo " + rounds);
      typist.await("[echo] " + rounds);
      try (Client stranger = Client.framed(server.plain(), 0, null)) {
        stranger.patience(Duration.ofSeconds(10));
        stranger.send(new Request.Ping("p", null));
        assertInstanceOf(Reply.Pong.class, stranger.receive());
      }
    }
    assertTrue(faults.stalled() > 0, "it stalled all the time");
    return new Others(slowest, rounds * 5L);
  }

  private static long framesIn(Guest guest) throws IOException {
    guest.send(new Request.Stats("stats", null, null));
    Event.Stats stats = guest.event(Event.Stats.class, s -> "stats".equals(s.re()));
    return ((Number) ((Map<?, ?>) stats.figures().get("traffic")).get("framesIn")).longValue();
  }

  /** Sends as fast as the server takes it, and counts what is acknowledged. */
  private static final class Flooder {
    private final Guest guest;
    private final String text = "x".repeat(Limits.TEXT_BYTES);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean enough;
    private Thread writer;
    private Thread reader;
    private int acknowledged;

    Flooder(Guest guest) {
      this.guest = guest;
    }

    void start() {
      writer = Thread.ofPlatform().daemon().start(() -> guarded(this::write));
      reader = Thread.ofPlatform().daemon().start(() -> guarded(this::read));
    }

    private interface Work {
      void run() throws IOException;
    }

    private void guarded(Work work) {
      try {
        work.run();
      } catch (IOException | RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
    }

    private void write() throws IOException {
      while (!enough) {
        guest.send(Request.Send.toRoom("s" + sent.getAndIncrement(), "lobby", text));
      }
      // One more, so that whoever reads hears when nothing comes after it.
      guest.send(new Request.Echo("end", Map.of()));
    }

    private void read() throws IOException {
      boolean ended = false;
      while (!ended || acknowledged < sent.get()) {
        switch (guest.link.receive()) {
          case Reply.Echo _ -> ended = true;
          case Reply.Ok ok -> {
            assertEquals("s" + acknowledged, ok.re());
            acknowledged++;
          }
          case Reply other -> throw new AssertionError(other);
          case Event.Bye bye -> throw new AssertionError(bye);
          case Event.Ping ping -> guest.send(new Request.Pong(null, ping.data()));
          default -> {
            // The flood itself.
          }
        }
      }
    }

    void enough() {
      enough = true;
    }

    void finish() throws InterruptedException {
      writer.join();
      reader.join();
      assertNull(failure.get(), () -> failure.get().toString());
      assertEquals(sent.get(), acknowledged);
    }

    void close() {
      try {
        guest.close();
      } catch (IOException e) {
        // It is over either way.
      }
    }
  }

  // ---- a disk that takes nothing --------------------------------------------------------------

  @Test
  void aFullDisk() throws Exception {
    start();
    nothingCanBeWritten(Faults.NO_SPACE);
  }

  @Test
  void aDiskThatCanOnlyBeRead() throws Exception {
    start();
    nothingCanBeWritten(Faults.READ_ONLY);
    server.kill();
    faults.failWrites(Faults.READ_ONLY);
    String sentence = server.startInVain();
    assertEquals(1, sentence.lines().count(), sentence);
    assertTrue(sentence.startsWith("chat-server: "), sentence);
    assertTrue(sentence.contains(home.resolve("data").toString()), sentence);
    assertFalse(sentence.contains("Exception"), sentence);
    faults.failWrites(0);
    server.start();
  }

  /** Who writes is told so; who reads goes on; once the disk takes writes again, all goes on. */
  private void nothingCanBeWritten(int errno) throws Exception {
    try (Guest writer = Guest.in(server.plain(), "writer");
        Guest reader = Guest.in(server.plain(), "reader")) {
      Reply.Sent before = writer.say("before");
      faults.failWrites(errno);
      for (int i = 0; i < 20; i++) {
        Reply.Refused no =
            writer.ask(Reply.Refused.class, id -> Request.Send.toRoom(id, "lobby", "never said"));
        assertEquals(ErrorCode.STORAGE, no.code());
        assertEquals(List.of("before"), reader.history());
        reader.ping();
        writer.ping();
      }
      assertTrue(faults.refused() > 0);
      faults.failWrites(0);
      Reply.Sent after = writer.say("after");
      assertEquals(before.seq() + 1, after.seq(), "nothing was said between, and nobody left");
      assertEquals(List.of("before", "after"), reader.history());
      reader.event(Event.Message.class, m -> m.text().equals("after"));
      assertTrue(
          reader.events.stream()
              .noneMatch(e -> e instanceof Event.Message m && m.text().equals("never said")));
    }
    assertTrue(server.alive());
  }

  // ---- a clock that jumps ---------------------------------------------------------------------

  @Test
  void aClockThatJumps() throws Exception {
    start("timeout.idle=60s", "session.grace=60s", "limits.connections-per-address=0");
    try (Guest writer = Guest.in(server.plain(), "writer");
        Guest quiet = Guest.in(server.plain(), "quiet")) {
      Guest broken = Guest.in(server.plain(), "broken");
      broken.close();
      writer.event(Event.Offline.class, e -> e.name().equals("broken"));
      server.admin("ban", "mallory", "--for", "1h");
      for (int hours : List.of(0, 3, -5, 7, -24)) {
        faults.clock(Duration.ofHours(hours));
        Reply.Sent ok = writer.say("at " + hours);
        assertNear(Duration.ofHours(hours), Instant.parse(ok.at()));
        Event.Message told = quiet.event(Event.Message.class, m -> m.text().equals("at " + hours));
        assertEquals(ok.at(), told.at());
        try (Client mallory = Client.framed(server.tls(), 0, Trust.in(server.authority()))) {
          mallory.patience(Duration.ofSeconds(60));
          mallory.send(Request.Hello.as("1", "mallory"));
          Reply.Refused no = assertInstanceOf(Reply.Refused.class, mallory.receive());
          assertEquals(ErrorCode.BANNED, no.code());
        }
      }
      String until =
          server.admin("bans", "--json").replaceFirst(".*\"until\":\"([^\"]+)\".*", "$1");
      assertNear(Duration.ofHours(-24 + 1), Instant.parse(until.strip()));
      await("the log says so")
          .atMost(Duration.ofSeconds(60))
          .until(() -> server.printed().contains("this machine's clock was set back"));
      try (Guest again = Guest.back(server.plain(), null, broken.place, broken.place.last())) {
        assertEquals(broken.place.id(), again.place.id(), "the grace goes on");
        again.say("I am back");
      }
      // The clock is a day behind what was told last, and the server starts again.
      assertEquals(0, server.stop());
      server.start();
      try (Guest returned = Guest.back(server.plain(), null, writer.place, writer.place.last())) {
        assertEquals(writer.place.id(), returned.place.id());
        Reply.Sent ok = returned.say("after the restart");
        assertNear(Duration.ofDays(-1), Instant.parse(ok.at()));
        returned.event(Event.Message.class, m -> m.text().equals("after the restart"));
        assertTrue(
            returned.events.stream().noneMatch(Event.Left.class::isInstance),
            "nobody's grace ended by the clock");
      }
    }
  }

  /** Ten minutes are more than a test takes, and less than any clock is set by here. */
  private static void assertNear(Duration ahead, Instant told) {
    Duration off = Duration.between(Instant.now().plus(ahead), told).abs();
    assertTrue(off.compareTo(Duration.ofMinutes(10)) < 0, told + " is off by " + off);
  }

  // ---- descriptors, and a log that nobody takes -----------------------------------------------

  @Tag("campaign") // half a minute, for the crowd
  @Test
  void noMoreFilesCanBeOpened() throws Exception {
    Programs.need("prlimit");
    int metrics = Ports.free();
    server =
        ServerProcess.shipped(
                home,
                faults.environment(),
                "listen.metrics=127.0.0.1:" + metrics,
                "limits.connections-per-address=0")
            .by("prlimit", "--nofile=" + FILES + ":" + FILES);
    server.start();
    List<Client> crowd = new ArrayList<>();
    try (Guest writer = Guest.in(server.plain(), "writer");
        Guest reader = Guest.in(server.plain(), "reader")) {
      while (crowd.size() < 2 * FILES) {
        crowd.add(Client.framed(server.plain(), 0, null));
      }
      // The listener has seen them all once it has seen one that came later.
      Client last = crowd.getLast();
      last.patience(Duration.ofSeconds(60));
      assertThrows(IOException.class, () -> refused(last), "there is no room for so many");
      goesOn(writer, reader, "in a crowd");
      assertTrue(server.admin("stats").contains("full"), "the admin socket goes on");
      assertEquals(200, status(metrics), "the metrics go on");
      String said = Files.readString(server.output());
      assertEquals(1, count(said, "may open " + FILES + " files"), said);
      assertEquals(0, count(said, "can't be accepted"), said);
      for (Client link : crowd) {
        link.close();
      }

      // And where another part of the process has taken all that there is.
      faults.failAccepts(Faults.NO_DESCRIPTORS);
      long refusals = faults.refused();
      try (Client outside = Client.framed(server.plain(), 0, null)) {
        await("it tries again and again").until(() -> faults.refused() > refusals + 10);
        goesOn(writer, reader, "without descriptors");
        assertEquals(
            1, count(Files.readString(server.output()), "can't be accepted for now"), "it says so");
        faults.failAccepts(0);
        outside.patience(Duration.ofSeconds(60));
        outside.send(new Request.Ping("p", null));
        assertInstanceOf(Reply.Pong.class, outside.receive(), "who waited is let in");
      }
      assertTrue(server.admin("stats").contains("full"), "the admin socket goes on again");
      assertEquals(200, status(metrics), "the metrics go on again");
    } finally {
      for (Client link : crowd) {
        link.close();
      }
    }
  }

  private static final int FILES = 320;

  private static void refused(Client link) throws IOException {
    while (true) {
      if (!(link.receive() instanceof Event.Bye)) {
        return;
      }
    }
  }

  private static void goesOn(Guest writer, Guest reader, String text) throws IOException {
    Reply.Sent ok = writer.say(text);
    assertEquals(ok.seq(), reader.event(Event.Message.class, m -> m.text().equals(text)).seq());
    assertTrue(reader.history().contains(text));
  }

  private static int status(int port) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                  .timeout(Duration.ofSeconds(30))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void aLogThatCanNotBeWritten() throws Exception {
    server =
        ServerProcess.shipped(home, "log.level=debug")
            .by("sh", "-c", "exec \"$0\" \"$@\" 2>/dev/full");
    server.start();
    try (Guest writer = Guest.in(server.plain(), "writer");
        Guest reader = Guest.in(server.plain(), "reader")) {
      for (int i = 0; i < 100; i++) {
        goesOn(writer, reader, "unlogged " + i);
      }
    }
    assertEquals(0, server.stop());
  }
}
