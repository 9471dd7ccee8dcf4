package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.config.UserError;
import parley.testkit.Client;

/** How much may come, how many files at once, for how long one may stand still, and a full disk. */
@Execution(ExecutionMode.CONCURRENT)
class FileLimitsTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  @TempDir Path folder;

  private static Request.Upload offer(long size, String sha256) {
    return new Request.Upload("u", "lobby", null, "f", size, sha256, null, null);
  }

  private static String digest(int n) {
    return "%064x".formatted(n);
  }

  // ---- how much -------------------------------------------------------------------------------

  @Test
  void aFileThatIsTooLargeGetsNoTicket() throws Exception {
    try (TestServer server = TestServer.in(folder, "files.max-bytes=1MB");
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      Reply.Refused refused = alice.ask(Reply.Refused.class, offer(1_000_001, DIGEST));
      assertEquals(ErrorCode.LIMIT_REACHED, refused.code());
      assertNotNull(alice.ask(Reply.Ticket.class, offer(1_000_000, DIGEST)).ticket());
      assertEquals(ErrorCode.LIMIT_REACHED, alice.refused(offer(Long.MAX_VALUE, DIGEST)));
    }
  }

  /** A transfer that runs. */
  private static Carrier begun(TestServer server, Client client, Request.Upload offer)
      throws IOException {
    Carrier up = Carrier.with(server.plain(), client.ask(Reply.Ticket.class, offer).ticket());
    up.begins(offer.size());
    return up;
  }

  @Test
  void onesFilesAndWhatOneWasPromisedHaveALimit() throws Exception {
    try (TestServer server = TestServer.in(folder, "files.per-person-bytes=300KB");
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby")) {
      SentFile file = SentFile.random("f", 100_000, 1);
      long seq = file.sent(server, alice);
      String other = alice.ask(Reply.Ticket.class, offer(1, digest(2))).ticket();
      try (Carrier _ = begun(server, alice, offer(200_000, digest(1)))) {
        // The same once more takes no more room, another one does.
        assertNotNull(alice.ask(Reply.Ticket.class, offer(200_000, digest(1))).ticket());
        assertEquals(ErrorCode.LIMIT_REACHED, alice.refused(offer(1, digest(3))));
        try (Carrier late = Carrier.with(server.plain(), other)) {
          assertEquals("limit-reached", late.refused(), "a ticket promises no room");
        }
        assertNotNull(bob.ask(Reply.Ticket.class, offer(300_000, digest(2))).ticket());
        alice.ask(Reply.Sent.class, new Request.Delete("d", seq));
        assertNotNull(alice.ask(Reply.Ticket.class, offer(100_000, digest(3))).ticket());
      }
    }
  }

  @Test
  void whatABrokenUploadLeftCounts() throws Exception {
    String limit = "files.per-person-bytes=300KB";
    SentFile file = SentFile.random("f", 250_000, 1);
    Reply.Welcome place;
    try (TestServer server = TestServer.in(folder, limit);
        Client alice = Client.framed(server.plain())) {
      place = alice.hello("alice");
      alice.join("lobby");
      String ticket = file.offered(alice).ticket();
      try (Carrier up = Carrier.with(server.plain(), ticket)) {
        up.send(file.bytes(), 0, 200_000);
        await().until(() -> server.figure("files", "bytesIn") == 200_000);
      }
      await().until(() -> server.figure("files", "transfers") == 0);
      assertEquals(ErrorCode.LIMIT_REACHED, alice.refused(offer(100_001, digest(2))));
    }
    try (TestServer server = TestServer.in(folder, limit);
        Client alice = Client.framed(server.plain())) {
      alice.resume(place, null);
      assertEquals(ErrorCode.LIMIT_REACHED, alice.refused(offer(100_001, digest(2))));
      assertEquals(200_000, file.offered(alice).offset());
    }
  }

  @Test
  void allFilesTogetherHaveALimit() throws Exception {
    try (TestServer server = TestServer.in(folder, "files.total-bytes=300KB");
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby")) {
      SentFile.random("f", 100_000, 1).sent(server, alice);
      try (Carrier _ = begun(server, alice, offer(150_000, digest(1)))) {
        assertEquals(ErrorCode.LIMIT_REACHED, bob.refused(offer(50_001, digest(2))));
        assertNotNull(bob.ask(Reply.Ticket.class, offer(50_000, digest(2))).ticket());
      }
    }
  }

  @Test
  void aServerCanKeepNoFiles() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      long seq = SentFile.random("f", 1_000, 1).sent(server, alice);
      server.server.settings().set("files.enabled", "off");
      assertEquals(ErrorCode.FORBIDDEN, alice.refused(offer(1, DIGEST)));
      assertEquals(ErrorCode.FORBIDDEN, alice.refused(new Request.Download("g", seq)));
      server.server.settings().set("files.enabled", "on");
      assertNotNull(alice.ask(Reply.Ticket.class, new Request.Download("g", seq)).ticket());
    }
  }

  // ---- how many -------------------------------------------------------------------------------

  @Test
  void onePersonHasSixteenTicketsAtATime() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby")) {
      List<String> tickets = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        tickets.add(alice.ask(Reply.Ticket.class, offer(0, digest(i))).ticket());
      }
      Reply.Refused refused = alice.ask(Reply.Refused.class, offer(0, digest(16)));
      assertEquals(ErrorCode.LIMIT_REACHED, refused.code());
      assertNotNull(refused.retryAfter());
      assertNotNull(bob.ask(Reply.Ticket.class, offer(0, digest(16))).ticket());
      try (Carrier used = Carrier.with(server.plain(), tickets.getFirst())) {
        used.begins(0);
        used.refused();
      }
      assertNotNull(alice.ask(Reply.Ticket.class, offer(0, digest(16))).ticket());
    }
  }

  @Test
  void whoFindsNoPlaceKeepsTheTicket() throws Exception {
    try (TestServer server = TestServer.in(folder, "files.transfers=2");
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby");
        Client carol = Client.in(server.plain(), "carol", "lobby")) {
      SentFile file = SentFile.random("f", 1_000, 1);
      try (Carrier first = Carrier.with(server.plain(), file.offered(alice).ticket())) {
        first.begins(1_000);
        String second = alice.ask(Reply.Ticket.class, offer(10, DIGEST)).ticket();
        try (Carrier own = Carrier.with(server.plain(), second)) {
          assertEquals("limit-reached", own.refused(), "one person has half of the places");
        }
        String third = file.offered(carol).ticket();
        try (Carrier other = Carrier.with(server.plain(), file.offered(bob).ticket())) {
          other.begins(1_000);
          try (Carrier full = Carrier.with(server.plain(), third)) {
            assertEquals("limit-reached", full.refused());
          }
        }
        await().until(() -> server.figure("files", "transfers") == 1);
        try (Carrier again = Carrier.with(server.plain(), third)) {
          again.send(file.bytes());
          again.begins(1_000);
          again.said();
        }
      }
    }
  }

  // ---- for how long ---------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatStandsStillIsEnded(boolean tls) throws Exception {
    try (TestServer server = TestServer.in(folder, "listen.tls=127.0.0.1:0");
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      SentFile file = SentFile.random("f", 30_000_000, 1);
      long seq = file.sent(server, alice);
      server.server.settings().set("timeout.transfer", "1s");
      Reply.Ticket ok = file.offered(alice);
      try (Carrier up = new Carrier(socket(server, tls), Mode.NDJSON)) {
        up.show(ok.ticket(), 0);
        up.send(file.bytes(), 0, 1_000);
        up.begins(30_000_000);
        assertEquals("idle", up.bye());
        await().until(() -> server.figure("files", "transfers") == 0);
      }
      String ticket = alice.ask(Reply.Ticket.class, new Request.Download("g", seq)).ticket();
      try (Carrier down = new Carrier(socket(server, tls), Mode.NDJSON)) {
        down.show(ticket, 0);
        down.begins(30_000_000);
        // Nobody reads: its write is stuck.
        await().atMost(Duration.ofSeconds(60)).until(() -> server.figure("ended", "timeout") == 2);
        assertEquals(0, server.figure("files", "transfers"));
        assertThrows(IOException.class, () -> down.bytes(30_000_000));
      }
    }
  }

  private static Socket socket(TestServer server, boolean tls) throws Exception {
    return tls
        ? server.tlsSocket(null)
        : new Socket(server.plain().getAddress(), server.plain().getPort());
  }

  @Test
  void whatMovesIsNotEndedHoweverSlow() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      SentFile file = SentFile.random("f", 60, 1);
      try (Carrier up = Carrier.with(server.plain(), file.offered(alice).ticket())) {
        up.begins(60);
        server.server.settings().set("timeout.transfer", "5s");
        server.server.settings().set("timeout.hello", "1s");
        for (int i = 0; i < 60; i++) {
          up.send(file.bytes(), i, 1);
          int came = i + 1;
          // Each look takes a tenth of a second.
          await().until(() -> server.figure("files", "bytesIn") == came);
        }
        up.said();
      }
    }
  }

  @Test
  void aReaderThatPausesPausesTheServer() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      SentFile file = SentFile.random("f", 60_000_000, 1);
      long seq = file.sent(server, alice);
      String ticket = alice.ask(Reply.Ticket.class, new Request.Download("g", seq)).ticket();
      try (Carrier down = Carrier.with(server.plain(), ticket)) {
        down.begins(60_000_000);
        AtomicLong before = new AtomicLong();
        await()
            .during(Duration.ofSeconds(1))
            .until(
                () -> {
                  long written = server.figure("files", "bytesOut");
                  return before.getAndSet(written) == written;
                });
        assertTrue(before.get() > 0 && before.get() < 20_000_000, () -> "" + before);
        alice.say("lobby", "others go on");
        assertArrayEquals(file.bytes(), down.rest());
      }
    }
  }

  @Test
  void aStopEndsWhatRunsAndItIsGoneOnWith() throws Exception {
    SentFile file = SentFile.random("f", 30_000_000, 1);
    Reply.Welcome place;
    long seq;
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.framed(server.plain())) {
      place = alice.hello("alice");
      alice.join("lobby");
      seq = file.sent(server, alice);
      SentFile other = SentFile.random("g", 1_000_000, 2);
      try (Carrier up = Carrier.with(server.plain(), other.offered(alice).ticket());
          Carrier down =
              Carrier.with(
                  server.plain(),
                  alice.ask(Reply.Ticket.class, new Request.Download("g", seq)).ticket())) {
        down.begins(30_000_000);
        up.send(other.bytes(), 0, 500_000);
        up.begins(1_000_000);
        await().until(() -> server.figure("files", "bytesIn") == 30_500_000);
        long began = System.nanoTime();
        server.server.stop();
        assertTrue(System.nanoTime() - began < 20_000_000_000L, "it waits for nobody");
        assertEquals("shutdown", up.bye());
        assertThrows(IOException.class, () -> down.bytes(30_000_000));
      }
    }
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.framed(server.plain())) {
      alice.resume(place, null);
      assertEquals(500_000, SentFile.random("g", 1_000_000, 2).offered(alice).offset());
    }
  }

  // ---- a full disk ----------------------------------------------------------------------------

  @Test
  void aDiskWithoutRoomIsSaidBeforeTheFirstByte() throws Exception {
    try (TestServer server = TestServer.in(folder, "files.free-bytes=900TB");
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      assertEquals(ErrorCode.STORAGE, alice.refused(offer(1, DIGEST)));
      server.server.settings().set("files.free-bytes", "0");
      server.server.settings().set("files.max-bytes", "0");
      server.server.settings().set("files.total-bytes", "0");
      server.server.settings().set("files.per-person-bytes", "0");
      server.server.settings().set("files.per-address-bytes", "0");
      assertEquals(ErrorCode.STORAGE, alice.refused(offer(1L << 60, DIGEST)));
      assertNotNull(alice.ask(Reply.Ticket.class, offer(1, DIGEST)).ticket());
    }
  }

  @Test
  void roomThatWasPromisedIsNotPromisedAgain() throws Exception {
    try (TestServer server =
            TestServer.in(
                folder,
                "files.free-bytes=0",
                "files.max-bytes=0",
                "files.total-bytes=0",
                "files.per-person-bytes=0",
                "files.per-address-bytes=0");
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      long most = folder.toFile().getUsableSpace() / 3 * 2;
      try (Carrier _ = begun(server, alice, offer(most, digest(1)))) {
        assertEquals(ErrorCode.STORAGE, alice.refused(offer(most, digest(2))));
      }
    }
  }

  /** The error comes from a file system of a few megabytes; only root can make one. */
  @ParameterizedTest
  @CsvSource({"0", "3MB"})
  void aDiskThatFillsInTheMiddleIsSurvived(String free) throws Exception {
    Path mount = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", mount.toString()),
        "skipped: a small file system can't be mounted here");
    try (TestServer server = small(mount, free);
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client bob = Client.in(server.plain(), "bob", "lobby")) {
      SentFile file = SentFile.random("f", 30_000_000, 1);
      String ticket = file.offered(alice).ticket();
      Path ballast = mount.resolve("ballast");
      try (Carrier up = Carrier.with(server.plain(), Mode.NDJSON, ticket, 0)) {
        up.begins(30_000_000);
        // Somebody else takes the room that was there.
        try (FileChannel fill =
            FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          while (mount.toFile().getUsableSpace() > 14_000_000) {
            fill.write(ByteBuffer.allocate(1 << 16));
          }
        }
        Thread sender =
            Thread.startVirtualThread(
                () -> {
                  try {
                    up.send(file.bytes());
                  } catch (IOException e) {
                    // The server closed: it has said why.
                  }
                });
        assertEquals("storage", up.refused());
        sender.join();
      }
      await().until(() -> server.figure("files", "transfers") == 0);
      assertTrue(mount.toFile().getUsableSpace() > 13_000_000, "what came was removed");
      alice.say("lobby", "the chat goes on");
      assertEquals("the chat goes on", bob.event(Event.Message.class).text());
      Files.delete(ballast);
      long seq = file.sent(server, alice);
      assertEquals(seq, bob.event(Event.Message.class, m -> m.file() != null).seq());
    } finally {
      assertTrue(run("umount", mount.toString()));
    }
  }

  private static TestServer small(Path mount, String free) throws UserError {
    return TestServer.in(mount, "files.free-bytes=" + free, "log.free-bytes=0");
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
