package parley.server.decide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import parley.protocol.Addressee;
import parley.protocol.ErrorCode;
import parley.protocol.Leaving;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.PersonInfo;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
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

/** Membership, topics, and what is asked about rooms and people. */
final class Rooms {
  private Rooms() {}

  /** A room at a glance, with the read mark of a member; how much is unread is counted later. */
  static RoomInfo info(Room room, Person asker) {
    String topic = room.topic();
    if (topic.codePointCount(0, topic.length()) > Limits.TOPIC_GLANCE) {
      topic = topic.substring(0, topic.offsetByCodePoints(0, Limits.TOPIC_GLANCE - 1)) + "…";
    }
    RoomRole role = asker == null ? null : room.role(asker.id());
    long read = role == null ? 0 : asker.read(new Place.Room(room.name()));
    return new RoomInfo(
        room.name(),
        topic,
        room.members().size(),
        room.last(),
        read == 0 ? null : read,
        null,
        room.settings(),
        role == RoomRole.MEMBER ? null : role,
        asker != null && room.invites(asker.id()) ? true : null);
  }

  static Decision join(State state, Act.Join c, Person person, long now, DecisionLimits limits) {
    Place.Room place = new Place.Room(c.room());
    List<String> networks = Bars.networks(person);
    Verdict may = Rights.may(state, c.by(), Right.JOIN, new On.Into(place, networks), now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    Room room = state.room(c.room());
    if (room != null && state.isMember(person, room)) {
      return Decision.reply(
          reads(state, c, now)
              ? joined(c.re(), null, room, null, room.last())
              : unread(c.re(), null, room, person, 0));
    }
    if (limits.noSpace()) {
      return Decision.noSpace(c.re());
    }
    if (DecisionLimits.reached(limits.roomsPerPerson(), person.rooms().size())) {
      return Decision.refused(
          c.re(),
          ErrorCode.LIMIT_REACHED,
          "You are in " + person.rooms().size() + " rooms, which is the most. Leave one first.");
    }
    if (room == null && c.there() && !Names.fold(c.room()).equals(Room.FIRST)) {
      return Decision.refused(c.re(), Rights.unknown(Right.JOIN, c.room()));
    }
    if (room == null) {
      return make(state, c, person, now, limits);
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.Joined(room.name(), person.id(), person.name()));
    Bars.newcomer(
        changes, room, person, Rights.muteOfNewcomer(state, person.id(), place, networks, now));
    long last = state.nextSeq() + changes.size() - 1;
    long seq = state.nextSeq();
    Absence.entering(changes, person);
    return new Decision(
        changes,
        reads(state, c, now)
            ? joined(c.re(), seq, room, person, last)
            : unread(c.re(), seq, room, person, seq));
  }

  /** Whether who joins comes by nothing that is for posting alone. */
  private static boolean reads(State state, Act.Join c, long now) {
    return Rights.mayAtAll(state, c.by(), Right.READ, now).allowed();
  }

  /** A room to somebody who may not read it: as if they were alone there. */
  private static Reply.Joined unread(String re, Long seq, Room room, Person person, long last) {
    List<PersonInfo> alone = List.of(person(person, RoomRole.MEMBER));
    return new Reply.Joined(re, seq, room.name(), "", 1, alone, false, last);
  }

  /** The same at a glance. */
  static RoomInfo unread(Room room) {
    return new RoomInfo(room.name(), "", 1, 0, null, null, null, null, null);
  }

  /**
   * A new room. Where there are as many as there may be, it takes the place of an empty one, whose
   * past stays in the log: who makes that room again finds it. Nobody is kept out of the first
   * room.
   */
  private static Decision make(
      State state, Act.Join c, Person person, long now, DecisionLimits limits) {
    // Not before it is known that they could come in: to others a room that is there would differ.
    Verdict may =
        Names.fold(c.room()).equals(Room.FIRST)
            ? Rights.mayAtAll(state, c.by(), Right.JOIN, now)
            : Rights.mayAtAll(state, c.by(), Right.MAKE_ROOM, now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    Decision refused = Naming.room(state, c.re(), c.room());
    if (refused != null) {
      return refused;
    }
    List<Change> changes = new ArrayList<>();
    if (!Names.fold(c.room()).equals(Room.FIRST)) {
      if (c.makeAfter() > 0
          && !Rights.mayAtAll(state, c.by(), Right.MAKE_ROOMS_AT_WILL, now).allowed()) {
        return Decision.refusedFor(
            c.re(),
            ErrorCode.RATE_LIMITED,
            "Too many rooms were made from here just now. Join one that is there, or try again in "
                + c.makeAfter()
                + " s.",
            c.makeAfter());
      }
      if (DecisionLimits.reached(limits.rooms(), state.rooms().size())) {
        Room idle = leastMissed(state);
        if (idle == null) {
          return Decision.refused(
              c.re(),
              ErrorCode.LIMIT_REACHED,
              "There are "
                  + state.rooms().size()
                  + " rooms, which is the most, and people in all of them. Join one that is"
                  + " there.");
        }
        changes.add(new Change.RoomClosed(idle.name(), Departures.BY));
      }
    }
    long seq = state.nextSeq() + changes.size();
    changes.add(new Change.Joined(c.room(), person.id(), person.name()));
    RoomRole role = RoomRole.MEMBER;
    if (person.isAccount() && !Names.fold(c.room()).equals(Room.FIRST)) {
      // A guest's name passes on to others, and what is theirs would with it.
      role = RoomRole.OWNER;
      changes.add(
          new Change.RoomRoleGiven(c.room(), person.id(), person.name(), role, Departures.BY));
    }
    List<PersonInfo> alone = List.of(person(person, role));
    long last = state.nextSeq() + changes.size() - 1;
    return new Decision(
        changes, new Reply.Joined(c.re(), seq, c.room(), "", 1, alone, false, last));
  }

  /**
   * The empty room in which least was said, and of those the one that has been empty for longest;
   * null where there are people in all of them. One that was made another than it was is not given
   * up: who comes to one of its name next would find what was not said to them.
   */
  private static Room leastMissed(State state) {
    return state.rooms().stream()
        .filter(room -> room.members().isEmpty() && !Names.fold(room.name()).equals(Room.FIRST))
        .filter(room -> room.bars().isEmpty())
        .filter(room -> room.said() == 0 || room.settings().plain() && room.invited().isEmpty())
        .min(Comparator.comparingInt(Room::said).thenComparingLong(Room::last))
        .orElse(null);
  }

  private static Reply joined(String re, Long seq, Room room, Person newcomer, long last) {
    List<PersonInfo> members =
        room.members().stream().limit(Limits.MEMBERS_MAX).map(p -> person(p, room)).toList();
    int count = room.members().size() + (newcomer == null ? 0 : 1);
    boolean more = room.members().size() > members.size();
    if (newcomer != null && members.size() < Limits.MEMBERS_MAX) {
      members =
          java.util.stream.Stream.concat(
                  members.stream(), java.util.stream.Stream.of(person(newcomer, RoomRole.MEMBER)))
              .sorted(java.util.Comparator.comparing(p -> Names.fold(p.name())))
              .toList();
    }
    return new Reply.Joined(re, seq, room.name(), room.topic(), count, members, more, last);
  }

  private static PersonInfo person(Person person, Room room) {
    return person(person, room.role(person.id()));
  }

  private static PersonInfo person(Person person, RoomRole role) {
    return new PersonInfo(
        person.name(), null, person.connected(), null, role(person), role, person.away() != null);
  }

  private static String role(Person person) {
    return person.isAccount() ? person.account().role().word() : null;
  }

  static Decision leave(State state, Act.Leave c, Person person, long now) {
    Verdict may = Rights.may(state, c.by(), Right.LEAVE, On.room(c.room()), now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    Room left = state.room(c.room());
    if (left.members().size() > 1 && RoomKeeping.isLastOwner(left, person)) {
      return Decision.refused(c.re(), Rights.lastOwnerOf(left.name()));
    }
    List<Change> changes = new ArrayList<>();
    new Departures(changes).leave(person, state.room(c.room()), Leaving.LEFT);
    return new Decision(changes, new Reply.Done(c.re()));
  }

  static Decision noSuchRoom(String re, String room) {
    return Decision.refused(re, Rights.unknown(Right.SEE, room));
  }

  static Decision noSuchPerson(String re, Addressee.Person meant) {
    return noSuchPerson(re, meant.name() == null ? meant.id() : meant.name());
  }

  static Decision noSuchPerson(String re, String name) {
    return Decision.refused(re, ErrorCode.NO_SUCH_PERSON, "There is no one called " + name + ".");
  }

  static Decision topic(
      State state, Act.SetTopic c, Person person, long now, DecisionLimits limits) {
    Verdict may = Rights.may(state, c.by(), Right.SET_TOPIC, On.room(c.room()), now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    if (limits.noSpace()) {
      return Decision.noSpace(c.re());
    }
    return new Decision(
        List.of(
            new Change.TopicSet(state.room(c.room()).name(), person.id(), person.name(), c.text())),
        new Reply.Done(c.re()));
  }

  static Decision list(State state, Act.ListRooms c, Person asker, long now) {
    // What one may not see is counted nowhere either.
    List<Room> seen =
        state.rooms().stream().filter(r -> c.asOperator() || sees(state, c.by(), r, now)).toList();
    String after = c.after() == null ? null : Names.fold(c.after());
    List<Room> rest =
        after == null
            ? seen
            : seen.stream().filter(r -> Names.fold(r.name()).compareTo(after) > 0).toList();
    List<RoomInfo> rooms = rest.stream().limit(Limits.ROOMS_MAX).map(r -> info(r, asker)).toList();
    return Decision.reply(
        new Reply.RoomList(c.re(), seen.size(), rest.size() > rooms.size(), rooms));
  }

  private static boolean sees(State state, Asker by, Room room, long now) {
    return Rights.may(state, by, Right.SEE, On.room(room.name()), now).allowed();
  }

  /** What a room is like. */
  static Reply.RoomFound found(String re, Room room, RoomSettings settings, Person asker) {
    List<PersonInfo> ruled =
        room.members().stream()
            .filter(p -> room.role(p.id()).isAtLeast(RoomRole.MODERATOR))
            .limit(Limits.MEMBERS_MAX)
            .map(p -> person(p, room))
            .toList();
    return new Reply.RoomFound(
        re,
        room.name(),
        room.topic(),
        room.members().size(),
        settings,
        ruled,
        asker == null ? null : room.role(asker.id()));
  }

  static Decision members(State state, Act.ListMembers c, long now) {
    Verdict may = Rights.may(state, c.by(), Right.SEE, On.room(c.room()), now);
    if (!may.allowed() && !c.asOperator()) {
      return Decision.refused(c.re(), may);
    }
    Room room = state.room(c.room());
    if (room == null) {
      return noSuchRoom(c.re(), c.room());
    }
    Collection<Person> rest =
        c.after() == null ? room.members() : room.membersAfter(Names.fold(c.after()));
    List<PersonInfo> members =
        rest.stream().limit(Limits.MEMBERS_MAX).map(p -> person(p, room)).toList();
    return Decision.reply(
        new Reply.MemberList(
            c.re(), room.name(), room.members().size(), members, rest.size() > members.size()));
  }

  static Decision whois(State state, Act.Whois c, long now) {
    Person person = state.named(c.name());
    if (person == null || !sees(state, c.by(), person, now)) {
      return noSuchPerson(c.re(), c.name());
    }
    return Decision.reply(
        new Reply.PersonFound(
            c.re(),
            new PersonInfo(
                person.name(),
                person.id(),
                person.connected(),
                person.operator(),
                role(person),
                null,
                person.away() != null),
            person.away()));
  }

  /** Whether somebody may know that a person is there. */
  static boolean sees(State state, Asker by, Person person, long now) {
    return Rights.may(state, by, Right.SEE, new On.Person(person.id()), now).allowed();
  }
}
