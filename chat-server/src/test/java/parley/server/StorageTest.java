package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.admin.Caller;
import parley.server.archive.Checkup;
import parley.server.archive.Progress;
import parley.testkit.Client;

/** The log leaves room on its disk, and takes so much from each person and each network. */
@Timeout(180)
class StorageTest {
  @TempDir Path folder;

  private static Request.Send send(Client from, String text, String nonce) {
    return new Request.Send(from.id(), "lobby", null, text, nonce, null);
  }

  private static boolean scarce(TestServer server) {
    return (Boolean) ((Map<?, ?>) server.server.figures().get("disk")).get("scarce");
  }

  private static void reserve(TestServer server, String bytes) throws Exception {
    server.server.settings().set("log.free-bytes", bytes);
    await().until(() -> scarce(server) == !bytes.equals("0"));
  }

  @Test
  void whereTheDiskIsAlmostFullNothingNewIsTakenAndAllElseGoesOn() throws Exception {
    try (TestServer server = TestServer.in(folder, "log.free-bytes=0");
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client _ = Client.in(server.plain(), "bob", "attic");
        Client carl = Client.framed(server.plain())) {
      Reply.Welcome carlsPlace = carl.hello("carl");
      Reply.Sent said = alice.ask(Reply.Sent.class, send(alice, "there is space", "n1"));
      alice.ask(Reply.Sent.class, new Request.React(alice.id(), said.seq(), "👍", null));
      long kept = alice.say("lobby", "kept").seq();
      carl.reset();

      reserve(server, "1000000GB");
      String digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
      for (Request request :
          List.of(
              send(alice, "now there is none", "n2"),
              new Request.Send(alice.id(), null, "bob", "nor here", null, null, null),
              new Request.Edit(alice.id(), said.seq(), "another text", null),
              new Request.Topic(alice.id(), "lobby", "full"),
              new Request.Nick(alice.id(), "alicia"),
              new Request.Join(alice.id(), "cellar"),
              new Request.Join(alice.id(), "attic"),
              new Request.React(alice.id(), said.seq(), "🎉", null),
              new Request.Read(alice.id(), "lobby", null, kept),
              new Request.Upload(alice.id(), "lobby", null, "a", 1L, digest, null, null))) {
        assertEquals(ErrorCode.STORAGE, alice.refused(request), request::toString);
      }
      try (Client eve = Client.framed(server.plain())) {
        assertEquals(ErrorCode.STORAGE, eve.refused(Request.Hello.as(eve.id(), "eve")));
      }

      assertEquals(
          said.seq(), alice.ask(Reply.Sent.class, send(alice, "there is space", "n1")).seq());
      alice.ask(Reply.Sent.class, new Request.React(alice.id(), said.seq(), "👍", true));
      alice.ask(Reply.Sent.class, new Request.Delete(alice.id(), said.seq()));
      alice.ask(
          Reply.History.class, new Request.History(alice.id(), "lobby", null, null, null, 10));
      try (Client back = Client.framed(server.plain())) {
        assertEquals("carl", back.resume(carlsPlace, null).name());
      }
      alice.ask(Reply.Done.class, new Request.Leave(alice.id(), "lobby"));
      for (String line : List.of("mute bob", "kick bob", "topic lobby quiet")) {
        assertEquals(0, server.server.admin().run(line, Caller.console()).exitCode(), line);
      }

      reserve(server, "0");
      alice.join("lobby");
      alice.say("lobby", "there is space again");
    }
    assertTrue(Checkup.of(folder.resolve("data/log.db"), null, Progress.NONE).whole());
  }

