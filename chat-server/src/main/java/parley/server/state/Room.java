package parley.server.state;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A room and who is in it. Confined, as the whole {@link State}, to the sequencer's thread. */
public final class Room {
  private final String name;
  String topic = "";

  /** The number of the newest event of this room. */
  long last;

  /** The members by folded name, so that lists come in one order and can be read on. */
  final NavigableMap<String, Person> members = new TreeMap<>();

  Room(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** Empty where none was set. */
  public String topic() {
    return topic;
  }

  public long last() {
    return last;
  }

  public Collection<Person> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  /** The members whose folded names come after one. */
  public Collection<Person> membersAfter(String folded) {
    return Collections.unmodifiableCollection(members.tailMap(folded, false).values());
  }
}
