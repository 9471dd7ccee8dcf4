package parley.server.decide;

import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.server.state.Change;
import parley.server.state.Content;
import parley.server.state.Entry;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.State;
import parley.server.state.Target;

/** What becomes of messages after they were said, and how far they were read. */
final class Amendments {
  private Amendments() {}

  static Decision edit(State state, Command.Edit c, Moment now) {
    Person person = state.person(c.person());
    if (person == null) {
      return Decision.refused(c.re(), ErrorCode.HELLO_FIRST, "Say hello first.");
    }
    if (c.earlier() != null) {
      // Before any other check, as in Messages.
      boolean same = Content.ofEdit(c.target(), c.text()).equals(c.earlier().content());
      return Messages.again(c.re(), same, c.earlier());
    }
    Target message = c.message();
    if (message == null || message.deleted() != null) {
      return Messages.noSuchMessage(c.re());
    }
    Change.Said said = message.said();
    if (!isAuthor(person, message)) {
      return sees(state, person, message)
          ? Decision.refused(c.re(), ErrorCode.FORBIDDEN, "Only who said it can correct it.")
          : Messages.noSuchMessage(c.re());
    }
    if (!sees(state, person, message)) {
      return Rooms.notMember(c.re(), said.room());
    }
    if (person.mutedAt(now.steady())) {
      return Messages.muted(c.re(), person, now);
    }
    if (said.text().equals(c.text())) {
      return already(c.re(), message.latest());
    }
    return done(
        state,
        c.re(),
        now,
        new Change.Edited(
            c.target(),
            said.room(),
            said.to(),
            said.toName(),
            person.id(),
            person.name(),
            c.text(),
            said.kind(),
            c.nonce(),
            said.replyTo(),
            said.replyName(),
            said.file()));
  }

  /** The author may wherever they are now: what one said stays one's own. */
  static Decision delete(State state, Command.Delete c, Moment now) {
    Person person = state.person(c.person());
    if (person == null) {
      return Decision.refused(c.re(), ErrorCode.HELLO_FIRST, "Say hello first.");
    }
    Target message = c.message();
    if (message == null) {
      return Messages.noSuchMessage(c.re());
    }
    Change.Said said = message.said();
    boolean moderates = person.operator() && (said.room() != null || sees(state, person, message));
    if (!isAuthor(person, message) && !moderates) {
      return sees(state, person, message) && message.deleted() == null
          ? Decision.refused(
              c.re(), ErrorCode.FORBIDDEN, "Only who said it, or an operator, can take it back.")
          : Messages.noSuchMessage(c.re());
    }
    if (message.deleted() != null) {
      return already(c.re(), message.deleted());
    }
    return done(
        state,
        c.re(),
        now,
        new Change.Deleted(
            c.target(),
            said.room(),
            other(said, person),
            otherName(said, person),
            person.id(),
            person.name(),
            said.name()));
  }

  static Decision react(State state, Command.React c, Moment now) {
    Person person = state.person(c.person());
    if (person == null) {
      return Decision.refused(c.re(), ErrorCode.HELLO_FIRST, "Say hello first.");
    }
    Target message = c.message();
    if (message == null || message.deleted() != null || !sees(state, person, message)) {
      return Messages.noSuchMessage(c.re());
    }
    if (c.remove() == (c.mine() == null)) {
      return c.remove() ? Decision.reply(Reply.Ok.done(c.re())) : already(c.re(), c.mine());
    }
    if (!c.remove() && person.mutedAt(now.steady())) {
      return Messages.muted(c.re(), person, now);
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
            c.target(),
            said.room(),
            other(said, person),
            otherName(said, person),
            person.id(),
            person.name(),
            c.emoji(),
            c.remove(),
            said.name()));
  }

  static Decision markRead(State state, Command.MarkRead c) {
    Person person = state.person(c.person());
    Room room = c.room() == null ? null : state.room(c.room());
    if (c.room() != null && (person == null || room == null || !state.isMember(person, room))) {
      return Rooms.notMember(c.re(), c.room());
    }
    Person with = c.with() == null ? null : state.named(c.with());
    if (person == null || (room == null && with == null)) {
      return Rooms.noSuchPerson(c.re(), c.with());
    }
    // Nobody has read what was not said yet.
    long upTo = Math.min(c.upTo(), state.nextSeq() - 1);
    Change.Read read =
        room != null
            ? new Change.Read(room.name(), null, null, person.id(), upTo)
            : new Change.Read(null, with.id(), with.name(), person.id(), upTo);
    boolean news = upTo > person.read(read.place());
    return new Decision(news ? List.of(read) : List.of(), Reply.Ok.done(c.re()));
  }

  private static boolean isAuthor(Person person, Target message) {
    return person.id().equals(message.said().person());
  }

  /** Whether a person may read a message: as a member of its room, or as one of its talk. */
  static boolean sees(State state, Person person, Target message) {
    Change.Said said = message.said();
    if (said.room() == null) {
      return person.id().equals(said.person()) || person.id().equals(said.to());
    }
    Room room = state.room(said.room());
    return room != null && state.isMember(person, room);
  }

  /** The other one of a talk, an id. */
  private static String other(Change.Said said, Person person) {
    return person.id().equals(said.to()) ? said.person() : said.to();
  }

  private static String otherName(Change.Said said, Person person) {
    return person.id().equals(said.to()) ? said.name() : said.toName();
  }

  /** What is asked for is so; the event that made it so is told again. */
  private static Decision already(String re, Target.Done earlier) {
    return Decision.reply(Reply.Ok.sent(re, earlier.seq(), Entry.iso(earlier.at()), false));
  }

  private static Decision done(State state, String re, Moment now, Change.Lasting change) {
    return new Decision(
        List.of(change), Reply.Ok.sent(re, state.nextSeq(), Entry.iso(now.at()), false));
  }
}
