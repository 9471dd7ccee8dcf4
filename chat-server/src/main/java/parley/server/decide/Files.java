package parley.server.decide;

import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.server.state.Person;
import parley.server.state.State;
import parley.server.state.Target;

/** Who may send a file, and who may have one: as with messages, because each belongs to one. */
final class Files {
  private Files() {}

  /** What saying it would be answered with now, but nothing is said yet. */
  static Decision offer(State state, Command.Offer c, Moment now) {
    Decision said = Messages.say(state, c.say(), now);
    return said.changes().isEmpty() ? said : Decision.reply(Reply.Ok.done(c.re()));
  }

  static Decision fetch(State state, Command.Fetch c) {
    Person person = state.person(c.person());
    if (person == null) {
      return Decision.refused(c.re(), ErrorCode.HELLO_FIRST, "Say hello first.");
    }
    Target message = c.message();
    FileInfo file =
        message == null || message.deleted() != null || !Amendments.sees(state, person, message)
            ? null
            : message.said().file();
    return file == null
        // One answer for what never was, what can't be seen and what is gone.
        ? Decision.refused(
            c.re(),
            ErrorCode.NO_SUCH_FILE,
            "File not found: there is no message " + c.seq() + " with a file that you can get.")
        : Decision.reply(Reply.Ok.offering(c.re(), null, file));
  }
}
