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
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
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
    long read = asker == null ? 0 : asker.read(new Place.Room(room.name()));
    return new RoomInfo(
        room.name(),
        topic,
        room.members().size(),
        room.last(),
        read == 0 || asker.rooms().stream().noneMatch(r -> r == room) ? null : read,
        null);
  }

  static Decision join(State state, Act.Join c, Person person, long now, DecisionLimits limits) {
    Verdict may = Rights.may(state, c.by(), Right.JOIN, On.room(c.room()), now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    Room room = state.room(c.room());
    if (room != null && state.isMember(person, room)) {
      return Decision.reply(joined(c.re(), null, room, null));
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
    return room == null
        ? make(state, c, person, now, limits)
        : new Decision(
            List.of(new Change.Joined(room.name(), person.id(), person.name())),
            joined(c.re(), state.nextSeq(), room, person));
  }

  /**
   * A new room. Where there are as many as there may be, it takes the place of an empty one, whose
   * past stays in the log: who makes that room again finds it. Nobody is kept out of the first
   * room.
   */
  private static Decision make(
      State state, Act.Join c, Person person, long now, DecisionLimits limits) {
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
    return new Decision(
        changes,
        new Reply.Joined(c.re(), seq, c.room(), "", 1, List.of(person(person)), false, seq));
  }

  /**
   * The empty room in which least was said, and of those the one that has been empty for longest;
   * null where there are people in all of them.
   */
  private static Room leastMissed(State state) {
    return state.rooms().stream()
        .filter(room -> room.members().isEmpty() && !Names.fold(room.name()).equals(Room.FIRST))
        .min(Comparator.comparingInt(Room::said).thenComparingLong(Room::last))
        .orElse(null);
  }

  private static Reply joined(String re, Long seq, Room room, Person newcomer) {
    List<PersonInfo> members =
        room.members().stream().limit(Limits.MEMBERS_MAX).map(Rooms::person).toList();
    int count = room.members().size() + (newcomer == null ? 0 : 1);
    boolean more = room.members().size() > members.size();
    if (newcomer != null && members.size() < Limits.MEMBERS_MAX) {
      members =
          java.util.stream.Stream.concat(
                  members.stream(), java.util.stream.Stream.of(person(newcomer)))
              .sorted(java.util.Comparator.comparing(p -> Names.fold(p.name())))
              .toList();
    }
    long last = seq == null ? room.last() : seq;
    return new Reply.Joined(re, seq, room.name(), room.topic(), count, members, more, last);
  }

  private static PersonInfo person(Person person) {
    return new PersonInfo(person.name(), null, person.connected(), null, role(person));
  }

  private static String role(Person person) {
    return person.isAccount() ? person.account().role().word() : null;
  }

  static Decision leave(State state, Act.Leave c, Person person, long now) {
    Verdict may = Rights.may(state, c.by(), Right.LEAVE, On.room(c.room()), now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
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

  static Decision list(State state, Act.ListRooms c, Person asker) {
    Collection<Room> rest =
        c.after() == null ? state.rooms() : state.roomsAfter(Names.fold(c.after()));
    List<RoomInfo> rooms = rest.stream().limit(Limits.ROOMS_MAX).map(r -> info(r, asker)).toList();
    return Decision.reply(
        new Reply.RoomList(c.re(), state.rooms().size(), rest.size() > rooms.size(), rooms));
  }

  static Decision members(State state, Act.ListMembers c, long now) {
    Verdict may = Rights.may(state, c.by(), Right.SEE, On.room(c.room()), now);
    if (!may.allowed()) {
      return Decision.refused(c.re(), may);
    }
    Room room = state.room(c.room());
    if (room == null) {
      return noSuchRoom(c.re(), c.room());
    }
    Collection<Person> rest =
        c.after() == null ? room.members() : room.membersAfter(Names.fold(c.after()));
    List<PersonInfo> members = rest.stream().limit(Limits.MEMBERS_MAX).map(Rooms::person).toList();
    return Decision.reply(
        new Reply.MemberList(
            c.re(), room.name(), room.members().size(), members, rest.size() > members.size()));
  }

  static Decision whois(State state, Act.Whois c) {
    Person person = state.named(c.name());
    if (person == null) {
      return noSuchPerson(c.re(), c.name());
    }
    return Decision.reply(
        new Reply.PersonFound(
            c.re(),
            new PersonInfo(
                person.name(), person.id(), person.connected(), person.operator(), role(person))));
  }
}
