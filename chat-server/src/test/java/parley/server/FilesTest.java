package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.FileInfo;
import parley.protocol.FileNames;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/** Files on their way, whole and broken, in all modes, over real sockets. */
class FilesTest {
  @TempDir Path folder;
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private TestServer server;
  private Client alice;
  private Client bob;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.in(folder, "listen.tls=127.0.0.1:0");
    alice = Client.in(server.plain(), "alice", "lobby");
    bob = Client.in(server.plain(), "bob", "lobby");
  }

  @AfterEach
  void stop() throws IOException {
    alice.close();
    bob.close();
    server.close();
  }

  private Carrier carrier(Mode mode, boolean tls, String ticket, long offset) throws Exception {
    Socket socket =
        tls
            ? server.tlsSocket(mode == Mode.FRAMED ? Mode.ALPN : null)
            : new Socket(server.plain().getAddress(), server.plain().getPort());
    Carrier carrier = new Carrier(socket, mode);
    carrier.show(ticket, offset);
    return carrier;
  }

  private Carrier carrier(Mode mode, String ticket) throws Exception {
    return carrier(mode, false, ticket, 0);
  }

  private Reply.Ticket asked(Client by, long seq) throws IOException {
    return by.ask(Reply.Ticket.class, new Request.Download("get", seq));
  }

  private byte[] fetched(Client by, long seq) throws Exception {
    Reply.Ticket ok = asked(by, seq);
    try (Carrier carrier = carrier(Mode.NDJSON, ok.ticket())) {
      carrier.begins(ok.file().size());
      return carrier.rest();
    }
  }

  private List<Path> stored() throws IOException {
    return below("files").filter(p -> !p.toString().contains("partial")).toList();
  }

  private List<Path> partials() throws IOException {
    return below("files/partial").toList();
  }

  private Stream<Path> below(String name) throws IOException {
    Path top = folder.resolve("data").resolve(name);
    if (!Files.exists(top)) {
      return Stream.of();
    }
    try (Stream<Path> all = Files.walk(top)) {
      return all.filter(Files::isRegularFile).toList().stream();
    }
  }

  // ---- whole ----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "FRAMED, false",
    "NDJSON, false",
    "TEXT, false",
    "FRAMED, true",
    "NDJSON, true",
    "TEXT, true"
  })
  void aFileComesAndIsFetched(Mode mode, boolean tls) throws Exception {
    SentFile file = SentFile.random("report.pdf", 300_000, seed);
    Reply.Ticket offered = file.offered(alice);
    assertEquals(0, offered.offset());
    long seq;
    try (Carrier up = carrier(mode, tls, offered.ticket(), 0)) {
      // There is no need to wait for the answer.
      up.send(file.bytes());
      assertEquals(300_000, up.begins(300_000));
      seq = up.said();
      assertEquals(0, up.rest().length, "the server closes");
    }
    for (Client one : List.of(alice, bob)) {
      Event.Message told = one.event(Event.Message.class);
      assertEquals(seq, told.seq());
      assertEquals("alice", told.from());
      assertEquals("report.pdf", told.text());
      assertEquals(file.info(), told.file());
    }
    Reply.Ticket got = asked(bob, seq);
    assertEquals(file.info(), got.file());
    try (Carrier down = carrier(mode, tls, got.ticket(), 0)) {
      assertEquals(300_000, down.begins(300_000));
      assertArrayEquals(file.bytes(), down.rest());
    }
    await().until(() -> server.figure("files", "downloads") == 1);
    assertEquals(1, server.figure("files", "uploads"));
    assertEquals(300_000, server.figure("files", "bytesIn"));
    assertEquals(300_000, server.figure("files", "bytesOut"));
    assertEquals(1, server.figure("files", "stored"));
    assertEquals(300_000, server.figure("files", "storedBytes"));
    assertEquals(0, server.figure("files", "transfers"));
    assertEquals(List.of(), partials());
    Path stored = stored().getFirst();
    assertEquals(file.sha256(), stored.getFileName().toString());
    assertArrayEquals(file.bytes(), Files.readAllBytes(stored));
    assertEquals(
        "[OWNER_READ, OWNER_WRITE]",
        Files.getPosixFilePermissions(stored).stream().sorted().toList().toString());
  }

  @Test
  void aFileOfNothingIsAFile() throws Exception {
    SentFile empty = new SentFile("empty", new byte[0]);
    long seq = empty.sent(server, alice);
    assertEquals(0, fetched(bob, seq).length);
  }

  @Test
  void whatIsSaidWithAFileIsItsMessage() throws Exception {
    SentFile file = SentFile.random("a b.txt", 5, seed);
    Reply.Ticket ok =
        alice.ask(
            Reply.Ticket.class,
            new Request.Upload(
                "u", null, "bob", "a b.txt", 5L, file.sha256(), "As promised.", "n"));
    try (Carrier up = carrier(Mode.TEXT, ok.ticket())) {
      up.send(file.bytes());
      up.begins(5);
      up.said();
    }
    Event.Message told = bob.event(Event.Message.class);
    assertEquals("As promised.", told.text());
    assertEquals("bob", told.to());
    assertEquals(file.info(), told.file());
    assertArrayEquals(file.bytes(), fetched(bob, told.seq()));
    Reply.Sent again =
        alice.ask(
            Reply.Sent.class,
            new Request.Upload(
                "u", null, "bob", "a b.txt", 5L, file.sha256(), "As promised.", "n"));
    assertTrue(again.duplicate(), "it was said under this nonce");
    assertEquals(told.seq(), again.seq());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../etc/passwd",
        "..\\..\\autoexec.bat",
        "/etc/shadow",
        "\u001b[2Jclear",
        "\u202egnp.exe",
        "con.txt",
        "--output=x",
        "..."
      })
  void aHostileNameBecomesASafeOneAndNoPath(String name) throws Exception {
    SentFile file = new SentFile(name, name.getBytes(UTF_8));
    long seq = file.sent(server, alice);
    String kept = bob.event(Event.Message.class).file().name();
    assertEquals(FileNames.safe(name), kept);
    assertFalse(kept.matches(".*[/\\\\\\p{Cc}\\p{Cf}].*|[.-].*"), kept);
    assertArrayEquals(file.bytes(), fetched(bob, seq));
    assertEquals(
        List.of(folder.resolve("data/files/" + file.sha256().substring(0, 2))),
        stored().stream().map(Path::getParent).toList());
  }

  // ---- broken ---------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void anUploadThatIsCutAnywhereGoesOn(Mode mode) throws Exception {
    SentFile file = SentFile.random("long.bin", 3_000_000, seed);
    int cuts = 0;
    long last = 0;
    while (true) {
      Reply.Ticket ok = file.offered(alice);
      long offset = ok.offset();
      assertTrue(offset >= 0 && offset <= 3_000_000, () -> "offset " + offset);
      last = Math.max(last, offset);
      try (Carrier up = carrier(mode, cuts % 2 == 1, ok.ticket(), offset)) {
        if (cuts == 8) {
          up.send(file.bytes(), (int) offset, 3_000_000 - (int) offset);
          assertEquals(3_000_000 - offset, up.begins(3_000_000));
          up.said();
          break;
        }
        int some = random.nextInt(Math.min(400_000, 3_000_000 - (int) offset));
        up.send(file.bytes(), (int) offset, some);
        if (random.nextBoolean()) {
          up.begins(3_000_000);
        }
        cuts++;
        if (random.nextBoolean()) {
          up.reset();
        }
      }
    }
    assertTrue(last > 0, "something of what came was kept, with seed " + seed);
    long seq = bob.event(Event.Message.class).seq();
    assertArrayEquals(file.bytes(), fetched(bob, seq));
    assertEquals(1, bob.events.stream().filter(Event.Message.class::isInstance).count());
  }

  @ParameterizedTest
  @EnumSource
  void aDownloadThatIsCutAnywhereGoesOn(Mode mode) throws Exception {
    SentFile file = SentFile.random("long.bin", 3_000_000, seed);
    long seq = file.sent(server, alice);
    byte[] got = new byte[0];
    for (int cuts = 0; got.length < 3_000_000; cuts++) {
      Reply.Ticket ok = asked(bob, seq);
      try (Carrier down = carrier(mode, cuts % 2 == 1, ok.ticket(), got.length)) {
        assertEquals(3_000_000 - got.length, down.begins(3_000_000));
        int some = Math.min(random.nextInt(800_000), 3_000_000 - got.length);
        byte[] piece = down.bytes(some);
        int before = got.length;
        got = Arrays.copyOf(got, before + some);
        System.arraycopy(piece, 0, got, before, some);
        if (random.nextBoolean()) {
          down.reset();
        }
      }
    }
    assertArrayEquals(file.bytes(), got, "with seed " + seed);
  }

  @Test
  void whoGoesOnEndsTheBrokenConnectionThatTheServerStillWaitsFor() throws Exception {
    SentFile file = SentFile.random("f", 200_000, seed);
    try (Carrier lost = carrier(Mode.FRAMED, file.offered(alice).ticket())) {
      lost.send(file.bytes(), 0, 100_000);
      await().until(() -> server.figure("files", "bytesIn") == 100_000);
      Reply.Ticket ok = file.offered(alice);
      assertEquals(100_000, ok.offset());
      try (Carrier next = carrier(Mode.FRAMED, false, ok.ticket(), 100_000)) {
        next.send(file.bytes(), 100_000, 100_000);
        next.begins(200_000);
        next.said();
      }
      lost.begins(200_000);
      assertEquals("replaced", lost.bye());
    }
    await().until(() -> server.figure("files", "transfers") == 0);
    assertArrayEquals(file.bytes(), fetched(bob, bob.event(Event.Message.class).seq()));
  }

  @Test
  void whoBeginsAnewMay() throws Exception {
    SentFile file = SentFile.random("f", 200_000, seed);
    try (Carrier up = carrier(Mode.FRAMED, file.offered(alice).ticket())) {
      up.send(file.bytes(), 0, 100_000);
      await().until(() -> server.figure("files", "bytesIn") == 100_000);
    }
    await().until(() -> server.figure("files", "transfers") == 0);
    try (Carrier up = carrier(Mode.FRAMED, file.offered(alice).ticket())) {
      up.send(file.bytes());
      assertEquals(200_000, up.begins(200_000));
      up.said();
    }
  }

  @Test
  void nobodyGoesOnWithWhatAnotherBrought() throws Exception {
    SentFile file = SentFile.random("f", 200_000, seed);
    try (Carrier up = carrier(Mode.FRAMED, file.offered(alice).ticket())) {
      up.send(file.bytes(), 0, 150_000);
      await().until(() -> server.figure("files", "bytesIn") == 150_000);
    }
    assertEquals(0, file.offered(bob).offset());
    file.sent(server, alice);
    assertEquals(0, file.offered(bob).offset(), "nor with what is stored");
  }

  @ParameterizedTest
  @EnumSource
  void aFalseDigestIsSaidAndNothingStays(Mode mode) throws Exception {
    SentFile file = SentFile.random("f", 100_000, seed);
    byte[] other = file.bytes().clone();
    other[random.nextInt(other.length)] ^= 1;
    try (Carrier up = carrier(mode, file.offered(alice).ticket())) {
      up.send(other);
      up.begins(100_000);
      String why = up.refused();
      assertTrue(why.equals("bad-digest") || why.startsWith("The bytes that came"), why);
    }
    await().until(() -> server.figure("files", "transfers") == 0);
    assertEquals(List.of(), partials());
    assertEquals(List.of(), stored());
    assertEquals(0, file.offered(alice).offset());
    alice.say("lobby", "nothing was said of it");
    assertNull(bob.event(Event.Message.class).file());
  }

  @ParameterizedTest
  @EnumSource
  void fewerBytesAreSaidAndKept(Mode mode) throws Exception {
    SentFile file = SentFile.random("f", 100_000, seed);
    try (Carrier up = carrier(mode, file.offered(alice).ticket())) {
      up.send(file.bytes(), 0, 99_999);
      up.socket.shutdownOutput();
      up.begins(100_000);
      String why = up.refused();
      assertTrue(why.equals("bad-request") || why.startsWith("Only 99999 of 100000 bytes"), why);
    }
    await().until(() -> server.figure("files", "transfers") == 0);
    assertEquals(99_999, file.offered(alice).offset());
  }

  @Test
  void moreBytesAreNotLookedAt() throws Exception {
    SentFile file = SentFile.random("f", 100_000, seed);
    long seq;
    try (Carrier up = carrier(Mode.FRAMED, file.offered(alice).ticket())) {
      up.send(file.bytes());
      up.send(new byte[50_000]);
      up.begins(100_000);
      seq = up.said();
    }
    assertArrayEquals(file.bytes(), fetched(bob, seq));
  }

  @Test
  void anOffsetThatIsNotThereIsRefused() throws Exception {
    SentFile file = SentFile.random("f", 1_000, seed);
    try (Carrier up = carrier(Mode.FRAMED, false, file.offered(alice).ticket(), 1)) {
      assertEquals("bad-request", up.refused());
    }
    long seq = file.sent(server, alice);
    try (Carrier down = carrier(Mode.FRAMED, false, asked(bob, seq).ticket(), 1_001)) {
      assertEquals("bad-request", down.refused());
    }
    try (Carrier down = carrier(Mode.FRAMED, false, asked(bob, seq).ticket(), 1_000)) {
      assertEquals(0, down.begins(1_000));
      assertEquals(0, down.rest().length);
    }
  }

  // ---- rights ---------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void aTicketIsGoodOnceAndNoneCanBeGuessed(Mode mode) throws Exception {
    SentFile file = SentFile.random("f", 1_000, seed);
    String ticket = file.offered(alice).ticket();
    String other = file.offered(alice).ticket();
    assertNotEquals(ticket, other);
    try (Carrier up = carrier(mode, ticket)) {
      up.send(file.bytes());
      up.begins(1_000);
      up.said();
    }
    for (String bad : List.of(ticket, "x", "AAAAAAAAAAAAAAAAAAAAAA")) {
      try (Carrier again = carrier(mode, bad)) {
        String why = again.refused();
        assertTrue(why.equals("bad-ticket") || why.startsWith("This ticket is unknown"), why);
        assertEquals(0, again.rest().length);
      }
    }
  }

  @Test
  void whoMayNotReadTheMessageGetsNoTicket() throws Exception {
    SentFile file = SentFile.random("f", 1_000, seed);
    long inLobby = file.sent(server, alice);
    long words = alice.say("lobby", "no file").seq();
    long toBob;
    Request.Upload secret =
        new Request.Upload("u", null, "bob", "s", 1_000L, file.sha256(), null, null);
    try (Carrier up = carrier(Mode.FRAMED, alice.ask(Reply.Ticket.class, secret).ticket())) {
      up.send(file.bytes());
      up.begins(1_000);
      toBob = up.said();
    }
    try (Client eve = Client.in(server.plain(), "eve", "attic");
        Client silent = Client.framed(server.plain())) {
      for (long seq : List.of(inLobby, toBob, words, 1_000_000L)) {
        assertEquals(ErrorCode.NO_SUCH_FILE, eve.refused(new Request.Download("g", seq)));
      }
      assertEquals(ErrorCode.NOT_A_MEMBER, eve.refused(file.to("lobby")));
      assertEquals(ErrorCode.HELLO_FIRST, silent.refused(new Request.Download("g", inLobby)));
      assertEquals(ErrorCode.BAD_REQUEST, eve.refused(new Request.Transfer("t", "ticket", null)));
    }
    assertArrayEquals(file.bytes(), fetched(bob, toBob));
  }

  @Test
  void whoLeftMeanwhileSaysNothing() throws Exception {
    SentFile file = SentFile.random("f", 1_000, seed);
    String first = file.offered(alice).ticket();
    String second = file.offered(alice).ticket();
    try (Carrier up = carrier(Mode.FRAMED, first)) {
      up.begins(1_000);
      alice.ask(Reply.Done.class, new Request.Leave("l", "lobby"));
      up.send(file.bytes());
      assertEquals("not-a-member", up.refused());
    }
    await().untilAsserted(() -> assertEquals(List.of(), stored()));
    alice.send(new Request.Bye("b"));
    alice.rest();
    await()
        .until(
            () -> bob.ask(Reply.class, new Request.Whois("w", "alice")) instanceof Reply.Refused);
    try (Carrier up = carrier(Mode.FRAMED, second)) {
      assertEquals("bad-ticket", up.refused());
    }
  }

  @Test
  void whoLostTheRightMeanwhileOrSaidByeFetchesNothing() throws Exception {
    SentFile file = SentFile.random("f", 1_000, seed);
    long seq = file.sent(server, alice);
    String first = asked(bob, seq).ticket();
    String second = asked(bob, seq).ticket();
    bob.ask(Reply.Done.class, new Request.Leave("l", "lobby"));
    try (Carrier down = carrier(Mode.FRAMED, first)) {
      assertEquals("no-such-file", down.refused());
    }
    bob.send(new Request.Bye("b"));
    bob.rest();
    await()
        .until(
            () -> alice.ask(Reply.class, new Request.Whois("w", "bob")) instanceof Reply.Refused);
    try (Carrier down = carrier(Mode.FRAMED, second)) {
      assertEquals("bad-ticket", down.refused());
    }
  }

  // ---- what goes ------------------------------------------------------------------------------

  @Test
  void aFileGoesWithTheLastOfItsMessages() throws Exception {
    SentFile file = SentFile.random("f", 50_000, seed);
    long first = file.sent(server, alice);
    long second = file.sent(server, bob);
    assertEquals(1, stored().size());
    String late = asked(bob, first).ticket();
    alice.ask(Reply.Sent.class, new Request.Delete("d", first));
    assertEquals(ErrorCode.NO_SUCH_FILE, bob.refused(new Request.Download("g", first)));
    try (Carrier down = carrier(Mode.TEXT, late)) {
      assertEquals("File not found", down.refused(), "a ticket outlives no message");
    }
    assertArrayEquals(file.bytes(), fetched(bob, second));
    bob.ask(Reply.Sent.class, new Request.Delete("d", second));
    await().untilAsserted(() -> assertEquals(List.of(), stored()));
    assertEquals(0, server.figure("files", "stored"));
    assertEquals(0, server.figure("files", "storedBytes"));
  }

  @Test
  void aFileThatIsGoneFromTheDiskIsSaidToBe() throws Exception {
    SentFile file = SentFile.random("f", 50_000, seed);
    long seq = file.sent(server, alice);
    String ticket = asked(bob, seq).ticket();
    Files.delete(stored().getFirst());
    assertEquals(ErrorCode.NO_SUCH_FILE, bob.refused(new Request.Download("g", seq)));
    try (Carrier down = carrier(Mode.NDJSON, ticket)) {
      assertEquals("no-such-file", down.refused());
    }
    file.sent(server, alice);
    assertArrayEquals(file.bytes(), fetched(bob, seq), "who sends it again brings it back");
  }

  @Test
  void whatACrashLeftIsRemovedAtTheNextStart() throws Exception {
    SentFile file = SentFile.random("f", 50_000, seed);
    long seq = file.sent(server, alice);
    SentFile half = SentFile.random("h", 50_000, seed + 1);
    try (Carrier up = carrier(Mode.FRAMED, half.offered(alice).ticket())) {
      up.send(half.bytes(), 0, 20_000);
      await().until(() -> server.figure("files", "bytesIn") == 70_000);
    }
    await().until(() -> server.figure("files", "transfers") == 0);
    Path young = partials().getFirst();
    server.close();
    Path files = folder.resolve("data/files");
    String spare = "ab".repeat(32);
    Files.createDirectories(files.resolve("ab"));
    Path moved = Files.write(files.resolve("ab").resolve(spare), new byte[10]);
    Path stray = Files.write(files.resolve("ab/note.txt"), new byte[10]);
    Path old = Files.write(young.resolveSibling(spare + "-g7"), new byte[10]);
    Files.setLastModifiedTime(
        old, FileTime.fromMillis(System.currentTimeMillis() - TimeUnit.HOURS.toMillis(25)));
    server = TestServer.in(folder, "listen.tls=127.0.0.1:0");
    await().until(() -> Stream.of(moved, stray, old).noneMatch(Files::exists));
    assertTrue(Files.exists(young));
    try (Client carol = Client.in(server.plain(), "carol", "lobby")) {
      assertArrayEquals(file.bytes(), fetched(carol, seq));
    }
    await().until(() -> server.figure("files", "stored") == 1);
    assertEquals(50_000, server.figure("files", "storedBytes"));
  }

  @Test
  void anEditOfTheCaptionKeepsTheFile() throws Exception {
    SentFile file = SentFile.random("f", 1_000, seed);
    long seq = file.sent(server, alice);
    alice.ask(Reply.Sent.class, new Request.Edit("e", seq, "Another caption", null));
    assertArrayEquals(file.bytes(), fetched(bob, seq));
    FileInfo told = asked(bob, seq).file();
    assertEquals(file.info(), told);
  }
}
