package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.server.state.Change;
import parley.server.state.Person;
import parley.server.state.Room;
import parley.server.state.State;

/** What operators do. Who may ask for it was checked before. */
final class Moderation {
  private Moderation() {}

  private static Decision done(List<Change> changes) {
    return new Decision(changes, Reply.Ok.done(null));
  }

  /** Out of one room, or out of the server: then the guest is gone for good. */
  static Decision kick(State state, Command.Kick c, long now) {
    Person person = state.named(c.name());
    if (person == null) {
      return Rooms.noSuchPerson(null, c.name());
    }
    if (c.room() != null) {
      Room room = state.room(c.room());
      if (room == null || !state.isMember(person, room)) {
        return Decision.refused(
            null, ErrorCode.NOT_A_MEMBER, person.name() + " is not in " + c.room() + ".");
      }
      return done(List.of(new Change.Left(room.name(), person.id(), person.name(), "kicked")));
    }
    List<Change> changes = new ArrayList<>();
    String sentence = "You were kicked" + because(c.reason());
    out(changes, person, "kicked", sentence, now);
    return done(changes);
  }

  private static String because(String reason) {
    return reason == null || reason.isEmpty() ? "." : ": " + reason;
  }

  private static void out(
      List<Change> changes, Person person, String reason, String sentence, long now) {
    for (long connection : person.connections()) {
      changes.add(new Change.Ended(connection, reason, sentence));
      changes.add(new Change.Disconnected(person.id(), connection, now));
    }
    Arrivals.expire(changes, person, "kicked");
  }

  static Decision ban(State state, Command.Ban c, long now) {
    String reason = c.reason() == null ? "" : c.reason();
    String target = c.address() ? c.target() : Names.fold(c.target());
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Banned(target, c.until(), reason, c.by()));
    Person person = c.address() ? null : state.named(c.target());
    if (person != null) {
      out(changes, person, "banned", "You are banned from this server" + because(reason), now);
    }
    return done(changes);
  }

  static Decision unban(State state, Command.Unban c) {
    String folded = Names.fold(c.target());
    String target = state.ban(c.target()) != null ? c.target() : folded;
    return state.ban(target) == null
        ? Decision.refused(null, ErrorCode.NO_SUCH_PERSON, c.target() + " is not banned.")
        : done(List.of(new Change.Unbanned(target, c.by())));
  }

  static Decision mute(State state, Command.Mute c) {
    Person person = state.named(c.name());
    return person == null
        ? Rooms.noSuchPerson(null, c.name())
        : done(List.of(new Change.Muted(person.id(), person.name(), c.until(), c.by())));
  }

  static Decision unmute(State state, Command.Unmute c) {
    Person person = state.named(c.name());
    return person == null
        ? Rooms.noSuchPerson(null, c.name())
        : done(List.of(new Change.Unmuted(person.id(), person.name(), c.by())));
  }

  static Decision closeRoom(State state, Command.CloseRoom c) {
    Room room = state.room(c.room());
    if (room == null) {
      return Rooms.noSuchRoom(null, c.room());
    }
    List<Change> changes = new ArrayList<>();
    for (Person person : room.members()) {
      changes.add(new Change.Left(room.name(), person.id(), person.name(), "closed"));
    }
    changes.add(new Change.RoomClosed(room.name(), c.by()));
    return done(changes);
  }

  static Decision announce(State state, Command.Notify c) {
    if (c.room() != null && state.room(c.room()) == null) {
      return Rooms.noSuchRoom(null, c.room());
    }
    return done(List.of(new Change.Notice(c.room(), c.by(), c.text())));
  }

  static Decision operator(State state, Command.SetOperator c) {
    Person person = state.named(c.name());
    return person == null
        ? Rooms.noSuchPerson(null, c.name())
        : done(List.of(new Change.OperatorSet(person.id(), person.name(), c.operator())));
  }
}
