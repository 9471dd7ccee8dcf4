package parley.server.decide;

import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.server.state.Change;
import parley.server.state.Content;
import parley.server.state.Entry;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.Sent;
import parley.server.state.State;
import parley.server.state.Target;

/** What is said, to a room or to a person. */
final class Messages {
  private Messages() {}

  static Decision say(State state, Command.Say c, Moment now) {
    Person person = state.person(c.person());
    if (person == null) {
      return Decision.refused(c.re(), ErrorCode.HELLO_FIRST, "Say hello first.");
    }
    Person to = c.to() == null ? null : state.named(c.to());
    if (c.earlier() != null) {
      // Before any other check: what was once accepted gets its first answer again.
      return again(c, to, c.earlier());
    }
    if (person.mutedAt(now.steady())) {
      return muted(c.re(), person, now);
    }
    Room room = c.room() == null ? null : state.room(c.room());
    if (c.room() != null && (room == null || !state.isMember(person, room))) {
      return Rooms.notMember(c.re(), c.room());
    }
    if (c.room() == null && to == null) {
      return Rooms.noSuchPerson(c.re(), c.to());
    }
    if (c.replyTo() != null && !isHere(c.answered(), person, room, to)) {
      return noSuchMessage(c.re());
    }
    Change.Said said =
        new Change.Said(
            room == null ? null : room.name(),
            room == null ? to.id() : null,
            room == null ? to.name() : null,
            person.id(),
            person.name(),
            c.text(),
            c.kind(),
            c.nonce(),
            c.replyTo(),
            c.replyTo() == null ? null : c.answered().said().name(),
            c.file());
    Reply ok = Reply.Ok.sent(c.re(), state.nextSeq(), Entry.iso(now.at()), false);
    return new Decision(List.of(said), ok);
  }

  /** Whether a message was said, and not taken back, where another one is to answer it. */
  private static boolean isHere(Target target, Person person, Room room, Person to) {
    if (target == null || target.deleted() != null) {
      return false;
    }
    Change.Said said = target.said();
    return room != null
        ? said.room() != null && Names.fold(said.room()).equals(Names.fold(room.name()))
        : said.room() == null
            && (said.person().equals(person.id()) && said.to().equals(to.id())
                || said.person().equals(to.id()) && said.to().equals(person.id()));
  }

  private static Decision again(Command.Say c, Person to, Sent earlier) {
    String content =
        Content.of(
            c.room(), to == null ? null : to.id(), c.kind(), c.replyTo(), c.file(), c.text());
    // A recipient who is gone can't be looked up any more; the nonce alone must do then.
    boolean same = content.equals(earlier.content()) || (c.to() != null && to == null);
    return again(c.re(), same, earlier);
  }

  /** The first answer again. Of what was edited or deleted since only the nonce is known. */
  static Decision again(String re, boolean same, Sent earlier) {
    return same || earlier.content().isEmpty()
        ? Decision.reply(Reply.Ok.sent(re, earlier.seq(), Entry.iso(earlier.at()), true))
        : Decision.refused(re, ErrorCode.NONCE_REUSED, "That nonce was used for another message.");
  }

  static Decision muted(String re, Person person, Moment now) {
    boolean ever = person.mutedUntil() == Long.MAX_VALUE;
    return Decision.reply(
        new Reply.Refused(
            re,
            ErrorCode.MUTED,
            "You may not speak" + (ever ? "." : " for now."),
            ever ? null : Arrivals.seconds(person.mutedUntil() - now.steady())));
  }

  /** One answer for what never was, what can't be seen and what is gone: nothing leaks. */
  static Decision noSuchMessage(String re) {
    return Decision.refused(
        re, ErrorCode.NO_SUCH_MESSAGE, "There is no such message, or it was deleted.");
  }
}
