package parley.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import parley.client.link.Link;
import parley.client.link.LinkEnding;
import parley.client.link.SavedSession;
import parley.client.link.SavedSessionFile;
import parley.protocol.Names;

/**
 * Writes the place down: a new one at once, since it is lost with a program that is killed, and how
 * far one has read once a second at most.
 */
final class PlaceSaver {
  private static final Duration EACH = Duration.ofSeconds(1);

  private final Link link;
  private final Places places;
  private String name;
  private SavedSessionFile file;
  private Thread thread;
  private SavedSession kept;

  /** Where the places at one server are kept. */
  interface Places {
    /** The file for a name; empty where another program keeps that place. */
    Optional<SavedSessionFile> claim(String name) throws IOException;
  }

  /**
   * @param name under which the place is kept
   * @param file null where another program keeps this place; it stays its owner's
   */
  PlaceSaver(Link link, Places places, String name, SavedSessionFile file) {
    this.link = link;
    this.places = places;
    this.name = name;
    this.file = file;
  }

  void start() {
    if (file != null) {
      thread = Thread.ofVirtual().name("keeper").start(this::keep);
    }
  }

  private void keep() {
    try {
      while (!link.isEnded()) {
        link.awaitPlace(this::isNew, EACH);
        if (!save()) {
          Thread.sleep(EACH);
        }
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  /** Whether it is another place than the one that was kept, and not only further on. */
  private boolean isNew(SavedSession place) {
    return place != null && (kept == null || !Objects.equals(place.session(), kept.session()));
  }

  /**
   * After a goodbye that the server took, or when the place was taken or refused, a guest has none
   * to come back to. Who leaves while there is no connection still has it, and would find their own
   * name taken by themselves. An account's session lasts until it is ended.
   */
  void end(LinkEnding ending) throws InterruptedException {
    if (file == null) {
      return;
    }
    thread.interrupt();
    thread.join();
    try {
      switch (ending) {
        case REFUSED -> {
          if (link.place() == null || !link.place().ofAccount()) {
            file.forget();
          } else {
            save();
          }
        }
        case SIGNED_OUT, SHUT_OUT -> file.forget();
        case CLOSED -> {
          if (link.place() == null) {
            file.forget();
          } else {
            save();
          }
        }
        case OWNED, UNREACHABLE, DISTRUSTED, FAULT -> save();
      }
      file.close();
    } catch (IOException e) {
      // As in save().
    }
  }

  /** An account's is kept under its name, whatever its person came as. */
  private void follow(SavedSession place) throws IOException {
    if (place.ofAccount() && !Names.fold(place.name()).equals(Names.fold(name))) {
      Optional<SavedSessionFile> other = places.claim(place.name());
      if (other.isPresent()) {
        file.forget();
        file.close();
        file = other.get();
        name = place.name();
      }
    }
  }

  /** Whether nothing is left to be written. */
  private boolean save() {
    SavedSession place = link.place();
    if (place != null && !place.equals(kept)) {
      try {
        follow(place);
        file.save(place);
        kept = place;
      } catch (IOException e) {
        // Without the file a restart comes as someone new, which is said then.
        return false;
      }
    }
    return true;
  }
}
