package parley.server.state;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Someone who may be connected. Confined, as the whole {@link State}, to the sequencer's thread.
 */
public final class Person {
  private final String id;
  private final String session;
  String name;
  boolean operator;

  /** Milliseconds since 1970 until which this person may not speak; 0 is never, MAX is for ever. */
  long mutedUntil;

  /** When the last connection ended, in milliseconds since 1970; meaningless while one is open. */
  long goneSince;

  /** Whether {@link Change.Presence} told that nobody is there any more. */
  boolean toldOffline;

  final Set<Long> connections = new LinkedHashSet<>();

  /** The person's rooms by folded name, in the order of joining. */
  final Map<String, Room> rooms = new LinkedHashMap<>();

  /** How far the person has read, by {@link Change.Read#place}. */
  final Map<String, Long> read = new HashMap<>();

  Person(String id, String name, String session) {
    this.id = id;
    this.name = name;
    this.session = session;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  /** SHA-256 of the session's secret, in hex. */
  public String session() {
    return session;
  }

  public boolean operator() {
    return operator;
  }

  public boolean mutedAt(long now) {
    return mutedUntil > now;
  }

  public long mutedUntil() {
    return mutedUntil;
  }

  public boolean connected() {
    return !connections.isEmpty();
  }

  public Set<Long> connections() {
    return java.util.Collections.unmodifiableSet(connections);
  }

  public java.util.Collection<Room> rooms() {
    return java.util.Collections.unmodifiableCollection(rooms.values());
  }

  /** The number up to which the person has read a {@link Change.Read#place}, 0 where unknown. */
  public long read(String place) {
    return read.getOrDefault(place, 0L);
  }

  public long goneSince() {
    return goneSince;
  }

  public boolean toldOffline() {
    return toldOffline;
  }
}
