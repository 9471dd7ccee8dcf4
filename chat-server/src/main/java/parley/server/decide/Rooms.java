package parley.server.decide;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.PersonInfo;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;
import parley.server.state.Change;
import parley.server.state.Person;
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
    long read = asker == null ? 0 : asker.read(Change.Read.place(room.name()));
    return new RoomInfo(
        room.name(),
        topic,
        room.members().size(),
        room.last(),
        read == 0 || asker.rooms().stream().noneMatch(r -> r == room) ? null : read,
        null);
  }

  static Decision join(State state, Command.Join c, Rules rules) {
    Person person = state.person(c.person());
    if (person == null) {
      return Decision.refused(c.re(), ErrorCode.HELLO_FIRST, "Say hello first.");
    }
    Room room = state.room(c.room());
    if (room != null && state.isMember(person, room)) {
      return Decision.reply(joined(c.re(), null, room, null));
    }
    if (Rules.reached(rules.roomsPerPerson(), person.rooms().size())) {
      return Decision.refused(
          c.re(),
          ErrorCode.LIMIT_REACHED,
          "You are in " + person.rooms().size() + " rooms, which is the most. Leave one first.");
    }
    if (room == null && Rules.reached(rules.rooms(), state.rooms().size())) {
      return Decision.refused(
          c.re(), ErrorCode.LIMIT_REACHED, "The server has no room for another room.");
    }
    long seq = state.nextSeq();
    String name = room == null ? c.room() : room.name();
    Reply reply =
        room == null
            ? Reply.Ok.joined(c.re(), seq, name, "", 1, List.of(person(person)), false, seq)
            : joined(c.re(), seq, room, person);
    return new Decision(List.of(new Change.Joined(name, person.id(), person.name())), reply);
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
    return Reply.Ok.joined(re, seq, room.name(), room.topic(), count, members, more, last);
  }

  private static PersonInfo person(Person person) {
    return new PersonInfo(person.name(), null, person.connected(), null);
  }

  static Decision leave(State state, Command.Leave c) {
    Person person = state.person(c.person());
    Room room = state.room(c.room());
    if (person == null || room == null || !state.isMember(person, room)) {
      return notMember(c.re(), c.room());
    }
    return new Decision(
        List.of(new Change.Left(room.name(), person.id(), person.name(), "left")),
        Reply.Ok.done(c.re()));
  }

  static Decision notMember(String re, String room) {
    return Decision.refused(
        re, ErrorCode.NOT_A_MEMBER, "You are not in " + room + ". Join it first.");
  }

  static Decision noSuchRoom(String re, String room) {
    return Decision.refused(re, ErrorCode.NO_SUCH_ROOM, "There is no room " + room + ".");
  }

  static Decision noSuchPerson(String re, String name) {
    return Decision.refused(re, ErrorCode.NO_SUCH_PERSON, "There is no one called " + name + ".");
  }

  static Decision topic(State state, Command.SetTopic c) {
    Room room = state.room(c.room());
    if (c.person() == null) {
      return room == null ? noSuchRoom(c.re(), c.room()) : topicSet(c, room, null, "server");
    }
    Person person = state.person(c.person());
    if (person == null || room == null || !state.isMember(person, room)) {
      return notMember(c.re(), c.room());
    }
    return topicSet(c, room, person.id(), person.name());
  }

  private static Decision topicSet(Command.SetTopic c, Room room, String person, String name) {
    return new Decision(
        List.of(new Change.TopicSet(room.name(), person, name, c.text())), Reply.Ok.done(c.re()));
  }

  static Decision list(State state, Command.ListRooms c) {
    Person asker = c.person() == null ? null : state.person(c.person());
    Collection<Room> rest =
        c.after() == null ? state.rooms() : state.roomsAfter(Names.fold(c.after()));
    List<RoomInfo> rooms = rest.stream().limit(Limits.ROOMS_MAX).map(r -> info(r, asker)).toList();
    return Decision.reply(
        Reply.Ok.rooms(c.re(), state.rooms().size(), rooms, rest.size() > rooms.size()));
  }

  static Decision members(State state, Command.ListMembers c) {
    Room room = state.room(c.room());
    if (room == null) {
      return noSuchRoom(c.re(), c.room());
    }
    Collection<Person> rest =
        c.after() == null ? room.members() : room.membersAfter(Names.fold(c.after()));
    List<PersonInfo> members = rest.stream().limit(Limits.MEMBERS_MAX).map(Rooms::person).toList();
    return Decision.reply(
        Reply.Ok.members(
            c.re(), room.name(), room.members().size(), members, rest.size() > members.size()));
  }

  static Decision whois(State state, Command.Whois c) {
    Person person = state.named(c.name());
    if (person == null) {
      return noSuchPerson(c.re(), c.name());
    }
    return Decision.reply(
        Reply.Ok.person(
            c.re(),
            new PersonInfo(person.name(), person.id(), person.connected(), person.operator())));
  }

  /** Answers ok with the rooms that may be searched. */
  static Decision maySearch(State state, Command.MaySearch c) {
    Person person = state.person(c.person());
    if (person == null) {
      return Decision.refused(c.re(), ErrorCode.HELLO_FIRST, "Say hello first.");
    }
    Collection<Room> rooms = person.rooms();
    if (!c.rooms().isEmpty()) {
      rooms = new ArrayList<>();
      for (String name : c.rooms()) {
        Room room = state.room(name);
        if (room == null || !state.isMember(person, room)) {
          return notMember(c.re(), name);
        }
        rooms.add(room);
      }
    }
    List<RoomInfo> infos = rooms.stream().map(room -> info(room, person)).toList();
    return Decision.reply(Reply.Ok.rooms(c.re(), infos.size(), infos, false));
  }

  /** Answers ok with the room's name, or with the person whose talk it is. */
  static Decision mayRead(State state, Command.MayRead c) {
    if (c.with() != null) {
      return whois(state, new Command.Whois(c.re(), c.person(), c.with()));
    }
    Person person = state.person(c.person());
    Room room = state.room(c.room());
    if (person == null || room == null || !state.isMember(person, room)) {
      return notMember(c.re(), c.room());
    }
    return Decision.reply(
        Reply.Ok.members(c.re(), room.name(), room.members().size(), List.of(), false));
  }
}
