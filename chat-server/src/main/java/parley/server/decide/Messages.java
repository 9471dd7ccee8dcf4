package parley.server.decide;

import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.server.state.Change;
import parley.server.state.Content;
import parley.server.state.Entry;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.Sent;
import parley.server.state.State;

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
      boolean ever = person.mutedUntil() == Long.MAX_VALUE;
      return Decision.reply(
          new Reply.Refused(
              c.re(),
              ErrorCode.MUTED,
              "You may not speak" + (ever ? "." : " for now."),
              ever ? null : Arrivals.seconds(person.mutedUntil() - now.steady())));
    }
    Change.Said said;
    if (c.room() != null) {
      Room room = state.room(c.room());
      if (room == null || !state.isMember(person, room)) {
        return Rooms.notMember(c.re(), c.room());
      }
      said =
          new Change.Said(
              room.name(), null, null, person.id(), person.name(), c.text(), c.kind(), c.nonce());
    } else if (to == null) {
      return Rooms.noSuchPerson(c.re(), c.to());
    } else {
      said =
          new Change.Said(
              null, to.id(), to.name(), person.id(), person.name(), c.text(), c.kind(), c.nonce());
    }
    Reply ok = Reply.Ok.sent(c.re(), state.nextSeq(), Entry.iso(now.at()), false);
    return new Decision(List.of(said), ok);
  }

  private static Decision again(Command.Say c, Person to, Sent earlier) {
    String content = Content.of(c.room(), to == null ? null : to.id(), c.kind(), null, c.text());
    // A recipient who is gone can't be looked up any more; the nonce alone must do then.
    boolean same = content.equals(earlier.content()) || (c.to() != null && to == null);
    return same
        ? Decision.reply(Reply.Ok.sent(c.re(), earlier.seq(), Entry.iso(earlier.at()), true))
        : Decision.refused(
            c.re(), ErrorCode.NONCE_REUSED, "That nonce was used for another message.");
  }
}
