package parley.server.state;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where somebody may read: in which numbers of each room, and whether in the talks of their own.
 * Whoever reads for them is given it, and tells nothing beyond it.
 */
public final class Sight {
  /**
   * A part of a room.
   *
   * @param room its folded name
   * @param from the first number
   * @param to the last one, inclusive
   */
  public record Span(String room, long from, long to) {
    /** All of a room. */
    public static Span whole(String folded) {
      return new Span(folded, 0, Long.MAX_VALUE);
    }
  }

  private final String person;
  private final boolean talks;
  private final Map<String, NavigableMap<Long, Span>> rooms = new LinkedHashMap<>();

  /**
   * @param person whose talks they are, an id
   * @param talks whether those are seen too
   * @param spans those of one room don't overlap
   */
  public Sight(String person, boolean talks, Collection<Span> spans) {
    this.person = person;
    this.talks = talks;
    for (Span span : spans) {
      rooms.computeIfAbsent(span.room, _ -> new TreeMap<>()).put(span.from, span);
    }
  }

  /** All of one place. */
  public static Sight whole(Place place) {
    return switch (place) {
      case Place.Room room -> new Sight(null, false, List.of(Span.whole(room.folded())));
      case Place.Talk talk -> new Sight(talk.a(), true, List.of());
    };
  }

  public String person() {
    return person;
  }

  public boolean talks() {
    return talks;
  }

  /** The folded names of the rooms of which something is seen. */
  public Set<String> rooms() {
    return rooms.keySet();
  }

  /** Whether a number of a room is seen, by the room's folded name. */
  public boolean holds(String folded, long seq) {
    NavigableMap<Long, Span> spans = rooms.get(folded);
    Map.Entry<Long, Span> span = spans == null ? null : spans.floorEntry(seq);
    return span != null && seq <= span.getValue().to;
  }

  /** Whether a number of a place is seen. */
  public boolean holds(Place place, long seq) {
    return switch (place) {
      case Place.Room room -> holds(room.folded(), seq);
      case Place.Talk talk -> talks && talk.isOf(person);
    };
  }
}