  /** Of what must stay free a quarter more is left by what can do without being written. */
  @Test
  void whatIsOnlyConvenientStopsBeforeTheReserveAndGoesOnWhenThereIsRoom() throws Exception {
    String nearly = Files.getFileStore(folder).getUsableSpace() / 1_000_000 / 10 * 9 + "MB";
    try (TestServer server =
            TestServer.in(folder, "log.free-bytes=" + nearly, "files.free-bytes=0");
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      await().until(() -> ((Map<?, ?>) server.server.figures().get("search")).get("held") != null);
      long seq = alice.say("lobby", "a whale").seq();
      Request.Search whale = new Request.Search(alice.id(), "whale", null, null, null, null);
      Reply.History nothing = alice.ask(Reply.History.class, whale);
      assertEquals(List.of(), nothing.messages());
      assertEquals(
          "The server's disk has no room for the search index: what was said lately is not found.",
          nothing.note());
      String stats = server.server.admin().run("stats", Caller.console()).text();
      assertTrue(stats.contains("it waits until the disk has more than log.free-bytes"), stats);
      String digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
      Request upload = new Request.Upload(alice.id(), "lobby", null, "a", 1L, digest, null, null);
      assertEquals(ErrorCode.STORAGE, alice.refused(upload));
      assertEquals(false, scarce(server));

      server.server.settings().set("log.free-bytes", "0");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  alice
                      .ask(
                          Reply.History.class,
                          new Request.Search(alice.id(), "whale", null, null, null, null))
                      .messages()
                      .stream()
                      .map(m -> m.seq())
                      .toList()
                      .equals(List.of(seq)));
      alice.ask(
          Reply.Ticket.class,
          new Request.Upload(alice.id(), "lobby", null, "a", 1L, digest, null, null));
    }
  }

  /** Only root can make a small disk. */
  @Test
  void aSmallDiskIsNotFilledToItsEnd() throws Exception {
    Path mount = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", mount.toString()),
        "skipped: a small file system can't be mounted here");
    try {
      try (TestServer server = TestServer.in(mount, "log.free-bytes=40MB");
          Client alice = Client.in(server.plain(), "alice", "lobby")) {
        String text = "x".repeat(16_000);
        Reply reply = null;
        long last = 0;
        for (int i = 0; i < 12_000 && !(reply instanceof Reply.Refused); i++) {
          Request.Send request = send(alice, text, "n" + i);
          alice.send(request);
          reply = alice.reply(Reply.class, request.id());
          last = reply instanceof Reply.Sent ok ? ok.seq() : last;
        }
        assertEquals(ErrorCode.STORAGE, assertInstanceOf(Reply.Refused.class, reply).code());
        assertTrue(Files.getFileStore(mount).getUsableSpace() > 2_000_000);
        assertEquals(true, ((Map<?, ?>) server.server.figures().get("search")).get("held"));
        alice.ask(Reply.Sent.class, new Request.Delete(alice.id(), last));
      }
      assertTrue(Checkup.of(mount.resolve("data/log.db"), null, Progress.NONE).whole());
    } finally {
      assertTrue(run("umount", mount.toString()));
    }
  }

  @Test
  void aDaysBytesOfAPersonAndOfANetworkEnd() throws Exception {
    try (TestServer server =
        TestServer.in(
            folder,
            "limits.log-bytes-per-day=100KB",
            "limits.log-bytes-per-day-per-address=250KB")) {
      int taken = 0;
      for (String name : List.of("ann", "ben", "cat", "dan")) {
        try (Client client = Client.framed(server.plain())) {
          Request.Hello hello = Request.Hello.as(client.id(), name);
          client.send(hello);
          if (!(client.reply(Reply.class, hello.id()) instanceof Reply.Welcome)) {
            continue;
          }
          Request join = new Request.Join(client.id(), "lobby");
          client.send(join);
          client.reply(Reply.class, join.id());
          taken += fill(client);
        }
      }
      assertTrue(taken >= 11 && taken <= 15, "16 KB each, 100 of one, 250 of all: " + taken);
    }
  }

  /** What did nothing costs nothing: a refusal, and the same again under its nonce. */
  private static int fill(Client client) throws IOException {
    String text = "x".repeat(16_000);
    int taken = 0;
    for (int i = 0; i < 20; i++) {
      ErrorCode code =
          client.refused(new Request.Send(client.id(), "attic", null, text, null, null, null));
      assertTrue(code == ErrorCode.NOT_A_MEMBER || code == ErrorCode.RATE_LIMITED, code::wire);
    }
    for (int i = 0; i < 12; i++) {
      for (int again = 0; again < 3; again++) {
        Request.Send request = send(client, text, "n" + i);
        client.send(request);
        Reply reply = client.reply(Reply.class, request.id());
        if (reply instanceof Reply.Refused refused) {
          assertTrue(
              refused.code() == ErrorCode.RATE_LIMITED || refused.code() == ErrorCode.NOT_A_MEMBER);
          assertTrue(refused.code() != ErrorCode.RATE_LIMITED || refused.retryAfter() > 0);
          return taken;
        }
        assertEquals(again == 0 ? null : true, ((Reply.Sent) reply).duplicate());
      }
      taken++;
    }
    return taken;
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
