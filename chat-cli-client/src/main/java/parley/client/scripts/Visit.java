package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.client.link.Ending;
import parley.client.link.Endurance;
import parley.client.link.Happening;
import parley.client.link.Link;
import parley.client.link.Place;
import parley.client.link.PlaceFile;
import parley.client.net.Address;
import parley.protocol.Event;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * One question to a server, asked on every connection anew, until its asker has enough. It may be
 * asked in a room, and in a place that is kept for the next time.
 */
final class Visit {
  private final Function<String, Request> question;
  private final Consumer<Object> answers;
  private final Link link;
  private final String room;
  private final PlaceFile file;
  private boolean refused;

  /** A question for which one needs to be nowhere. */
  Visit(
      ServerOptions options,
      Address address,
      Duration later,
      Function<String, Request> question,
      Consumer<Object> answers) {
    this(options, address, later, null, null, null, question, answers);
  }

  /**
   * @param later for how long a lost connection is mended
   * @param room is joined before the question is asked, null for none; {@code @NAME} is none
   * @param before the place to take back, null for a new one
   * @param file keeps the place, null where none is kept; it stays its owner's
   * @param answers gets each {@link Reply} to the question and each {@link Event.Stats}
   */
  Visit(
      ServerOptions options,
      Address address,
      Duration later,
      String room,
      Place before,
      PlaceFile file,
      Function<String, Request> question,
      Consumer<Object> answers) {
    this.room = room == null || room.startsWith("@") ? null : room;
    this.file = file;
    this.question = question;
    this.answers = answers;
    this.link =
        new Link(
            options.dialer(address, Console::say),
            options.hello(address),
            before,
            new Endurance(Duration.ZERO, later, !options.isNameChosen(address)),
            this::happened);
  }

  /** Asks, and answers the exit code once it is over. */
  int run() throws InterruptedException {
    if (file == null) {
      Console.leaveAtEnd(link);
    }
    link.start();
    Ending ending = link.awaitEnd();
    if (file != null && link.place() != null) {
      keep();
    }
    return refused ? ExitCode.REFUSED : ExitCode.of(ending);
  }

  private void keep() {
    try {
      file.save(link.place());
    } catch (IOException e) {
      Console.say("The place could not be kept: " + e.getMessage());
    }
  }

  /** Ends the visit; may be called while an answer is given. */
  void enough() {
    Thread.ofVirtual().start(file == null ? link::close : link::abandon);
  }

  /** Puts the question once more. */
  void askAgain() {
    link.ask(question);
  }

  private void happened(Happening happening) {
    switch (happening) {
      case Happening.Connected _ when room == null -> link.ask(question);
      case Happening.Connected _ -> link.ask(id -> new Request.Join(id, room));
      case Happening.Answered(_, Reply.Refused no) -> {
        Console.say(Printable.line(no.message()));
        refused = true;
        enough();
      }
      case Happening.Answered(Request.Join _, _) -> link.ask(question);
      case Happening.Answered(_, Reply reply) -> answers.accept(reply);
      case Happening.Told(Event.Stats stats) -> answers.accept(stats);
      case Happening.Lost lost ->
          Console.say(
              Printable.line(lost.why()) + " Trying again in " + lost.delay().toMillis() + " ms.");
      case Happening.Ended ended when !ended.sentence().isEmpty() ->
          Console.say(Printable.lines(ended.sentence()));
      default -> {}
    }
  }
}
