package parley.server.config;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import parley.protocol.Names;

/**
 * Where people without an account may come, besides the rooms that are marked for them.
 *
 * @param come whether they may come to the server at all
 * @param everywhere whether into every room that is not private, and to make rooms
 * @param rooms folded names of rooms that are for them too
 */
public record GuestRooms(boolean come, boolean everywhere, Set<String> rooms) {
  public static final GuestRooms EVERYWHERE = new GuestRooms(true, true, Set.of());
  public static final GuestRooms NOWHERE = new GuestRooms(false, false, Set.of());

  public GuestRooms {
    rooms = Set.copyOf(rooms);
  }

  /** Into these, by any spelling. */
  static GuestRooms in(Collection<String> names) {
    return new GuestRooms(
        true, false, names.stream().map(Names::fold).collect(Collectors.toUnmodifiableSet()));
  }
}
