package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.client.link.Link;
import parley.client.link.LinkEnding;
import parley.client.link.LinkEvent;
import parley.client.link.SavedSessionFile;
import parley.client.net.Address;
import parley.protocol.Event;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * One question to a server, asked on every connection anew, until its asker has enough. It may be
 * asked in a room, and in a place that is kept for the next time.
 */
final class ScriptRequest {
  private final Function<String, Request> question;
  private final Consumer<Object> answers;
  private final ScriptLink script;
  private final Link link;
  private final String room;
  private boolean refused;

  /** A question for which one needs to be nowhere. */
  ScriptRequest(
      ServerOptions options,
      Address address,
      Duration later,
      Function<String, Request> question,
      Consumer<Object> answers)
      throws IOException {
    this(options, address, later, null, null, question, answers);
  }

  /**
   * @param later for how long a lost connection is mended
   * @param room is joined before the question is asked, null for none
   * @param file keeps the place, null where none is kept; it stays its owner's
   * @param answers gets each {@link Reply} to the question and each {@link Event.Stats}
   */
  ScriptRequest(
      ServerOptions options,
      Address address,
      Duration later,
      String room,
      SavedSessionFile file,
      Function<String, Request> question,
      Consumer<Object> answers)
      throws IOException {
    this.room = room;
    this.question = question;
    this.answers = answers;
    script =
        new ScriptLink(options, address, file, Duration.ZERO, later, Console::say, this::happened);
    link = script.link();
  }

  /** Asks, and answers the exit code once it is over. */
  int run() throws InterruptedException {
    script.leaveAtEnd();
    link.start();
    LinkEnding ending = link.awaitEnd();
    keep();
    return refused ? ExitCode.REFUSED : ExitCode.of(ending);
  }

  private void keep() {
    try {
      script.keep();
    } catch (IOException e) {
      Console.say("The place could not be kept: " + e.getMessage());
    }
  }

  /** Ends the request; may be called while an answer is given. */
  void enough() {
    Thread.ofVirtual().start(script::leave);
  }

  /** Puts the question once more. */
  void askAgain() {
    link.ask(question);
  }

  private void happened(LinkEvent event) {
    switch (event) {
      case LinkEvent.Connected _ when room == null -> link.ask(question);
      case LinkEvent.Connected _ -> link.ask(id -> Request.Join.existing(id, room));
      case LinkEvent.Answered(_, Reply.Refused no) -> {
        Console.say(Printable.line(no.message()));
        refused = true;
        enough();
      }
      case LinkEvent.Answered(Request.Join _, _) -> link.ask(question);
      case LinkEvent.Answered(_, Reply reply) -> answers.accept(reply);
      case LinkEvent.Told(Event.Stats stats) -> answers.accept(stats);
      case LinkEvent.Ended ended when !ended.sentence().isEmpty() ->
          Console.say(Printable.lines(ended.sentence()));
      default -> {}
    }
  }
}
