package parley.server.admin;

import java.util.Optional;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.server.decide.Act.BecomeOperator;
import parley.server.sequence.Sequencer;
import parley.server.session.AdminLine;
import parley.server.session.FailedSignIns;
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
  AdminResult run(String token, Caller caller, AdminLine.Caller by) throws InterruptedException {
    return switch (guesses.test(token, by.network(), caller.person())) {
      case RIGHT -> claimed(caller);
      case WRONG -> failed(by, ErrorCode.BAD_TOKEN, WRONG);
      case TOO_MANY ->
          failed(
              by,
              ErrorCode.RATE_LIMITED,
              "Too many wrong tokens came from you or your address. Try again in 5 s.");
    };
  }

  private static AdminResult failed(AdminLine.Caller by, ErrorCode why, String sentence) {
    FailedSignIns.log(by.address(), why, by.name());
    return new AdminResult(1, sentence);
  }

  private AdminResult claimed(Caller caller) throws InterruptedException {
    Reply reply = sequencer.ask(new BecomeOperator((Asker.Person) caller.asker()));
    return reply instanceof Reply.Refused refused
        ? new AdminResult(1, refused.message())
        : new AdminResult(0, "You are an operator now; /admin help lists what you can do.");
  }
}
