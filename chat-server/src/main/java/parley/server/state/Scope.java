package parley.server.state;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import parley.protocol.Names;
import parley.protocol.TokenRight;

/**
 * What somebody's connection is for: all that they may, or as little of it as a token gives.
 *
 * @param rooms folded names; empty is every room
 * @param may what is done there
 */
public record Scope(List<String> rooms, Set<TokenRight> may) {
  /** Of who is signed in themselves. */
  public static final Scope ALL = new Scope(List.of(), Set.of(TokenRight.values()));

  public Scope {
    rooms = rooms.stream().map(Names::fold).distinct().sorted().toList();
    may = Collections.unmodifiableSet(new TreeSet<>(may));
  }

  /** Whether something in a place is within it, whatever it is. */
  public boolean reaches(Place place) {
    return switch (place) {
      case Place.Room room -> rooms.isEmpty() || rooms.contains(room.folded());
      case Place.Talk _ -> may.contains(TokenRight.TALKS);
    };
  }

  /** Whether what happens in a room is told, by the room's folded name. */
  public boolean reads(String folded) {
    return may.contains(TokenRight.READ) && (rooms.isEmpty() || rooms.contains(folded));
  }

  /** Whether what concerns two people alone is told. */
  public boolean readsTalks() {
    return may.contains(TokenRight.READ) && may.contains(TokenRight.TALKS);
  }

  /** Whether an event is told to whom it is for. */
  public boolean reads(Change.Lasting change) {
    return switch (change.audience()) {
      case null -> false;
      case Place.Room room -> reads(room.folded());
      case Place.Talk _ ->
          readsTalks()
              && (!(change instanceof Change.Read read)
                  || !(read.place() instanceof Place.Room room)
                  || reads(room.folded()));
    };
  }
}
