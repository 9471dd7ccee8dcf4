package parley.server.decide;

import java.util.List;
import parley.protocol.Reply;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.Person;
import parley.server.state.State;

/**
 * Decides a command: what changes, and what is answered. Pure: the same state, act, facts and time
 * give the same decision.
 */
public final class Decide {
  private Decide() {}

  public static Decision decide(
      State state, Act act, Facts facts, DecisionTime moment, DecisionLimits limits) {
    long now = moment.steady();
    Right right = ActRights.of(state, act, facts);
    Verdict may = Rights.mayAtAll(state, act.by(), right, now);
    if (!may.allowed()) {
      return Decision.refused(act.re(), may);
    }
    // What was accepted before gets its first answer again, whatever is in it.
    if (limits.blockedWords().any()
        && right != Right.ASK
        && Wording.of(act).anyMatch(limits.blockedWords()::isIn)) {
      return Decision.refused(act.re(), Rights.blockedWord());
    }
    Person asker = act.by() instanceof Asker.Person(String id, _, _) ? state.person(id) : null;
    return switch (act) {
      case Act.Hello c -> Arrivals.hello(state, c, now, limits);
      case Act.Gone c -> Arrivals.gone(state, c, now);
      case Act.Drop c ->
          // Who asks waits for the answer.
          new Decision(
              List.of(new Change.Dropped(c.inRoom(), c.except(), c.upTo())), new Reply.Done(null));
      case Act.Forget c -> new Decision(List.of(c.change()), new Reply.Done(null));
      case Act.TakeBackWords c -> Erasures.takeBack(c, facts);
      case Act.WordsTakenBack c ->
          new Decision(
              List.of(new Change.ErasureDone(c.person(), c.name(), c.upTo())),
              new Reply.Done(null));
      case Act.Tick c -> Arrivals.tick(state, c, now);
      case Act.Rename c -> Arrivals.rename(state, c, asker, now, limits);
      case Act.BeAway c -> Absence.decide(c, asker, moment);
      case Act.Join c -> Rooms.join(state, c, asker, now, limits);
      case Act.Leave c -> Rooms.leave(state, c, asker, now);
      case Act.SetTopic c -> Rooms.topic(state, c, asker, now, limits);
      case Act.ListRooms c -> Rooms.list(state, c, asker, now);
      case Act.ListMembers c -> Rooms.members(state, c, now);
      case Act.Whois c -> Rooms.whois(state, c, now);
      case Act.OfRoom c -> RoomKeeping.decide(state, c, asker, now, limits);
      case Act.May c -> {
        Verdict on = Rights.may(state, c.by(), c.right(), c.on(), now);
        yield on.allowed() ? Decision.reply(new Reply.Done(c.re())) : Decision.refused(c.re(), on);
      }
      case Act.Say c -> Messages.say(state, c, asker, facts, moment, limits);
      case Act.Offer c -> Files.offer(state, c, asker, facts, moment, limits);
      case Act.Fetch c -> Files.fetch(state, c, facts, now);
      case Act.Edit c -> MessageChanges.edit(state, c, asker, facts, moment, limits);
      case Act.Delete c -> MessageChanges.delete(state, c, asker, facts, moment);
      case Act.Report c -> MessageChanges.report(state, c, asker, facts, now, limits);
      case Act.React c -> MessageChanges.react(state, c, asker, facts, moment, limits);
      case Act.MarkRead c -> MessageChanges.markRead(state, c, asker, facts, now, limits);
      case Act.Explain c -> Explaining.explain(state, c, now);
      case Act.NoteCommand c -> {
        String person = asker == null ? null : asker.id();
        yield new Decision(
            List.of(new Change.Commanded(person, c.called(), c.line())), new Reply.Done(null));
      }
      case Act.BecomeOperator c -> Arrivals.becomeOperator(c, asker);
      case Act.OfAccount c -> Accounts.decide(state, c, asker, now, limits);
      case Act.Moderating c -> Moderation.decide(state, c, asker, now);
    };
  }
}
