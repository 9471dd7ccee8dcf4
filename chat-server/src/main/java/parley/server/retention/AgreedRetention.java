package parley.server.retention;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.Settings.History;
import parley.server.log.Log;
import parley.server.log.OutcomeUnknownException;
import parley.server.log.RolledBackException;

/**
 * The settings of retention that erased before, or that somebody agreed to, kept beside the log:
 * another start may have others by mistake, or a clock that is wrong. Guarded by {@link Retention}.
 */
final class AgreedRetention {
  private static final Logger LOG = LoggerFactory.getLogger(AgreedRetention.class);

  /** Their text. */
  private static final String SETTINGS = "retention.agreed";

  /** When retention last looked, in milliseconds since 1970 UTC. */
  private static final String LOOKED = "retention.looked";

  /** Since when other settings wait, and their text behind a blank. */
  private static final String WAITING = "retention.waiting";

  /** A clock that is further ahead of the last look than this may be a wrong one. */
  private static final Duration AHEAD = Duration.ofDays(2);

  private static final Duration NOTED_EVERY = Duration.ofHours(1);

  private final Log log;
  private final Runnable halt;
  private History settings;
  private long looked;
  private String waiting;

  /** Whether so much time passed before this start that its clock is not believed yet. */
  private boolean doubtful;

  /**
   * @param now milliseconds since 1970 UTC
   * @param halt ends the process at once; called when it is unknown what is on disk
   */
  AgreedRetention(Log log, long now, Runnable halt) {
    this.log = log;
    this.halt = halt;
    this.settings = read(log.meta(SETTINGS));
    this.looked = number(log.meta(LOOKED));
    this.waiting = text(log.meta(WAITING));
    doubtful = looked > 0 && now - looked > AHEAD.toMillis();
  }

  private static String text(String noted) {
    return noted == null ? "" : noted;
  }

  private static long number(String noted) {
    try {
      return Long.parseLong(text(noted));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static History read(String noted) {
    try {
      return noted == null ? History.FOREVER : History.parse(noted);
    } catch (IllegalArgumentException e) {
      return History.FOREVER;
    }
  }

  /** What was agreed to; where the clock is doubtful, that everything stays. */
  History settings() {
    return doubtful ? History.FOREVER : settings;
  }

  boolean doubtful() {
    return doubtful;
  }

  /** These hold now, by the clock of this start. */
  void to(History next, long now) {
    doubtful = false;
    if (!next.equals(settings)) {
      note(SETTINGS, next.text());
      settings = next;
    }
    if (!waiting.isEmpty()) {
      waiting = "";
      note(WAITING, "");
    }
    boolean erases = !settings.equals(History.FOREVER);
    if (erases && Math.abs(now - looked) >= NOTED_EVERY.toMillis()) {
      note(LOOKED, Long.toString(now));
      looked = now;
    }
  }

  /**
   * Since when these settings wait for somebody to see them: since now, where they did not yet, or
   * where this clock and that of then are not one.
   */
  long waitingSince(History next, long now) {
    String text = next.text();
    int blank = waiting.indexOf(' ');
    boolean same = blank > 0 && waiting.substring(blank + 1).equals(text);
    long since = same ? number(waiting.substring(0, blank)) : 0;
    if (since > 0 && since <= now && (!doubtful || now - since <= AHEAD.toMillis())) {
      return since;
    }
    waiting = now + " " + text;
    note(WAITING, waiting);
    return now;
  }

  private void note(String key, String value) {
    try {
      log.setMeta(key, value);
    } catch (RolledBackException e) {
      LOG.warn("what retention goes by could not be noted: {}", e.getMessage());
    } catch (OutcomeUnknownException e) {
      LOG.error("it is unknown what is on disk, so the server halts: {}", e.getMessage());
      halt.run();
    }
  }
}
