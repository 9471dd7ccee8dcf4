package parley.server.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import parley.protocol.Names;

/**
 * All that decisions rest on: people who may be connected, rooms, bans, and the next numbers. What
 * the log holds beyond that (old messages, expired guests) is not here. It changes only by {@link
 * #apply} and is confined to the sequencer's thread.
 */
public final class State {
  private final Map<String, Person> people = new HashMap<>();
  private final Map<String, Person> byName = new HashMap<>();
  private final Map<String, Person> bySession = new HashMap<>();
  private final Map<Long, Person> byConnection = new HashMap<>();
  private final NavigableMap<String, Room> rooms = new TreeMap<>();
  private final Map<String, Ban> bans = new LinkedHashMap<>();
  private long nextSeq = 1;
  private long nextPerson = 1;
  private long lastAt;

  /** The number that the next event gets. */
  public long nextSeq() {
    return nextSeq;
  }

  /** The number in the id that the next guest gets. */
  public long nextPerson() {
    return nextPerson;
  }

  /** The newest event's time; a later event is never told an earlier one. */
  public long lastAt() {
    return lastAt;
  }

  /** Sets where the numbers go on, when the state is built from the log's tables. */
  public void resume(long nextSeq, long nextPerson, long lastAt) {
    this.nextSeq = nextSeq;
    this.nextPerson = nextPerson;
    this.lastAt = lastAt;
  }

  public Person person(String id) {
    return people.get(id);
  }

  public Person named(String name) {
    return byName.get(Names.fold(name));
  }

  public Person ofSession(String sessionHash) {
    return bySession.get(sessionHash);
  }

  public Person ofConnection(long connection) {
    return byConnection.get(connection);
  }

  public Collection<Person> people() {
    return Collections.unmodifiableCollection(people.values());
  }

  public Room room(String name) {
    return rooms.get(Names.fold(name));
  }

  public Collection<Room> rooms() {
    return Collections.unmodifiableCollection(rooms.values());
  }

  /** The rooms whose folded names come after one. */
  public Collection<Room> roomsAfter(String folded) {
    return Collections.unmodifiableCollection(rooms.tailMap(folded, false).values());
  }

  public boolean isMember(Person person, Room room) {
    return person.rooms.get(Names.fold(room.name())) == room;
  }

  public Ban ban(String target) {
    return bans.get(target);
  }

  public Collection<Ban> bans() {
    return Collections.unmodifiableCollection(bans.values());
  }

  /** Makes an event of the log true. Its number must be the next one. */
  public void apply(Entry entry) {
    if (entry.seq() != nextSeq) {
      throw new IllegalStateException("event " + entry.seq() + " where " + nextSeq + " is due");
    }
    nextSeq++;
    lastAt = entry.at();
    switch (entry.change()) {
      case Change.Came c -> {
        add(c.person(), c.name(), c.session());
        people.get(c.person()).goneSince = entry.at();
      }
      case Change.Expired c -> expire(c);
      case Change.Joined c -> addMember(c.room(), c.person());
      case Change.Left c -> removeMember(c.room(), c.person());
      case Change.TopicSet c -> room(c.room()).topic = c.text();
      case Change.Named c -> rename(c);
      case Change.RoomClosed c -> rooms.remove(Names.fold(c.room()));
      case Change.OperatorSet c -> people.get(c.person()).operator = c.operator();
      case Change.Banned c ->
          bans.put(c.target(), new Ban(c.target(), c.until(), c.reason(), c.by(), entry.at()));
      case Change.Unbanned c -> bans.remove(c.target());
      case Change.Muted c ->
          people.get(c.person()).mutedUntil = c.until() == 0 ? Long.MAX_VALUE : c.until();
      case Change.Unmuted c -> people.get(c.person()).mutedUntil = 0;
      case Change.Read c -> people.get(c.person()).read.put(c.place(), c.upTo());
      case Change.Said _,
          Change.Edited _,
          Change.Deleted _,
          Change.Reacted _,
          Change.Renamed _,
          Change.Dropped _ -> {
        // Nothing but the room's newest number follows from them.
      }
    }
    if (entry.change().room() != null && rooms.containsKey(Names.fold(entry.change().room()))) {
      room(entry.change().room()).last = entry.seq();
    }
  }

