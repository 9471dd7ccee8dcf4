package parley.client.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.client.Peer;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.ReplyTo;
import parley.protocol.Request;

/** {@code chat ask} as a script runs it, with a server that does what is rare. */
class AskTest {
  private static final String ASKED = "2026-11-21T09:30:00.000Z";
  private static final String SOON = "2026-11-21T09:30:59.999Z";
  private static final String LATE = "2026-11-21T09:31:00.001Z";

  @TempDir Path folder;
  private Peer peer;
  private Process ask;

  @BeforeEach
  void listen() throws IOException {
    peer = new Peer();
  }

  @AfterEach
  void end() throws IOException {
    peer.close();
    if (ask != null) {
      ask.destroyForcibly();
    }
  }

  private void run(String... arguments) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("ask", "--plain", "--server", "robot@127.0.0.1:" + peer.port()));
    words.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(ClientProgram.command(words));
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    ask = builder.start();
  }

  private void ends(int code, String printed) throws Exception {
    assertTrue(ask.waitFor(60, TimeUnit.SECONDS), "it goes on for ever");
    String errors = read("err");
    assertEquals(code, ask.exitValue(), errors);
    assertEquals(printed, read("out"), errors);
  }

  private String read(String stream) throws IOException {
    return Files.readString(folder.resolve(stream), StandardCharsets.UTF_8);
  }

  private static Event.Message message(
      long seq, String room, String from, String text, String at, Long replyTo) {
    String to = room == null ? "robot" : null;
    return new Event.Message(
        seq,
        Addressee.ofFields(room, to, null),
        new Author("g-" + from, from),
        new Content(text, null, ReplyTo.of(replyTo, null), null),
        at);
  }

  private static Event.Message said(long seq, String from, String text) {
    return message(seq, "ops", from, text, SOON, null);
  }

  private static void joined(Peer.Conversation line) throws IOException {
    Request.Join join = line.receive(Request.Join.class);
    line.send(new Reply.Joined(join.id(), 40L, "ops", "", 1, List.of(), false, 40));
  }

  /** Takes the question and says that it is number 50. */
  private static Request.Send asked(Peer.Conversation line) throws IOException {
    Request.Send question = line.receive(Request.Send.class);
    line.send(new Reply.Sent(question.id(), 50, ASKED, false));
    return question;
  }

  private static Request.History readBack(Peer.Conversation line, Event.Message... messages)
      throws IOException {
    Request.History history = line.receive(Request.History.class);
    line.send(new Reply.History(history.id(), List.of(messages), false));
    return history;
  }

  /** What is said at last, and the goodbye. */
  private static Request.Send concluded(Peer.Conversation line) throws IOException {
    Request.Send conclusion = line.receive(Request.Send.class);
    line.ok(conclusion, 90);
    Request.Bye bye = line.receive(Request.Bye.class);
    line.send(new Event.Bye(bye.id(), "bye", "Bye."));
    return conclusion;
  }

  @Test
  void onlyAnAnswerToTheQuestionCounts() throws Exception {
    run("--timeout", "1m", "--from", "bob,Carol", "--json", "#ops", "deploy", "it?");
    Peer.Conversation line = peer.accept();
    line.welcome("g1", "s1", "log", 40);
    joined(line);
    line.send(said(49, "bob", "yes"));
    Request.Send question = asked(line);
    assertEquals("deploy it? (yes or no, from bob or Carol, within 1 min)", question.text());
    assertEquals(50, readBack(line).after());
    line.send(message(51, "dev", "bob", "yes", SOON, null));
    line.send(message(52, "ops", "bob", "yes", SOON, 48L));
    line.send(message(53, null, "bob", "yes", SOON, null));
    line.send(said(54, "mallory", "yes"));
    line.send(said(55, "bob", "yes, but later"));
    line.send(message(56, "ops", "bob", "yes", LATE, null));
    for (Request.Kind kind : List.of(Request.Kind.ACTION, Request.Kind.NOTICE)) {
      line.send(
          new Event.Message(
              57,
              new Addressee.Room("ops"),
              new Author("g-bob", "bob"),
              new Content("yes", kind, null, null),
              SOON));
    }
    line.send(
        new Event.Message(
            58, new Addressee.Room("ops"), new Author("g1", "bob"), Content.of("yes"), SOON));
    line.send(message(59, "OPS", "CAROL", "robot: No", SOON, 50L));
    line.send(said(60, "bob", "yes"));
    Request.Send taken = concluded(line);
    assertEquals("Taken: no, from CAROL.", taken.text());
    assertEquals(50, taken.replyTo());
    ends(
        12,
        "{\"choice\":\"no\",\"number\":2,\"from\":\"CAROL\",\"fromId\":\"g-CAROL\","
            + "\"question\":50,\"seq\":59,\"at\":\""
            + SOON
            + "\"}\n");
    assertTrue(read("err").contains("mallory answered too"), read("err"));
  }

  @Test
  void aBrokenLineAsksTheSameAgainAndMissesNoAnswer() throws Exception {
    run("ops", "deploy?");
    Peer.Conversation first = peer.accept();
    first.welcome("g1", "s1", "log", 40);
    joined(first);
    Request.Send question = first.receive(Request.Send.class);
    first.cut();

    Peer.Conversation second = peer.accept();
    assertEquals("s1", second.welcome("g1", "s1", "log", 50).session());
    // The server had it, and somebody answered before this is known.
    second.send(said(51, "bob", "no"));
    joined(second);
    Request.Send again = second.receive(Request.Send.class);
    assertEquals(question.nonce(), again.nonce());
    second.send(new Reply.Sent(again.id(), 50, ASKED, true));
    readBack(second, said(51, "bob", "no"));
    assertEquals("Taken: no, from bob.", concluded(second).text());
    ends(12, "no\n");
  }

  @Test
  void anAnswerThatCameWhileThePlaceWasLostIsReadBack() throws Exception {
    run("ops", "deploy?");
    Peer.Conversation first = peer.accept();
    first.welcome("g1", "s1", "log", 40);
    joined(first);
    asked(first);
    readBack(first);
    first.cut();

    Peer.Conversation second = peer.accept();
    Request.Hello hello = second.receive(Request.Hello.class);
    second.send(new Reply.Refused(hello.id(), ErrorCode.BAD_SESSION, "It expired.", null));
    assertNull(second.welcome("g2", "s2", "log", 60).session());
    joined(second);
    assertEquals(50, readBack(second, said(55, "bob", "Yes")).after());
    concluded(second);
    ends(0, "yes\n");
  }

  @Test
  void aQuestionThatMayHaveBeenAskedByAnotherIdentityIsNotAskedTwice() throws Exception {
    run("ops", "deploy?");
    Peer.Conversation first = peer.accept();
    first.welcome("g1", "s1", "log", 40);
    joined(first);
    first.receive(Request.Send.class);
    first.cut();

    Peer.Conversation second = peer.accept();
    Request.Hello hello = second.receive(Request.Hello.class);
    second.send(new Reply.Refused(hello.id(), ErrorCode.BAD_SESSION, "It expired.", null));
    second.welcome("g2", "s2", "log", 60);
    Request next = second.receive();
    assertTrue(next instanceof Request.Bye, next::toString);
    second.send(new Event.Bye(next.id(), "bye", "Bye."));
    ends(ExitCode.UNCONFIRMED, "");
  }

  @Test
  void whatWasAnsweredInTimeCountsThoughTheLineWasDownAtTheEnd() throws Exception {
    run("--timeout", "1s", "ops", "deploy?");
    Peer.Conversation first = peer.accept();
    first.welcome("g1", "s1", "log", 40);
    joined(first);
    asked(first);
    readBack(first);
    String inTime = "2026-11-21T09:30:01.000Z";
    String late = "2026-11-21T09:30:01.001Z";
    // The time is over; what the log holds decides.
    Request.History last = first.receive(Request.History.class);
    assertEquals(50, last.after());
    first.cut();

    Peer.Conversation second = peer.accept();
    second.welcome("g1", "s1", "log", 55);
    joined(second);
    second.send(message(53, "ops", "eve", "no", inTime, null));
    Request.History again = second.receive(Request.History.class);
    assertEquals(50, again.after());
    second.send(
        new Reply.History(
            again.id(),
            List.of(
                message(52, "ops", "dave", "yes", late, null),
                message(53, "ops", "eve", "no", inTime, null)),
            false));
    assertEquals("Taken: no, from eve.", concluded(second).text());
    ends(12, "no\n");
  }

  @Test
  void nobodyAnswersAndTheRoomIsTold() throws Exception {
    run("--timeout", "1s", "@bob", "Lunch?");
    Peer.Conversation line = peer.accept();
    line.welcome("g1", "s1", "log", 40);
    Request.Send question = asked(line);
    assertEquals("bob", question.to());
    readBack(line, message(51, null, "carol", "yes", ASKED, null));
    assertEquals("bob", readBack(line).with());
    Request.Send told = concluded(line);
    assertEquals("Nobody answered within 1 s; answers do not count any more.", told.text());
    ends(ExitCode.TIMED_OUT, "");
  }

  @Test
  void whatEndsTheAskingIsNeverTakenForAnAnswer() throws Exception {
    run("ops", "deploy?");
    Peer.Conversation line = peer.accept();
    line.welcome("g1", "s1", "log", 40);
    joined(line);
    asked(line);
    readBack(line);
    line.send(new Event.Deleted(51, 50, "ops", null, "op", "u1", "robot", SOON));
    Request.Bye bye = line.receive(Request.Bye.class);
    line.send(new Event.Bye(bye.id(), "bye", "Bye."));
    ends(ExitCode.REFUSED, "");

    run("ops", "deploy?");
    Peer.Conversation stopped = peer.accept();
    stopped.welcome("g1", "s1", "log", 40);
    joined(stopped);
    asked(stopped);
    readBack(stopped);
    ask.destroy();
    assertEquals("No longer asked; answers do not count any more.", concluded(stopped).text());
    ends(143, "");

    run("--choices", "yes,YES", "ops", "deploy?");
    ends(ExitCode.USAGE, "");
    peer.close();
    run("ops", "deploy?");
    ends(ExitCode.UNREACHABLE, "");
  }
}
