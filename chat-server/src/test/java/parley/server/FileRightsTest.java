package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.protocol.ErrorCode;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.testkit.Client;

/** What ends transfers and takes tickets back, and what one network can keep from another. */
class FileRightsTest {
  private static final String HERE = "127.0.0.2";
  private static final String THERE = "127.0.0.3";

  /** More than the kernel takes of it while nobody reads. */
  private static final SentFile LARGE = SentFile.random("large", 30_000_000, 1);

  /** With a large file in the lobby, for those who take a right from others. */
  @TempDir private static Path sharedFolder;

  private static TestServer shared;
  private static Client alice;
  private static long large;
  private static int guests;

  @TempDir Path folder;

  @BeforeAll
  static void share() throws Exception {
    shared = TestServer.in(sharedFolder);
    alice = in(shared, THERE, "alice");
    large = LARGE.sent(shared, alice);
  }

  @AfterAll
  static void stop() throws Exception {
    alice.close();
    shared.close();
  }

  private static Socket socket(TestServer server, String address) throws IOException {
    return new Socket(
        server.plain().getAddress(), server.plain().getPort(), InetAddress.getByName(address), 0);
  }

  private static Client in(TestServer server, String address, String name) throws IOException {
    Client client = new Client(socket(server, address), Mode.FRAMED);
    client.hello(name);
    client.join("lobby");
    return client;
  }

  private static Carrier carrier(TestServer server, String address, String ticket)
      throws IOException {
    Carrier carrier = new Carrier(socket(server, address), Mode.FRAMED);
    carrier.show(ticket, 0);
    return carrier;
  }

  private static Request.Upload offer(long size, int digest) {
    return new Request.Upload(
        "u" + digest, "lobby", null, "f", size, "%064x".formatted(digest), null, null);
  }

  private static String ticket(Client client, long size, int digest) throws IOException {
    return client.ask(Reply.Ticket.class, offer(size, digest)).ticket();
  }

  private static void console(TestServer server, String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertTrue(result.ok(), result::text);
  }

  private static void awaitTransfers(TestServer server, int count) {
    await().until(() -> server.figure("files", "transfers") == count);
  }

  // ---- the gate -------------------------------------------------------------------------------

  /** What takes the right, the last word to the upload, and how many of the two go on. */
  @ParameterizedTest
  @CsvSource({
    "kick mallory, bad-ticket, 0",
    "kick mallory lobby, not-a-member, 0",
    "ban mallory, bad-ticket, 0",
    "ban 127.0.0.2, '', 0",
    "mute mallory, muted, 1",
    "close-room lobby, not-a-member, 0",
    "limits set files.enabled off, forbidden, 0",
    "leave, not-a-member, 0",
    "bye, bad-ticket, 0",
    "delete, '', 1" // the last one: there is nothing to fetch any more
  })
  void whoeverTakesARightEndsWhatRunsByIt(String how, String word, int left) throws Exception {
    guests++;
    String mallorysName = "mallory" + guests;
    String line = how.replace("mallory", mallorysName);
    alice.join("lobby");
    try (Client mallory = in(shared, HERE, mallorysName)) {
      String up = ticket(mallory, 1_000, 1);
      String unused = ticket(mallory, 1_000, 2);
      String down = mallory.ask(Reply.Ticket.class, new Request.Download("g", large)).ticket();
      try (Carrier sending = carrier(shared, HERE, up);
          Carrier fetching = carrier(shared, HERE, down)) {
        sending.begins(1_000);
        fetching.begins(LARGE.info().size());
        switch (how) {
          case "delete" -> alice.ask(Reply.Sent.class, new Request.Delete("d", large));
          case "leave" -> mallory.ask(Reply.Done.class, new Request.Leave("l", "lobby"));
          case "bye" -> mallory.send(new Request.Bye("b"));
          default -> console(shared, line);
        }
        if (!word.isEmpty()) {
          assertEquals(word, sending.refused());
        }
        awaitTransfers(shared, left);
        if (left == 0 && !how.startsWith("ban 127")) {
          try (Carrier late = carrier(shared, HERE, unused)) {
            String refused = late.refused();
            assertTrue(List.of("bad-ticket", "not-a-member").contains(refused), refused);
          }
        }
      }
    }
    if (how.startsWith("ban") || how.startsWith("mute")) {
      console(shared, "un" + line);
    }
    shared.server.settings().reload();
    awaitTransfers(shared, 0);
  }

