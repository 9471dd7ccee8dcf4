package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.ErrorCode;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.ContentHash;
import parley.server.state.Entry;
import parley.server.state.OldMessage;
import parley.server.state.Person;
import parley.server.state.Place;
import parley.server.state.Sent;
import parley.server.state.State;

/** What becomes of messages after they were said, and how far they were read. */
final class MessageChanges {
  /** Connections of operators that are told of a report at once. */
  private static final int OPERATORS_TOLD = 100;

  private MessageChanges() {}

  static Decision edit(
      State state,
      Act.Edit c,
      Person person,
      Facts facts,
      DecisionTime now,
      DecisionLimits limits) {
    Sent earlier = facts.sent(person.id(), c.nonce());
    if (earlier != null) {
      // Before any other check, as in Messages.
      boolean same = ContentHash.ofEdit(c.target(), c.text()).equals(earlier.content());
      return Messages.again(c.re(), same, earlier);
    }
    if (limits.noSpace()) {
      return Decision.noSpace(c.re());
    }
    On.Message on = new On.Message(c.target(), facts.message(c.target()));
    Verdict may = Rights.may(state, c.by(), Right.CORRECT, on, now.steady());
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    OldMessage message = on.found();
    Change.Said said = message.said();
    if (said.text().equals(c.text())) {
      return already(c.re(), message.latest());
    }
    if (said.audience() instanceof Place.Room its && state.room(its.name()) != null) {
      // What is slow to say is slow to change, or a conversation would be had by changing one.
      long last = state.room(its.name()).saidAt(person);
      Verdict paced = Rights.pace(state, c.by(), its, last, now.at());
      if (!paced.allowed()) {
        return Decision.refused(c.re(), paced);
      }
    }
    return done(
        state,
        c.re(),
        now,
        new Change.Edited(
            c.target(),
            new Change.Said(
                said.addressee(), author(person), said.content().with(c.text()), c.nonce())));
  }

  /** The author may wherever they are now: what one said stays one's own. */
  static Decision delete(State state, Act.Delete c, Person person, Facts facts, DecisionTime now) {
    On.Message on = new On.Message(c.target(), facts.message(c.target()));
    Verdict may = Rights.may(state, c.by(), Right.TAKE_BACK, on, now.steady());
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    OldMessage message = on.found();
    Change.Said said = message.said();
    if (message.deleted() != null) {
      return already(c.re(), message.deleted());
    }
    return done(
        state,
        c.re(),
        now,
        new Change.Deleted(c.target(), seenBy(person, said), author(person), said.name()));
  }

