package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.log.RawBytes;
import parley.testkit.Client;

/** A whole server, and the raw bytes of all its files. */
class DeletedForGoodTest {
  @TempDir Path folder;

  @Test
  void whatIsDeletedOrEditedIsInNoFileOfTheServer() throws Exception {
    String first = "Das Kennwort ist Möhrensalat 🥕 8812";
    String second = "my password is swordfish-8813";
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      long deleted = alice.say("lobby", first).seq();
      long edited = alice.say("lobby", second).seq();
      assertFalse(RawBytes.holding(folder, first).isEmpty(), "it can be found at all");
      assertFalse(RawBytes.holding(folder, second).isEmpty(), "it can be found at all");

      alice.ask(Reply.Sent.class, new Request.Delete(alice.id(), deleted));
      alice.ask(Reply.Sent.class, new Request.Edit(alice.id(), edited, "never mind", null));

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  RawBytes.holding(folder, first).isEmpty()
                      && RawBytes.holding(folder, second).isEmpty());
    }
  }

  /** Its name has a word for the index too. */
  @Test
  void ofAFileWhoseMessageIsDeletedNeitherNameNorDigestNorBytesAreLeft() throws Exception {
    SentFile file = new SentFile("plan nr8814x.pdf", "the bytes of 8815".getBytes(UTF_8));
    List<String> traces = List.of("nr8814x", file.sha256(), "the bytes of 8815");
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "lobby")) {
      long seq = file.sent(server, alice);
      Request.Search search = new Request.Search("s", "nr8814x", null, null, null, null);
      assertEquals(1, alice.ask(Reply.History.class, search).messages().size());
      for (String trace : traces) {
        assertFalse(RawBytes.holding(folder, trace).isEmpty(), "it can be found at all: " + trace);
      }
      alice.ask(Reply.Sent.class, new Request.Delete(alice.id(), seq));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                for (String trace : traces) {
                  assertEquals(List.of(), RawBytes.holding(folder, trace), trace);
                }
                assertFalse(Files.exists(stored(file)));
              });
      assertEquals(0, alice.ask(Reply.History.class, search).messages().size());
    }
  }

  private Path stored(SentFile file) {
    String sha256 = file.sha256();
    return folder.resolve("data/files").resolve(sha256.substring(0, 2)).resolve(sha256);
  }
}
