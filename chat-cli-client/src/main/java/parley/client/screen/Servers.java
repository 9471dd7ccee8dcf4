package parley.client.screen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import parley.client.terminal.PressedKey;

/**
 * The servers whose talks are numbered and counted together. Immutable.
 *
 * @param all in the order they were opened
 * @param own the place of the one whose page is seen
 * @param asking whether each has a question that waits
 */
record Servers(List<Overview> all, int own, List<Boolean> asking) {
  /** A talk at a server; none where the server has none, so that it can be turned to. */
  record Place(int server, Overview.Row row) {}

  static Servers alone(Overview own) {
    return new Servers(List.of(own), 0, List.of(false));
  }

  boolean areSeveral() {
    return all.size() > 1;
  }

  Overview seen() {
    return all.get(own);
  }

  /** Where each number leads to, from 1 on. */
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      int server = i;
      all.get(i).talks().forEach(row -> places.add(new Place(server, row)));
      if (all.get(i).talks().isEmpty() && areSeveral()) {
        places.add(new Place(server, null));
      }
    }
    return places;
  }

  /** Which of the {@link #places} is seen now; -1 where none is. */
  int seenAt(List<Place> places) {
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      boolean here =
          place.row() == null ? seen().current() == null : place.row().talk() == seen().current();
      if (place.server() == own && here) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a key leads to another talk, wherever that is. */
  static boolean isTurn(PressedKey key) {
    return switch (key) {
      case NEXT, PREVIOUS, UNREAD -> true;
      default ->
          key.ordinal() >= PressedKey.TALK_1.ordinal()
              && key.ordinal() <= PressedKey.TALK_10.ordinal();
    };
  }

  /** Which of the {@link #places} a key leads to; none where there is no such place. */
  Optional<Place> leadsTo(PressedKey key) {
    List<Place> places = places();
    int at = seenAt(places);
    int n = places.size();
    return switch (key) {
      case NEXT -> Optional.of(places.get((at + 1) % n));
      case PREVIOUS -> Optional.of(places.get(at < 0 ? n - 1 : (at + n - 1) % n));
      case UNREAD -> unread(places);
      default -> numbered(key.ordinal() - PressedKey.TALK_1.ordinal() + 1);
    };
  }

  Optional<Place> numbered(int number) {
    List<Place> places = places();
    return number >= 1 && number <= places.size()
        ? Optional.of(places.get(number - 1))
        : Optional.empty();
  }

  /** Where somebody is named comes first. */
  private static Optional<Place> unread(List<Place> places) {
    return places.stream()
        .filter(place -> place.row() != null && place.row().unread() > 0)
        .min(Comparator.comparing(place -> !place.row().named()));
  }

  /** How a talk is called where others of other servers may have the same name. */
  String called(Place place) {
    String title = place.row() == null ? "-" : place.row().title();
    return place.server() == own ? title : all.get(place.server()).label() + "/" + title;
  }
}
