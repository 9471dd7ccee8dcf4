package parley.server.admin;

import java.util.Optional;
import parley.protocol.Reply;
import parley.server.decide.Act.BecomeOperator;
import parley.server.net.Network;
import parley.server.sequence.Sequencer;
import parley.server.session.TokenGuesses;
import parley.server.state.Asker;

/**
 * {@code claim TOKEN}: the one command that is everybody's. It is read here, by hand, so that
 * nothing of a stranger's line reaches what reads the operators' commands.
 */
final class ClaimLine {
  static final String NAME = "claim";

  private static final String WRONG = "That is not the operator's token.";

  private final Sequencer sequencer;
  private final TokenGuesses guesses;

  ClaimLine(Sequencer sequencer, TokenGuesses guesses) {
    this.sequencer = sequencer;
    this.guesses = guesses;
  }

  /** What follows the command's name; empty where the line is another command. */
  static Optional<String> rest(String line) {
    String typed = line.strip();
    if (!typed.startsWith(NAME)) {
      return Optional.empty();
    }
    String rest = typed.substring(NAME.length());
    return rest.isEmpty() || Character.isWhitespace(rest.charAt(0))
        ? Optional.of(rest.strip())
        : Optional.empty();
  }

  /**
   * Makes a person an operator, if they know the token.
   *
   * @param token all that was typed behind the command
   */
  AdminResult run(String token, Caller caller, Network network) throws InterruptedException {
    return switch (guesses.test(token, network, caller.person())) {
      case RIGHT -> claimed(caller);
      case WRONG -> new AdminResult(1, WRONG);
      case TOO_MANY ->
          new AdminResult(
              1, "Too many wrong tokens came from you or your address. Try again in 5 s.");
    };
  }

  private AdminResult claimed(Caller caller) throws InterruptedException {
    Reply reply = sequencer.ask(new BecomeOperator((Asker.Person) caller.asker()));
    return reply instanceof Reply.Refused refused
        ? new AdminResult(1, refused.message())
        : new AdminResult(0, "You are an operator now; /admin help lists what you can do.");
  }
}
