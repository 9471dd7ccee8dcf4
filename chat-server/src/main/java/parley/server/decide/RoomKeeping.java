package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Leaving;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.protocol.RoomWords;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.Person;
import parley.server.state.Place;
import parley.server.state.Room;
import parley.server.state.State;

/** What a room is like, who may come in, and who is what in it. */
final class RoomKeeping {
  /** Who may be invited into one room and not have come yet, at most. */
  private static final int INVITED_MOST = 1_000;

  private RoomKeeping() {}

  static Decision decide(
      State state, Act.OfRoom act, Person asker, long now, DecisionLimits limits) {
    Room room = state.room(act.room());
    if (!act.asOperator()) {
      Verdict may = Rights.may(state, act.by(), ActRights.ofRoom(act), On.room(act.room()), now);
      if (!may.allowed()) {
        return Decision.refused(act.re(), may);
      }
    }
    if (room == null) {
      return Rooms.noSuchRoom(act.re(), act.room());
    }
    boolean takesAway = act instanceof Act.EraseRoom || ActRights.ofRoom(act) == Right.PUT_OUT;
    if (limits.noSpace() && !takesAway) {
      return Decision.noSpace(act.re());
    }
    String by = asker != null ? asker.name() : ((Asker.Console) act.by()).called();
    return switch (act) {
      case Act.SetRoom c -> set(state, c, room, asker, by);
      case Act.InviteIn c -> invite(state, c, room, by, now);
      case Act.GiveRoomRole c -> give(state, c, room, asker, by, now);
      case Act.EraseRoom c -> erase(state, c, room, asker, by);
      case Act.PutOut c -> putOut(state, c, room, by, now);
      case Act.BarFrom c -> Bars.decide(state, c, room, by, now);
    };
  }

  private static Decision set(State state, Act.SetRoom c, Room room, Person asker, String by) {
    RoomSettings after = c.set() == null ? room.settings() : room.settings().after(c.set());
    Reply found = Rooms.found(c.re(), room, after, asker);
    if (after.equals(room.settings())) {
      return Decision.reply(found);
    }
    if (Room.FIRST.equals(new Place.Room(room.name()).folded())
        && (after.forMembersAlone() || after.atRest())) {
      return Decision.refused(
          c.re(),
          ErrorCode.FORBIDDEN,
          room.name() + " is where people begin: it is never private or archived.");
    }
    List<Change> changes = new ArrayList<>();
    String who = asker == null ? null : asker.id();
    changes.add(new Change.RoomSet(room.name(), who, by, after));
    Place.Room place = new Place.Room(room.name());
    Departures departures = new Departures(changes);
    for (Person member : room.members()) {
      if (!Rights.mayBeIn(state, member.id(), place, after)) {
        departures.leave(member, room, Leaving.KICKED);
      }
    }
    return new Decision(changes, found);
  }

  /** Who did it is told by an event before it; an admin command is noted anyway. */
  private static Decision erase(State state, Act.EraseRoom c, Room room, Person asker, String by) {
    List<Change> changes = new ArrayList<>();
    if (c.archive()) {
      RoomSettings set = RoomWords.change("archived", "on");
      Decision archived =
          set(
              state,
              new Act.SetRoom(c.re(), c.by(), c.room(), set, c.asOperator()),
              room,
              asker,
              by);
      if (archived.reply() instanceof Reply.Refused) {
        return archived;
      }
      changes.addAll(archived.changes());
    }
    if (!c.asOperator()) {
      String who = asker == null ? null : asker.id();
      changes.add(new Change.Commanded(who, by, "erase what was said in " + room.name()));
    }
    long lasting = changes.stream().filter(Change.Lasting.class::isInstance).count();
    long upTo = state.nextSeq() + lasting - 1;
    changes.add(new Change.Dropped(Names.fold(room.name()), List.of(), upTo));
    changes.add(
        new Change.Notice(
            room.name(), by, "What was said in " + room.name() + " until now is erased."));
    return new Decision(changes, new Reply.Done(c.re()));
  }

  /**
   * Ends the memberships of people without an account where they may be no more: a setting changed,
   * or an operator's role is gone.
   *
   * @param most so many at a time
   */
  static void guestsOut(State state, Departures departures, int most) {
    if (state.guestRooms().everywhere()) {
      return;
    }
    int left = most;
    for (Person guest : state.people()) {
      if (guest.isAccount()) {
        continue;
      }
      for (Room room : guest.rooms()) {
        Place.Room place = new Place.Room(room.name());
        if (left > 0 && !Rights.mayBeIn(state, guest.id(), place, room.settings())) {
          departures.leave(guest, room, Leaving.KICKED);
          left--;
        }
      }
    }
  }