  static Decision report(
      State state, Act.Report c, Person person, Facts facts, long now, DecisionLimits limits) {
    On.Message message = new On.Message(c.target(), facts.message(c.target()));
    Verdict may = Rights.may(state, c.by(), Right.REPORT, message, now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    if (limits.noSpace()) {
      return Decision.noSpace(c.re());
    }
    Change.Said said = message.found().said();
    Change.Reported reported =
        new Change.Reported(
            person.id(),
            person.name(),
            c.target(),
            said.addressee().room(),
            said.name(),
            c.reason());
    List<Change> changes = new ArrayList<>();
    changes.add(reported);
    tellOperators(state, changes, reported, now);
    return new Decision(changes, new Reply.Done(c.re()));
  }

  /** Those who are here to read it: none of their programs is. */
  private static void tellOperators(
      State state, List<Change> changes, Change.Reported reported, long now) {
    String text =
        "%s reported message %d of %s%s%s: /admin audit --reports lists what is open."
            .formatted(
                reported.name(),
                reported.target(),
                reported.author(),
                reported.inRoom() == null ? "" : " in " + reported.inRoom(),
                reported.reason() == null ? "" : " (" + reported.reason() + ")");
    state.people().stream()
        .flatMap(
            operator ->
                operator.connections().stream()
                    .filter(
                        connection ->
                            Rights.mayAtAll(
                                    state,
                                    Asker.bySession(operator.id(), operator.signInOf(connection)),
                                    Right.WATCH,
                                    now)
                                .allowed()))
        .limit(OPERATORS_TOLD)
        .forEach(connection -> changes.add(new Change.Told(connection, "server", text)));
  }

  static Decision react(
      State state,
      Act.React c,
      Person person,
      Facts facts,
      DecisionTime now,
      DecisionLimits limits) {
    On.Message on = new On.Message(c.target(), facts.message(c.target()));
    Verdict may = Rights.may(state, c.by(), ActRights.of(state, c, facts), on, now.steady());
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    OldMessage message = on.found();
    OldMessage.Done mine = facts.reaction(person.id(), c.target(), c.emoji());
    if (c.remove() == (mine == null)) {
      return c.remove() ? Decision.reply(new Reply.Done(c.re())) : already(c.re(), mine);
    }
    if (!c.remove() && limits.noSpace()) {
      return Decision.noSpace(c.re());
    }
    if (!c.remove()
        && !message.reactions().contains(c.emoji())
        && message.reactions().size() >= Limits.REACTIONS) {
      return Decision.refused(
          c.re(),
          ErrorCode.LIMIT_REACHED,
          "A message takes " + Limits.REACTIONS + " different reactions; use one that is there.");
    }
    Change.Said said = message.said();
    return done(
        state,
        c.re(),
        now,
        new Change.Reacted(
            c.target(), seenBy(person, said), author(person), c.emoji(), c.remove(), said.name()));
  }

  static Decision markRead(
      State state, Act.MarkRead c, Person person, Facts facts, long now, DecisionLimits limits) {
    Addressee of = Messages.meant(state, c.of());
    if (c.of() instanceof Addressee.Person) {
      Verdict talks = Rights.mayTalk(state, c.by(), Right.READ, now);
      if (!talks.allowed()) {
        return Decision.refused(c.re(), talks);
      }
    }
    if (c.of() instanceof Addressee.Person meant
        && (of == null || !isKnown(state, c, of.personId(), facts, now))) {
      return Rooms.noSuchPerson(c.re(), meant);
    }
    Place place = Place.of(of, person.id());
    Verdict may = Rights.may(state, c.by(), Right.READ, new On.At(place), now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    // Nobody has read what was not said yet.
    long upTo = Math.min(c.upTo(), state.nextSeq() - 1);
    Change.Read read = new Change.Read(Messages.kept(state, of), person.id(), upTo);
    boolean news = upTo > person.read(read.place());
    if (news && limits.noSpace()) {
      return Decision.noSpace(c.re());
    }
    return new Decision(news ? List.of(read) : List.of(), new Reply.Done(c.re()));
  }

  /** Whether somebody may know that a person is there, or has talked with them. */
  private static boolean isKnown(
      State state, Act.MarkRead c, String person, Facts facts, long now) {
    return Rooms.sees(state, c.by(), state.person(person), now)
        || person.equals(facts.partner(c.by().id(), c.of().person()));
  }

  private static Author author(Person person) {
    return new Author(person.id(), person.name());
  }

  /** Where a message is: its room, or the other one of its talk, seen from one of the two. */
  private static Addressee seenBy(Person person, Change.Said said) {
    return person.id().equals(said.addressee().personId())
        ? new Addressee.Person(said.name(), said.person())
        : said.addressee();
  }

  /** What is asked for is so; the event that made it so is told again. */
  private static Decision already(String re, OldMessage.Done earlier) {
    return Decision.reply(new Reply.Sent(re, earlier.seq(), Entry.iso(earlier.at())));
  }

  private static Decision done(State state, String re, DecisionTime now, Change.Lasting change) {
    return new Decision(List.of(change), new Reply.Sent(re, state.nextSeq(), Entry.iso(now.at())));
  }
}
