package parley.benchmarks.harm;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import parley.benchmarks.Failure;

/** Where and for how long an attack goes on. Its tasks are virtual threads. */
final class Field {
  /** The stranger's address; the ones after it are theirs too. */
  static final String STRANGER = "127.0.0.66";

  private static final long PAUSE_MILLIS = 50;

  /** One task of an attack; what it throws is no matter, it begins anew. */
  interface Task {
    void run() throws IOException, GeneralSecurityException, InterruptedException;
  }

  final Doors doors;
  private final long deadline;

  Field(Doors doors, double seconds) {
    this.doors = doors;
    this.deadline = System.nanoTime() + (long) (seconds * 1e9);
  }

  boolean lasts() {
    return System.nanoTime() < deadline;
  }

  /** Waits for the end. */
  void await() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(deadline - System.nanoTime());
  }

  /** Lets many do the same at once, again and again until time is up. */
  void crowd(int count, Task task) {
    for (int i = 0; i < count; i++) {
      Thread.ofVirtual().start(() -> again(task));
    }
  }

  private void again(Task task) {
    while (lasts()) {
      try {
        task.run();
      } catch (IOException | GeneralSecurityException | Failure e) {
        // Refused, cut or closed: that is what is wanted of a server.
      } catch (InterruptedException e) {
        return;
      }
      if (!pause(PAUSE_MILLIS)) {
        return;
      }
    }
  }

  /**
   * @return false where the thread is to end
   */
  static boolean pause(long millis) {
    try {
      Thread.sleep(Math.max(0, millis));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  Visitor plain() throws IOException {
    return Visitor.plain(doors, STRANGER);
  }

  /** A name that nobody has. */
  static String name() {
    return "stranger" + ThreadLocalRandom.current().nextInt(100_000_000, 1_000_000_000);
  }
}
