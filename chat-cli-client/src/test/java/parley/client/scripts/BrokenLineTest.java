package parley.client.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Peer;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;

/** The program itself, as a script runs it, with a line that breaks where it hurts. */
class BrokenLineTest {
  private static final String AT = "2026-11-21T09:30:00.123Z";

  @TempDir Path folder;

  private Process run(String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(ClientProgram.command(List.of(arguments)));
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    return builder.start();
  }

  private int end(Process process) throws InterruptedException {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it goes on for ever");
    return process.exitValue();
  }

  private String printed(String stream) throws IOException {
    return Files.readString(folder.resolve(stream), StandardCharsets.UTF_8);
  }

  private static Event.Message message(long seq) {
    return new Event.Message(
        seq, new Addressee.Room("ops"), new Author("g2", "bob"), Content.of("message " + seq), AT);
  }

  private static void joined(Peer.Conversation line) throws IOException {
    Request.Join join = line.receive(Request.Join.class);
    line.send(new Reply.Joined(join.id(), 50L, "ops", "", 1, List.of(), false, 50));
  }

  @Test
  void tailPrintsEachMessageOnceThoughItsQuestionsWentUnanswered() throws Exception {
    try (Peer peer = new Peer()) {
      String server = "alice@127.0.0.1:" + peer.port();
      Process tail = run("tail", "--plain", "--server", server, "--since", "10", "--json", "ops");
      Peer.Conversation first = peer.accept();
      first.welcome("g1", "s1", "log", 40);
      first.receive(Request.Join.class);
      first.cut();

      Peer.Conversation second = peer.accept();
      second.welcome("g1", "s1", "log", 40);
      joined(second);
      Request.History asked = second.receive(Request.History.class);
      assertEquals(10, asked.after());
      second.send(message(51));
      second.send(new Reply.History(asked.id(), List.of(message(20), message(30)), true));
      Request.History more = second.receive(Request.History.class);
      assertEquals(30, more.after());
      second.cut();

      Peer.Conversation third = peer.accept();
      third.welcome("g1", "s1", "log", 51);
      joined(third);
      Request.History again = third.receive(Request.History.class);
      assertEquals(30, again.after());
      third.send(new Reply.History(again.id(), List.of(message(40), message(51)), false));
      third.send(message(52));
      third.send(new Event.Bye(null, "kicked", "You were removed."));
      assertEquals(ExitCode.REFUSED, end(tail));
    }
    assertEquals(
        List.of("20", "30", "40", "51", "52"),
        printed("out").lines().map(l -> l.replaceAll(".*\"seq\":(\\d+).*", "$1")).toList());
    assertTrue(printed("err").contains("You were removed."), printed("err"));
  }

  @Test
  void sendSaysItAgainNotesEachConfirmationAndSaysWhatIsNotConfirmed() throws Exception {
    Path acks = folder.resolve("acks");
    try (Peer peer = new Peer()) {
      String server = "alice@127.0.0.1:" + peer.port();
      Process send =
          run("send", "--plain", "--server", server, "--acks", acks.toString(), "ops", "hi", "you");
      Peer.Conversation first = peer.accept();
      first.welcome("g1", "s1", "log", 40);
      Request.Send said = first.receive(Request.Send.class);
      first.cut();

      Peer.Conversation second = peer.accept();
      second.welcome("g1", "s1", "log", 40);
      Request.Send again = second.receive(Request.Send.class);
      assertEquals(said.nonce(), again.nonce());
      assertEquals(List.of(true, true), List.of(said.passing(), again.passing()));
      second.send(new Reply.Sent(again.id(), 51, AT, true));
      Request.Bye bye = second.receive(Request.Bye.class);
      second.send(new Event.Bye(bye.id(), "bye", "Bye."));
      assertEquals(ExitCode.OK, end(send));
      String note = Files.readString(acks);
      assertTrue(note.contains("\"seq\":51") && note.contains(said.nonce()), note);
      assertTrue(note.contains("\"text\":\"hi you\"") && note.endsWith("\n"), note);

      Process lost = run("send", "--plain", "--server", server, "--create", "ops", "hi");
      Peer.Conversation third = peer.accept();
      third.welcome("g1", "s1", "log", 40);
      third.receive(Request.Join.class);
      third.receive(Request.Send.class);
      third.cut();
      Peer.Conversation fourth = peer.accept();
      Request.Hello hello = fourth.receive(Request.Hello.class);
      fourth.send(new Reply.Refused(hello.id(), ErrorCode.BAD_SESSION, "It expired.", null));
      fourth.welcome("g2", "s2", "log", 60);
      joined(fourth);
      Request.Bye end = fourth.receive(Request.Bye.class);
      fourth.send(new Event.Bye(end.id(), "bye", "Bye."));
      assertEquals(ExitCode.UNCONFIRMED, end(lost));
      assertTrue(printed("err").contains("not sent again"), printed("err"));
    }
  }

  @Test
  void exitCodesSayWhatWentWrong() throws Exception {
    assertEquals(ExitCode.USAGE, end(run("send")));
    assertTrue(printed("err").contains("chat send --help"), printed("err"));
    assertEquals(ExitCode.USAGE, end(run("rooms", "host:port")));
    assertEquals(ExitCode.USAGE, end(run("sned", "lobby")));
    assertTrue(
        printed("err").startsWith("chat: “sned” is neither a command") // and no parser's words
            && printed("err").contains("Did you mean send?"),
        printed("err"));
    try (Peer peer = new Peer()) {
      Process rooms = run("rooms", "--plain", "alice@127.0.0.1:" + peer.port());
      Peer.Conversation line = peer.accept();
      Request.Hello hello = line.receive(Request.Hello.class);
      line.send(new Reply.Refused(hello.id(), ErrorCode.BANNED, "You are \u001b[1mbanned.", null));
      assertEquals(ExitCode.REFUSED, end(rooms));
      assertTrue(printed("err").contains("You are \\x1b[1mbanned."), printed("err"));
    }
  }
}
