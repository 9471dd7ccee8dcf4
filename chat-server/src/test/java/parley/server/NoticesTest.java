package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.Request.Kind;
import parley.server.archive.Export;
import parley.server.archive.Import;
import parley.server.archive.Progress;
import parley.testkit.Client;

/** A program's word stays one: on the wire, in the log, found, exported and read in again. */
@Timeout(120)
class NoticesTest {
  @TempDir Path folder;

  private static Request.Send notice(String room, String to, String text, String nonce) {
    return new Request.Send("n", room, to, text, nonce, Kind.NOTICE);
  }

  private static List<Kind> kinds(Client client, Request request) throws Exception {
    return client.ask(Reply.History.class, request).messages().stream()
        .map(Event.Message::kind)
        .toList();
  }

  @Test
  void everybodyIsToldThatItIsOne() throws Exception {
    List<String> exported = new ArrayList<>();
    try (TestServer server = TestServer.in(folder);
        Client robot = Client.ndjson(server.plain());
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Typist typist = Typist.named(server.plain(), "typist")) {
      robot.hello("robot");
      robot.join("lobby");
      final long seq =
          robot.ask(Reply.Sent.class, notice("lobby", null, "all is built", "once")).seq();
      assertTrue(
          robot.ask(Reply.Sent.class, notice("lobby", null, "all is built", "once")).duplicate());
      assertEquals(
          ErrorCode.NONCE_REUSED,
          robot.refused(new Request.Send("s", "lobby", null, "all is built", "once", null)));
      robot.ask(Reply.Sent.class, notice(null, "alice", "yours is built", null));
      assertEquals(Kind.NOTICE, alice.event(Event.Message.class, m -> m.seq() == seq).kind());
      assertEquals(Kind.NOTICE, alice.event(Event.Message.class, m -> m.to() != null).kind());
      typist.await("robot (notice): all is built\r\n");

      robot.ask(Reply.Sent.class, new Request.Edit("e", seq, "all is built now", null));
      assertEquals(Kind.NOTICE, alice.event(Event.Edited.class).kind());
      typist.await("-- robot corrected a notice: all is built now\r\n");

      typist.type("/notice I am none");
      assertEquals(
          Kind.NOTICE, alice.event(Event.Message.class, m -> m.from().equals("typist")).kind());

      assertEquals(
          List.of(Kind.NOTICE, Kind.NOTICE),
          kinds(alice, new Request.History("h", "lobby", null, null, null, null)));
      assertEquals(
          List.of(Kind.NOTICE, Kind.NOTICE),
          kinds(alice, new Request.Search("q", "built", null, null, null, null)));
      robot.ask(Reply.Sent.class, new Request.Delete("d", seq));
      alice.event(Event.Deleted.class);
      assertEquals(
          null,
          alice
              .ask(Reply.History.class, new Request.History("h", "lobby", null, null, null, null))
              .messages()
              .getFirst()
              .kind(),
          "what it was is forgotten with it");
    }
    Export.of(folder.resolve("data"), null, 0, exported::add, Progress.NONE);
    try (Import again = Import.into(folder.resolve("again/data"))) {
      for (String line : exported) {
        again.line(line);
      }
      again.end();
    }
    try (TestServer server = TestServer.in(folder.resolve("again"));
        Client bob = Client.in(server.plain(), "bob", "lobby")) {
      assertEquals(
          Kind.NOTICE,
          bob.ask(Reply.History.class, new Request.History("h", "lobby", null, null, null, null))
              .messages()
              .getLast()
              .kind());
    }
  }
}