  @Test
  void whatAGuestLeftHalfGoesWithTheGuest() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client mallory = in(server, HERE, "mallory")) {
      try (Carrier up = carrier(server, HERE, ticket(mallory, 200_000, 1))) {
        up.send(new byte[100_000]);
        await().until(() -> server.figure("files", "bytesIn") == 100_000);
        assertEquals(1, partials());
      }
      awaitTransfers(server, 0);
      mallory.send(new Request.Bye("b"));
      await().until(() -> partials() == 0);
    }
  }

  private long partials() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("data/files/partial"))) {
      return all.count();
    }
  }

  // ---- one network and the others -------------------------------------------------------------

  @Test
  void goodbyeAndHelloGiveNoNewRoom() throws Exception {
    try (TestServer server = TestServer.in(folder, "files.per-address-bytes=300KB")) {
      try (Client first = in(server, HERE, "mallory")) {
        SentFile file = SentFile.random("f", 200_000, 1);
        try (Carrier up = carrier(server, HERE, file.offered(first).ticket())) {
          up.send(file.bytes());
          up.begins(200_000);
          up.said();
        }
        first.send(new Request.Bye("b"));
        first.rest();
      }
      try (Client again = in(server, HERE, "again");
          Client other = in(server, THERE, "alice")) {
        Reply.Refused refused = again.ask(Reply.Refused.class, offer(200_000, 1));
        assertEquals(ErrorCode.LIMIT_REACHED, refused.code());
        assertTrue(refused.retryAfter() > 3_600, () -> "" + refused);
        assertNotNull(ticket(again, 90_000, 2));
        assertNotNull(ticket(other, 200_000, 1));
      }
    }
  }

  @Test
  void whatNeverArrivesCountsAsItComes() throws Exception {
    try (TestServer server = TestServer.in(folder, "files.per-address-bytes=300KB");
        Client mallory = in(server, HERE, "mallory")) {
      for (int i = 0; i < 2; i++) {
        try (Carrier up = carrier(server, HERE, ticket(mallory, 140_000, i))) {
          up.send(new byte[130_000]);
          long came = 130_000L * (i + 1);
          await().until(() -> server.figure("files", "bytesIn") == came);
        }
        awaitTransfers(server, 0);
      }
      assertEquals(ErrorCode.LIMIT_REACHED, mallory.refused(offer(140_000, 3)));
    }
  }

  @Test
  void ticketsKeepNobodyOut() throws Exception {
    try (TestServer server = TestServer.in(folder, "files.total-bytes=1MB");
        Client mallory = in(server, HERE, "mallory");
        Client alice = in(server, THERE, "alice")) {
      for (int i = 0; i < 16; i++) {
        ticket(mallory, 900_000, i);
      }
      SentFile.random("f", 900_000, 99).sent(server, alice);
    }
  }

  @Test
  void oneNetworkHasSixtyFourTickets() throws Exception {
    List<Client> guests = new ArrayList<>();
    try (TestServer server = TestServer.in(folder);
        Client alice = in(server, THERE, "alice")) {
      for (int guest = 0; guest < 5; guest++) {
        guests.add(in(server, HERE, "mallory" + guest));
      }
      for (int i = 0; i < 64; i++) {
        ticket(guests.get(i / 16), 1, i);
      }
      assertEquals(ErrorCode.LIMIT_REACHED, guests.get(4).refused(offer(1, 99)));
      assertNotNull(ticket(alice, 1, 99));
    } finally {
      for (Client guest : guests) {
        guest.close();
      }
    }
  }

  @Test
  void whatIsToComeFromOneNetworkIsNoMoreThanTheLargestFile() throws Exception {
    try (TestServer server = TestServer.in(folder, "files.max-bytes=1MB");
        Client mallory = in(server, HERE, "mallory");
        Client again = in(server, HERE, "again");
        Client alice = in(server, THERE, "alice")) {
      try (Carrier up = carrier(server, HERE, ticket(mallory, 900_000, 1))) {
        up.begins(900_000);
        Reply.Refused refused = again.ask(Reply.Refused.class, offer(900_000, 2));
        assertEquals(ErrorCode.LIMIT_REACHED, refused.code());
        assertNotNull(refused.retryAfter());
        assertNotNull(ticket(alice, 900_000, 2));
      }
    }
  }

  @Test
  void whoeverComesFromElsewhereGetsAPlace() throws Exception {
    List<Carrier> held = new ArrayList<>();
    try (TestServer server = TestServer.in(folder, "files.transfers=4");
        Client one = in(server, HERE, "one");
        Client two = in(server, HERE, "two");
        Client alice = in(server, THERE, "alice")) {
      for (int i = 0; i < 4; i++) {
        Carrier up = carrier(server, HERE, ticket(i < 2 ? one : two, 1_000, i));
        held.add(up);
        up.begins(1_000);
      }
      SentFile.random("f", 1_000, 99).sent(server, alice);
      assertEquals("limit-reached", held.getLast().refused(), "the newest gives way");
      awaitTransfers(server, 3);
    } finally {
      for (Carrier up : held) {
        up.close();
      }
    }
  }

  @Test
  void whoeverElseComesFromTheSameNetworkGetsAPlaceToo() throws Exception {
    List<Carrier> held = new ArrayList<>();
    try (TestServer server = TestServer.in(folder, "files.transfers=4");
        Client one = in(server, HERE, "one");
        Client two = in(server, HERE, "two");
        Client alice = in(server, HERE, "alice")) {
      for (int i = 0; i < 4; i++) {
        Carrier up = carrier(server, HERE, ticket(i < 2 ? one : two, 1_000, i));
        held.add(up);
        up.begins(1_000);
      }
      SentFile.random("f", 1_000, 99).sent(server, alice);
    } finally {
      for (Carrier up : held) {
        up.close();
      }
    }
  }
}
