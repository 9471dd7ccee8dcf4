package parley.server.decide;

import parley.protocol.Addressee;
import parley.protocol.FileInfo;
import parley.protocol.PersonInfo;
import parley.protocol.Reply;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Person;
import parley.server.state.State;

/** Who may send a file, and who may have one: as with messages, because each belongs to one. */
final class Files {
  private Files() {}

  /**
   * What saying it would be answered with now, but nothing is said yet. Whom it is to is told with
   * the ok, so that nobody else gets it who has that name later.
   */
  static Decision offer(
      State state,
      Act.Offer c,
      Person person,
      Facts facts,
      DecisionTime now,
      DecisionLimits limits) {
    Decision said = Messages.say(state, c.say(), person, facts, now, limits);
    if (said.changes().isEmpty()) {
      return said;
    }
    return Decision.reply(
        switch (c.say().to()) {
          case Addressee.Room _ -> new Reply.Done(c.re());
          case Addressee.Person meant -> {
            Person to = Messages.recipient(state, meant);
            yield new Reply.PersonFound(
                c.re(), new PersonInfo(to.name(), to.id(), to.connected(), null));
          }
        });
  }

  static Decision fetch(State state, Act.Fetch c, Facts facts, long now) {
    On.Message message = new On.Message(c.seq(), facts.message(c.seq()));
    Verdict may = Rights.may(state, c.by(), Right.FETCH, message, now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    FileInfo file = message.found().said().file();
    return file == null
        ? Decision.refused(c.re(), Rights.unknown(Right.FETCH, c.seq()))
        : Decision.reply(new Reply.Carrying(c.re(), 0, file));
  }
}