  private static Decision invite(State state, Act.InviteIn c, Room room, String by, long now) {
    Person person = state.named(c.name());
    if (person == null || !Rooms.sees(state, c.by(), person, now)) {
      return Rooms.noSuchPerson(c.re(), c.name());
    }
    boolean invited = room.invites(person.id());
    boolean member = state.isMember(person, room);
    if (c.remove() ? !invited : invited || member) {
      return Decision.reply(new Reply.Done(c.re()));
    }
    if (!c.remove()) {
      Place.Room place = new Place.Room(room.name());
      if (!Rights.mayBeIn(state, person.id(), place, room.settings())) {
        return Decision.refused(
            c.re(),
            ErrorCode.FORBIDDEN,
            person.name() + " has no account, and " + room.name() + " is not open to guests.");
      }
      if (room.invited().size() >= INVITED_MOST) {
        return Decision.refused(
            c.re(),
            ErrorCode.LIMIT_REACHED,
            INVITED_MOST + " people are invited into " + room.name() + " and did not come yet.");
      }
    }
    return new Decision(
        List.of(new Change.RoomInvited(room.name(), person.id(), person.name(), by, c.remove())),
        new Reply.Done(c.re()));
  }

  private static Decision give(
      State state, Act.GiveRoomRole c, Room room, Person asker, String by, long now) {
    Person person = state.named(c.name());
    if (person == null || !state.isMember(person, room)) {
      return notIn(c.re(), c.name(), room);
    }
    Verdict may = onMember(state, c, room, person, now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    if (!person.isAccount() && c.role() != RoomRole.MEMBER) {
      return Decision.refused(
          c.re(),
          ErrorCode.FORBIDDEN,
          person.name() + " has no account, so the name can be another's tomorrow.");
    }
    List<Change> changes = new ArrayList<>();
    if (room.role(person.id()) != c.role()) {
      changes.add(new Change.RoomRoleGiven(room.name(), person.id(), person.name(), c.role(), by));
    }
    boolean away = c.instead() && asker != null && asker != person;
    if (away) {
      changes.add(
          new Change.RoomRoleGiven(room.name(), asker.id(), asker.name(), RoomRole.MODERATOR, by));
    }
    boolean ruled = c.role() == RoomRole.OWNER || !isLastOwner(room, person);
    if (!ruled || away && c.role() != RoomRole.OWNER && isLastOwner(room, asker)) {
      return Decision.refused(c.re(), Rights.lastOwnerOf(room.name()));
    }
    return new Decision(changes, new Reply.Done(c.re()));
  }

  private static Decision putOut(State state, Act.PutOut c, Room room, String by, long now) {
    Person person = state.named(c.name());
    if (person == null || !state.isMember(person, room)) {
      return notIn(c.re(), c.name(), room);
    }
    Verdict may = onMember(state, c, room, person, now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    if (isSelf(c.by(), person) && isLastOwner(room, person)) {
      return Decision.refused(c.re(), Rights.lastOwnerOf(room.name()));
    }
    List<Change> changes = new ArrayList<>();
    String why = c.reason() == null || c.reason().isEmpty() ? null : c.reason();
    new Departures(changes).leave(person, room, Leaving.KICKED, by, why);
    return new Decision(changes, new Reply.Done(c.re()));
  }

  static Verdict onMember(State state, Act.OfRoom act, Room room, Person person, long now) {
    Right right = ActRights.ofRoom(act);
    // From outside, what counts is what they both are on the server.
    On on =
        act.asOperator()
            ? new On.Person(person.id())
            : new On.Member(new Place.Room(room.name()), person.id());
    return Rights.may(state, act.by(), right, on, now);
  }

  /** Whether somebody does to themselves what others could not undo in their place. */
  static boolean isSelf(Asker by, Person person) {
    return by instanceof Asker.Person asker && asker.id().equals(person.id());
  }

  static Decision notIn(String re, String name, Room room) {
    return Decision.refused(
        re,
        ErrorCode.NO_SUCH_PERSON,
        "There is no one called " + name + " in " + room.name() + ".");
  }

  /** Whether nobody who can sign in would rule a room that somebody rules, without one person. */
  static boolean isLastOwner(Room room, Person person) {
    return room.role(person.id()) == RoomRole.OWNER
        && (room.count(RoomRole.OWNER) == 1
            || room.members().stream()
                .filter(other -> room.role(other.id()) == RoomRole.OWNER && other != person)
                .allMatch(Person::isSuspended));
  }
}
