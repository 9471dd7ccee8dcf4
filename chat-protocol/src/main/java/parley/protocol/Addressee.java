package parley.protocol;

import java.util.Objects;

/**
 * Whom words are for: a room or a person. As somebody writes it, {@code lobby} or {@code #lobby} is
 * a room, {@code @bob} a person, and {@code @bob:g31} the one of that id whoever is called so (no
 * name holds a colon). The sign decides, and not what there is of that name: where a room is called
 * {@code @bob}, that is {@code #@bob}.
 */
public sealed interface Addressee {
  record Room(String name) implements Addressee {
    public Room {
      Objects.requireNonNull(name, "room");
    }
  }

  /**
   * One of the two is there.
   *
   * @param name what they are called; null where the id alone is known
   * @param id null where the name alone is known
   */
  record Person(String name, String id) implements Addressee {}

  /**
   * What somebody wrote where either may stand.
   *
   * @throws InvalidRequest where it can be the name of neither
   */
  static Addressee of(String written) {
    return written.startsWith("@") ? ofPerson(written) : ofRoom(written);
  }

  /** A room, as it is written where nothing else may stand. */
  static Addressee ofRoom(String written) {
    return new Room(Names.room(written));
  }

  /** A person, as they are written where nothing else may stand: the {@code @} can be left out. */
  static Addressee ofPerson(String written) {
    int colon = written.indexOf(':');
    return colon < 0
        ? new Person(Names.person(written), null)
        : new Person(Names.person(written.substring(0, colon)), written.substring(colon + 1));
  }

  /** As requests and events have it in their fields: a room where that is not null. */
  static Addressee ofFields(String room, String person, String personId) {
    return room != null ? new Room(room) : new Person(person, personId);
  }

  /** The room's name; null where it is a person. */
  default String room() {
    return this instanceof Room room ? room.name : null;
  }

  /** The person's name; null where it is a room, or the id alone is known. */
  default String person() {
    return this instanceof Person person ? person.name : null;
  }

  /** The person's id; null where it is a room, or the name alone is known. */
  default String personId() {
    return this instanceof Person person ? person.id : null;
  }

  /** Whether it is a person. */
  default boolean isPerson() {
    return this instanceof Person;
  }

  /** As people write it, so that {@link #of} reads the same; without an id. */
  default String title() {
    return switch (this) {
      case Person person -> "@" + person.name;
      case Room room -> room.name.startsWith("@") ? "#" + room.name : room.name;
    };
  }
}
