package parley.client.scripts;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.client.link.Ending;
import parley.client.link.Endurance;
import parley.client.link.Happening;
import parley.client.link.Link;
import parley.client.net.Address;
import parley.protocol.Event;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/** One question to a server, asked on every connection anew, until its asker has enough. */
final class Visit {
  private final Function<String, Request> question;
  private final Consumer<Object> answers;
  private final Link link;
  private boolean refused;

  /**
   * @param later for how long a lost connection is mended
   * @param answers gets each {@link Reply} to the question and each {@link Event.Stats}
   */
  Visit(
      ServerOptions options,
      Address address,
      Duration later,
      Function<String, Request> question,
      Consumer<Object> answers) {
    this.question = question;
    this.answers = answers;
    this.link =
        new Link(
            options.dialer(address, Console::say),
            options.hello(address),
            null,
            new Endurance(Duration.ZERO, later, !options.isNameChosen(address)),
            this::happened);
  }

  /** Asks, and answers the exit code once it is over. */
  int run() throws InterruptedException {
    Console.leaveAtEnd(link);
    link.start();
    Ending ending = link.awaitEnd();
    return refused ? ExitCode.REFUSED : ExitCode.of(ending);
  }

  /** Ends the visit; may be called while an answer is given. */
  void enough() {
    Thread.ofVirtual().start(link::close);
  }

  /** Puts the question once more. */
  void askAgain() {
    link.ask(question);
  }

  private void happened(Happening happening) {
    switch (happening) {
      case Happening.Connected _ -> link.ask(question);
      case Happening.Answered(_, Reply.Refused no) -> {
        Console.say(Printable.line(no.message()));
        refused = true;
        enough();
      }
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
