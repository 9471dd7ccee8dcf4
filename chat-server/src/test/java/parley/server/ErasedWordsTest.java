package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.archive.Checkup;
import parley.server.archive.Progress;
import parley.server.log.Log;
import parley.server.log.RawBytes;
import parley.server.logfile.LogFolder;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.ServerRole;
import parley.testkit.Client;
import parley.testkit.ServerProcess;

/**
 * An account goes, and all that it said with it: from every file of the server, and nobody else's.
 */
class ErasedWordsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private static String console(TestServer server, String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  private static Client account(TestServer server, String name) throws Exception {
    Client client = Client.in(server.plain(), name, "lobby");
    client.ask(Reply.Registered.class, new Request.Register("a", null, "correct horse", null));
    return client;
  }

  private static Request.Search search(String word) {
    return new Request.Search("s", word, null, null, null, null);
  }

  private void whole() throws Exception {
    Checkup.Result found =
        Checkup.of(folder.resolve("data").resolve(LogFolder.FILE), null, Progress.NONE);
    assertEquals(List.of(), found.findings());
  }

  private void isNowhere(String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertEquals(List.of(), RawBytes.holding(folder, text), text));
  }

  @Test
  void whatAnAccountSaidIsInNoFileAnyMoreAndOthersWordsStay() throws Exception {
    SentFile file = new SentFile("plan nr8844x.pdf", "the bytes of 8845".getBytes(UTF_8));
    try (TestServer server = TestServer.in(folder, "accounts.registration=open");
        Client bob = account(server, "bob")) {
      try (Client alice = account(server, "alice")) {
        alice.say("lobby", "swordfish-8841 in the lobby");
        alice.ask(
            Reply.Sent.class, new Request.Send("d", null, "bob", "8842 for bob", null, null, null));
        long edited = alice.say("lobby", "before it was put right").seq();
        alice.ask(Reply.Sent.class, new Request.Edit("e", edited, "8843 is right", null));
        file.sent(server, alice);
        alice.join("side");
        alice.say("side", "8846, where nobody else is");
      }
      bob.say("lobby", "bob's own 8847");
      bob.ask(
          Reply.Sent.class, new Request.Send("b", null, "alice", "8848 to her", null, null, null));
      assertEquals(1, bob.ask(Reply.History.class, search("swordfish")).messages().size());

      String told = console(server, "account delete alice --erase --yes");

      assertTrue(told.contains("is being erased"), told);
      for (String gone :
          List.of(
              "swordfish-8841",
              "8842 for bob",
              "8843 is right",
              "nr8844x",
              file.sha256(),
              "the bytes of 8845",
              "8846, where")) {
        isNowhere(gone);
      }
      assertEquals("alice", bob.event(Event.Deleted.class).by());
      assertFalse(RawBytes.holding(folder, "bob's own 8847").isEmpty());
      assertFalse(RawBytes.holding(folder, "8848 to her").isEmpty());
      assertEquals(0, bob.ask(Reply.History.class, search("swordfish")).messages().size());
      await()
          .atMost(PATIENCE)
          .until(() -> console(server, "audit").contains("erased all that alice said"));
      assertTrue(console(server, "audit alice").contains("account delete alice --erase"));
      assertFalse(console(server, "audit").contains("deleted message"), "buries nothing");
    }
    whole();
  }

  @Test
  void whoIsDeletedAlreadyCanBeErasedLaterAndNobodyElse() throws Exception {
    try (TestServer server = TestServer.in(folder, "accounts.registration=open");
        Client bob = account(server, "bob")) {
      try (Client alice = account(server, "alice")) {
        alice.say("lobby", "swordfish-8851");
      }
      bob.say("lobby", "bob's 8852");
      console(server, "account delete alice");
      assertFalse(RawBytes.holding(folder, "swordfish-8851").isEmpty(), "it is kept");
      console(server, "account rename bob robert");
      for (String other : List.of("bob", "nobody")) {
        AdminResult refused =
            server
                .server
                .admin()
                .run("account delete " + other + " --erase --yes", Caller.console());
        assertTrue(refused.text().contains("no account"), refused.text());
      }
      console(server, "account delete alice --erase --yes");
      isNowhere("swordfish-8851");
      assertFalse(RawBytes.holding(folder, "bob's 8852").isEmpty());
    }
    whole();
  }

  private static ErrorCode refused(Client who, String password, Boolean account) throws Exception {
    return who.refused(new Request.Forget(who.id(), password, account));
  }

  @Test
  void peopleEraseTheirOwnAsFarAsTheOperatorLetsThem() throws Exception {
    try (TestServer server = TestServer.in(folder, "accounts.registration=open");
        Client bob = account(server, "bob");
        Client alice = account(server, "alice")) {
      alice.say("lobby", "swordfish-8871");
      bob.say("lobby", "bob's 8872");
      assertEquals(ErrorCode.FORBIDDEN, refused(alice, "correct horse", null));
      console(server, "limits set accounts.forget words");
      assertEquals(ErrorCode.FORBIDDEN, refused(alice, "correct horse", true));
      assertEquals(ErrorCode.BAD_PASSWORD, refused(alice, "wrong horse", null));
      assertFalse(RawBytes.holding(folder, "swordfish-8871").isEmpty());
      alice.ask(Reply.Done.class, new Request.Forget("f", "correct horse", null));
      isNowhere("swordfish-8871");
      alice.say("lobby", "and goes on, 8873");
      console(server, "limits set accounts.forget account");
      alice.send(new Request.Forget("g", "correct horse", true));
      isNowhere("goes on, 8873");
      assertFalse(console(server, "account").contains("alice"));
      assertFalse(RawBytes.holding(folder, "bob's 8872").isEmpty());
      assertTrue(console(server, "audit alice").contains("deleted the account alice"));
    }
    whole();
  }

  /** The same as a person types it. */
  @Test
  void whoTypesErasesTheirOwnAndWhatWasSaidInTheirRoom() throws Exception {
    try (TestServer server = TestServer.in(folder, "accounts.registration=open");
        Client alice = account(server, "alice");
        Typist typist = Typist.at(server.plain())) {
      typist.type("alice");
      typist.await("Its password");
      typist.type("correct horse");
      typist.await("-- you are in lobby");
      typist.type("/forget correct horse");
      typist.await("! ");
      console(server, "limits set accounts.forget words");
      typist.type("/join den");
      typist.await("-- you are in den");
      typist.type("swordfish-8881");
      alice.event(Event.Message.class, m -> m.text().equals("swordfish-8881"));
      typist.type("/archive --everything");
      typist.await("! It goes: /archive [--erase]");
      assertFalse(RawBytes.holding(folder, "swordfish-8881").isEmpty());
      typist.type("/archive --erase");
      typist.await("What was said in den until now is erased.");
      isNowhere("swordfish-8881");
      typist.type("in an archived room");
      typist.await("! den is archived");
      typist.type("/join lobby");
      typist.await("-- you are in lobby");
      typist.type("swordfish-8882");
      alice.event(Event.Message.class, m -> m.text().equals("swordfish-8882"));
      typist.type("/forget wrong horse");
      typist.await("! ");
      typist.type("/forget correct horse account");
      typist.await("! ");
      assertFalse(RawBytes.holding(folder, "swordfish-8882").isEmpty());
      typist.type("/forget correct horse");
      isNowhere("swordfish-8882");
      console(server, "limits set accounts.forget account");
      typist.type("/forget correct horse account");
      typist.rest();
      assertFalse(console(server, "account").contains("alice"));
    }
    whole();
  }

  /** Half of a file is kept for a day, to be gone on with. */
  private static void uploadsHalf(TestServer server, Client who, String text) throws Exception {
    SentFile file = new SentFile("half", text.repeat(100_000).getBytes(UTF_8));
    try (Carrier up = Carrier.with(server.plain(), Mode.NDJSON, file.offered(who).ticket(), 0)) {
      up.begins(file.bytes().length);
      up.send(file.bytes(), 0, file.bytes().length / 2);
    }
  }

  @Test
  void whatSomebodyBeganToUploadGoesToo() throws Exception {
    try (TestServer server =
            TestServer.in(folder, "accounts.registration=open", "accounts.forget=account");
        Client alice = account(server, "alice");
        Client bob = account(server, "bob");
        Client carl = account(server, "carl")) {
      uploadsHalf(server, alice, "unfinished-8881 ");
      uploadsHalf(server, bob, "unfinished-8882 ");
      uploadsHalf(server, carl, "unfinished-8883 ");
      for (int i = 8881; i <= 8883; i++) {
        String there = "unfinished-" + i;
        await().until(() -> !RawBytes.holding(folder, there).isEmpty());
      }
      alice.ask(Reply.Done.class, new Request.Forget("f", "correct horse", null));
      console(server, "account delete bob --erase --yes");
      isNowhere("unfinished-8881");
      isNowhere("unfinished-8882");
      assertFalse(RawBytes.holding(folder, "unfinished-8883").isEmpty());
    }
    whole();
  }

  @Test
  void anOwnerErasesWhatWasSaidInARoomAndItIsNoted() throws Exception {
    try (TestServer server = TestServer.in(folder, "accounts.registration=open");
        Client alice = account(server, "alice");
        Client bob = account(server, "bob")) {
      alice.join("ops");
      bob.join("ops");
      long erased = bob.say("ops", "swordfish-8861").seq();
      bob.say("lobby", "8862 elsewhere");
      assertEquals(ErrorCode.FORBIDDEN, bob.refused(new Request.Erase("b", "ops", true)));
      alice.ask(Reply.Done.class, new Request.Erase("a", "ops", true));
      isNowhere("swordfish-8861");
      for (long seq : List.of(erased, 1_000_000L)) {
        assertEquals(ErrorCode.NO_SUCH_MESSAGE, bob.refused(new Request.Delete("x", seq)));
      }
      assertFalse(RawBytes.holding(folder, "8862 elsewhere").isEmpty());
      assertTrue(bob.event(Event.Notice.class).text().contains("is erased"));
      assertTrue(bob.refused(Request.Send.toRoom("s", "ops", "more")) == ErrorCode.FORBIDDEN);
      assertTrue(console(server, "audit alice").contains("erase what was said in ops"));
      console(server, "room set ops archived off");
      bob.say("ops", "swordfish-8863");
      assertTrue(console(server, "room erase ops --yes").contains("1 message"));
      isNowhere("swordfish-8863");
      bob.say("ops", "and goes on");
    }
    whole();
  }

  // ---- many words -----------------------------------------------------------------------------

  /** What an account said, and that it is to be erased; nothing of it is done yet. */
  private void said(int messages) throws Exception {
    try (Log log = Log.open(folder.resolve("data"), 0)) {
      List<Entry> entries = new ArrayList<>();
      List<Change.Lasting> changes = new ArrayList<>();
      changes.add(new Change.AccountMade("a1", "alice", ServerRole.MEMBER, "server", null));
      changes.add(new Change.Joined("lobby", "a1", "alice"));
      for (int i = 0; i < messages; i++) {
        changes.add(
            new Change.Said(
                new Addressee.Room("lobby"),
                new Author("a1", "alice"),
                Content.of("swordfish-" + (1_000_000 + i)),
                null));
      }
      changes.add(new Change.Left("lobby", "a1", "alice", "quit"));
      changes.add(new Change.AccountDeleted("a1", "alice", "server"));
      changes.add(new Change.ErasureBegun("a1", "alice", messages + 2L, "server"));
      for (Change.Lasting change : changes) {
        entries.add(new Entry(log.last() + 1 + entries.size(), 1_000, change));
        if (entries.size() == 1_000) {
          log.append(entries);
          entries.clear();
        }
      }
      log.append(entries);
    }
  }

  private long left(long of) throws Exception {
    try (Log log = Log.open(folder.resolve("data"), 0)) {
      return log.saidIn("lobby", 0, of);
    }
  }

  @Test
  void itGoesOnWhereAServerWasKilledInTheMiddle() throws Exception {
    int messages = 3_000;
    said(messages);
    ServerProcess server = ServerProcess.onClassPath(folder, List.of(), Map.of());
    try (server) {
      server.start();
      try (Client bob = Client.in(server.address(), "bob", "lobby")) {
        bob.event(Event.Deleted.class);
        server.kill();
      }
      long left = left(messages + 2L);
      assertTrue(left > 0 && left < messages, "in the middle: " + left);
      server.start();
      isNowhere("swordfish-1000000");
      isNowhere("swordfish-" + (1_000_000 + messages - 1));
      server.stop();
    }
    assertEquals(0, left(messages + 2L));
    whole();
  }

  /** While 200,000 messages are taken back, somebody else's hardly wait. */
  @Test
  @Tag("campaign")
  void othersHardlyWaitWhileMuchIsErased() throws Exception {
    int messages = 200_000;
    said(messages);
    try (TestServer server = TestServer.in(folder);
        Client bob = Client.in(server.plain(), "bob", "side")) {
      List<Long> waits = new ArrayList<>();
      long began = System.nanoTime();
      while (!console(server, "audit").contains("erased all that alice said")) {
        waits.addAll(sends(bob));
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      List<Long> quiet = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        quiet.addAll(sends(bob));
      }
      String figures =
          "erased %,d messages in %.1f s; %,d sends meanwhile: %s; afterwards: %s"
              .formatted(messages, seconds, waits.size(), told(waits), told(quiet));
      System.out.println(figures);
      assertTrue(percentile(waits, 99) < percentile(quiet, 99) + 100_000_000, figures);
    }
    whole();
  }

  /** How long some messages of somebody else took. */
  private static List<Long> sends(Client who) throws Exception {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      long from = System.nanoTime();
      who.say("side", "still there");
      waits.add(System.nanoTime() - from);
    }
    return waits;
  }

  private static long percentile(List<Long> waits, int percent) {
    return waits.stream().sorted().skip(waits.size() * (long) percent / 100).findFirst().get();
  }

  private static String told(List<Long> waits) {
    return "median %.1f ms, p99 %.1f ms, slowest %.1f ms"
        .formatted(
            percentile(waits, 50) / 1e6,
            percentile(waits, 99) / 1e6,
            waits.stream().mapToLong(Long::longValue).max().getAsLong() / 1e6);
  }
}
