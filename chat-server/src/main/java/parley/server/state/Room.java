package parley.server.state;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import parley.protocol.Names;

/** A room and who is in it. Confined, as the whole {@link State}, to the sequencer's thread. */
public final class Room {
  /** Where people begin: there is always a place for it. */
  public static final String FIRST = "lobby";

  /** As far as messages are counted: beyond it a room is simply a used one. */
  public static final int SAID_MOST = 100;

  private final String name;
  String topic = "";

  /** How many messages were said in it since it was made, deleted ones too; counted so far. */
  int said;

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

  /** How many messages were said in it since it was made, up to {@link #SAID_MOST}. */
  public int said() {
    return said;
  }

  /**
   * Whether nothing is lost with it when nobody is in it any more: nobody ever spoke there. The
   * first room stays, because it would be made again by the next who comes.
   */
  public boolean passes() {
    return said == 0 && !Names.fold(name).equals(FIRST);
  }

  public Collection<Person> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  /** The members whose folded names come after one. */
  public Collection<Person> membersAfter(String folded) {
    return Collections.unmodifiableCollection(members.tailMap(folded, false).values());
  }
}
