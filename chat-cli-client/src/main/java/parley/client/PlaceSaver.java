package parley.client;

import java.io.IOException;
import parley.client.link.Link;
import parley.client.link.LinkEnding;
import parley.client.link.SavedSession;
import parley.client.link.SavedSessionFile;

/**
 * Writes the place down: a new one at once, since it is lost with a program that is killed, and how
 * far one has read once a second at most.
 */
final class PlaceSaver {
  private static final long LOOK_MILLIS = 50;

  /** Looks after which what has changed is written. */
  private static final int LOOKS = 20;

  private final Link link;
  private final SavedSessionFile file;
  private Thread thread;
  private SavedSession kept;

  /**
   * @param file null where another program keeps this place
   */
  PlaceSaver(Link link, SavedSessionFile file) {
    this.link = link;
    this.file = file;
  }

  void start() {
    if (file != null) {
      thread = Thread.ofVirtual().name("keeper").start(this::keep);
    }
  }

  private void keep() {
    try {
      for (int looks = 1; ; looks++) {
        Thread.sleep(LOOK_MILLIS);
        if (looks % LOOKS == 0 || isNew(link.place())) {
          save();
        }
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  /** Whether it is another place than the one that was kept, and not only further on. */
  private boolean isNew(SavedSession place) {
    return place != null && (kept == null || !place.session().equals(kept.session()));
  }

  /**
   * After a goodbye that the server took, or when the place was taken or refused, there is none to
   * come back to. Who leaves while there is no connection still has it, and would find their own
   * name taken by themselves.
   */
  void end(LinkEnding ending) throws InterruptedException {
    if (file == null) {
      return;
    }
    thread.interrupt();
    thread.join();
    try {
      switch (ending) {
        case REFUSED -> file.forget();
        case CLOSED -> {
          if (link.place() == null) {
            file.forget();
          } else {
            save();
          }
        }
        case UNREACHABLE, DISTRUSTED, FAULT -> save();
      }
    } catch (IOException e) {
      // As in save().
    }
  }

  private void save() {
    SavedSession place = link.place();
    if (place != null && !place.equals(kept)) {
      try {
        file.save(place);
        kept = place;
      } catch (IOException e) {
        // Without the file a restart comes as someone new, which is said then.
      }
    }
  }
}
