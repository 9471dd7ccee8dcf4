package parley.server.stats;

/**
 * A clock for how long something lasts. It says what the machine's clock said when the process
 * began, and the time that has passed since: it goes on evenly when someone sets the machine's
 * clock, so that no grace, ban or mute ends early or late. When something happened, for people to
 * read, is told by the machine's clock.
 */
public final class SteadyClock {
  private static final long BEGAN = System.nanoTime();
  private static final long BEGAN_MILLIS = System.currentTimeMillis();

  private SteadyClock() {}

  /** How far the machine's clock is ahead of this one now, because it was set since; or behind. */
  public static long aheadMillis() {
    return System.currentTimeMillis() - millis();
  }

  /** In milliseconds since 1970 UTC, as the machine's clock saw it when the process began. */
  public static long millis() {
    return BEGAN_MILLIS + (System.nanoTime() - BEGAN) / 1_000_000;
  }
}
