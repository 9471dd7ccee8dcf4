package parley.client.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;

/**
 * When somebody is called who does not look: not for what was said long ago, and seldom, however
 * often others write. One for all servers of a program. Guarded by its own lock.
 */
public final class Calling {
  /** Whether the terminal is one of tmux. */
  public static final boolean IN_TMUX = System.getenv("TMUX") != null;

  /** Entries among which somebody's last words are looked for. */
  public static final int NEAR = 40;

  private static final Duration JUST_NOW = Duration.ofMinutes(1);
  private static final Duration LATELY = Duration.ofMinutes(30);

  /** Between two calls. */
  private static final long REST_NANOS = 2_000_000_000L;

  private final ZoneId zone = ZoneId.systemDefault();
  private long called = System.nanoTime() - REST_NANOS - 1;

  /**
   * Whether an entry calls now; it is called for then.
   *
   * @param looked whether somebody looks at its talk
   */
  public synchronized boolean isDue(Alerts alerts, Talk talk, TalkEntry entry, boolean looked) {
    boolean due =
        !looked
            && System.nanoTime() - called > REST_NANOS
            && alerts.calls(talk, entry, LocalTime.now(zone))
            && entry.at().isAfter(Instant.now().minus(JUST_NOW));
    if (due) {
      called = System.nanoTime();
    }
    return due;
  }

  /** Whether who comes or goes had said that not long before. */
  public static boolean isRecent(TalkEntry said, TalkEntry coming) {
    return !said.isNote()
        && said.from().equals(coming.from())
        && said.at().isAfter(coming.at().minus(LATELY));
  }
}
