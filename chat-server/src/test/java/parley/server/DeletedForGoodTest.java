package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.log.RawBytes;

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

      alice.ask(Reply.Ok.class, new Request.Delete(alice.id(), deleted));
      alice.ask(Reply.Ok.class, new Request.Edit(alice.id(), edited, "never mind", null));

      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  RawBytes.holding(folder, first).isEmpty()
                      && RawBytes.holding(folder, second).isEmpty());
    }
  }
}