  /** Makes a change of who is connected true. */
  public void apply(Change.Passing change) {
    switch (change) {
      case Change.Connected c -> {
        Person person = people.get(c.person());
        person.connections.add(c.connection());
        byConnection.put(c.connection(), person);
      }
      case Change.Disconnected c -> {
        Person person = byConnection.remove(c.connection());
        if (person != null) {
          person.connections.remove(c.connection());
          person.goneSince = c.at();
        }
      }
      case Change.Presence c -> people.get(c.person()).toldOffline = !c.online();
      case Change.Ended _, Change.Notice _ -> {
        // For the connections alone.
      }
    }
  }

  /**
   * Takes over who is connected, who went when and what was told of it from a state that is given
   * up, for the people that are here too. Used after a commit was rolled back and this state was
   * read again from the file.
   */
  public void takeConnections(State from) {
    for (Person person : people.values()) {
      Person theirs = from.people.get(person.id());
      // Who is here again because an end was rolled back was gone, but for what is taken back next.
      person.toldOffline = theirs == null || theirs.toldOffline;
      person.goneSince = theirs == null ? person.goneSince : theirs.goneSince;
    }
    from.byConnection.forEach(
        (connection, theirs) -> {
          Person person = people.get(theirs.id());
          if (person != null) {
            person.connections.add(connection);
            byConnection.put(connection, person);
          }
        });
  }

  /** Takes a change of who is connected back, where the decision that made it was not written. */
  public void takeBack(Change.Passing change) {
    switch (change) {
      case Change.Connected c -> {
        Person person = byConnection.remove(c.connection());
        if (person != null) {
          person.connections.remove(c.connection());
        }
      }
      case Change.Disconnected c -> {
        Person person = people.get(c.person());
        if (person != null) {
          person.connections.add(c.connection());
          byConnection.put(c.connection(), person);
          person.toldOffline = false;
        }
      }
      case Change.Presence c -> {
        Person person = people.get(c.person());
        if (person != null) {
          person.toldOffline = c.online();
        }
      }
      case Change.Ended _, Change.Notice _ -> {
        // Nothing rests on these.
      }
    }
  }

  /** Adds a person as the tables tell of them, when the state is built from the log's tables. */
  public void restore(
      String id, String name, String session, boolean operator, long mutedUntil, long goneSince) {
    Person person = add(id, name, session);
    person.operator = operator;
    person.mutedUntil = mutedUntil;
    person.goneSince = goneSince;
  }

  /** Adds a room as the tables tell of it. */
  public void restore(String room, String topic, long last) {
    Room restored = new Room(room);
    restored.topic = topic;
    restored.last = last;
    rooms.put(Names.fold(room), restored);
  }

  /** Adds a membership as the tables tell of it. */
  public void restore(String room, String person) {
    addMember(room, person);
  }

  /** Adds a read mark as the tables tell of it. */
  public void restoreRead(String person, String place, long upTo) {
    people.get(person).read.put(place, upTo);
  }

  /** Adds a ban as the tables tell of it. */
  public void restore(Ban ban) {
    bans.put(ban.target(), ban);
  }

  private Person add(String id, String name, String session) {
    Person person = new Person(id, name, session);
    people.put(id, person);
    byName.put(Names.fold(name), person);
    bySession.put(session, person);
    nextPerson = Math.max(nextPerson, Long.parseLong(id.substring(1)) + 1);
    return person;
  }

  private void expire(Change.Expired c) {
    Person person = people.get(c.person());
    for (Room room : new ArrayList<>(person.rooms.values())) {
      removeMember(room.name(), c.person());
    }
    people.remove(c.person());
    byName.remove(Names.fold(person.name));
    bySession.remove(person.session());
    person.connections.forEach(byConnection::remove);
  }

  private void addMember(String roomName, String personId) {
    String folded = Names.fold(roomName);
    Room room = rooms.computeIfAbsent(folded, _ -> new Room(roomName));
    Person person = people.get(personId);
    room.members.put(Names.fold(person.name), person);
    person.rooms.put(folded, room);
  }

  private void removeMember(String roomName, String personId) {
    String folded = Names.fold(roomName);
    Person person = people.get(personId);
    Room room = rooms.get(folded);
    if (room != null && person != null) {
      room.members.remove(Names.fold(person.name));
      person.rooms.remove(folded);
    }
  }

  private void rename(Change.Named c) {
    Person person = people.get(c.person());
    String was = Names.fold(person.name);
    String now = Names.fold(c.name());
    byName.remove(was);
    byName.put(now, person);
    person.name = c.name();
    for (Room room : person.rooms.values()) {
      room.members.remove(was);
      room.members.put(now, person);
    }
  }
}
