package parley.server.state;

import java.util.Objects;
import parley.protocol.Addressee;
import parley.protocol.Names;

/** Where people say things and read them. */
public sealed interface Place {

  /** A room, by any spelling of its name; those with the same folded name are equal. */
  record Room(String name) implements Place {
    public String folded() {
      return Names.fold(name);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Room room && folded().equals(room.folded());
    }

    @Override
    public int hashCode() {
      return folded().hashCode();
    }
  }

  /** What two people say to each other, ids; the same talk whoever is named first. */
  record Talk(String a, String b) implements Place {
    /** Whether it is a person's. */
    public boolean isOf(String person) {
      return a.equals(person) || b.equals(person);
    }

    /** The other one, seen from one of the two. */
    public String other(String person) {
      return Objects.equals(a, person) ? b : a;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Talk talk
          && (Objects.equals(a, talk.a) && Objects.equals(b, talk.b)
              || Objects.equals(a, talk.b) && Objects.equals(b, talk.a));
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(a) + Objects.hashCode(b);
    }
  }

  /**
   * What a reader's mark in it is kept under: no person's id begins with the sign of a room, and no
   * name holds it.
   */
  default String mark(String reader) {
    return switch (this) {
      case Room room -> "#" + room.folded();
      case Talk talk -> talk.other(reader);
    };
  }

  /** The place of a reader's {@link #mark}. */
  static Place ofMark(String reader, String mark) {
    return mark.startsWith("#") ? new Room(mark.substring(1)) : new Talk(reader, mark);
  }

  /** Where words of a person go; null for nowhere. */
  static Place of(Addressee addressee, String person) {
    return switch (addressee) {
      case Addressee.Room room -> new Room(room.name());
      case Addressee.Person other -> new Talk(person, other.id());
      case null -> null;
    };
  }
}
