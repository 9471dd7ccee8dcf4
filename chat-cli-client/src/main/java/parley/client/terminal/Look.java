package parley.client.terminal;

import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What stands where on the whole screen, and how times are written.
 *
 * @param talksFrom columns from which on the talks stand to the left of the page; {@link #NEVER}
 * @param peopleFrom the same of the people to its right
 * @param fold rows from which on a message is folded; {@link #NEVER}
 * @param mouse whether the mouse is this program's, and not the terminal's
 */
public record Look(
    int talksFrom, int peopleFrom, int fold, Clock clock, Comings comings, boolean mouse) {
  public static final int NEVER = Integer.MAX_VALUE;

  /** As it is unless something is set; the settings' defaults are these. */
  public static final Look INITIAL = new Look(100, 110, 20, Clock.H24, Comings.FOLDED, true);

  /** How the time of day is written. */
  public enum Clock {
    H24("HH:mm", 5),
    H12("h:mm a", 8),
    SECONDS("HH:mm:ss", 8);

    // It is immutable; the type can't say so.
    @SuppressWarnings("ImmutableEnumChecker")
    private final DateTimeFormatter form;

    private final int columns;

    Clock(String form, int columns) {
      this.form = DateTimeFormatter.ofPattern(form, Locale.ENGLISH);
      this.columns = columns;
    }

    public DateTimeFormatter form() {
      return form;
    }

    /** How many columns it takes at most. */
    public int columns() {
      return columns;
    }
  }

  /** How it is told that people come and go. */
  public enum Comings {
    /** Each in a line. */
    SHOWN,
    /** Those after one another in one line. */
    FOLDED,
    /** Folded, and only those of people who spoke lately. */
    RECENT,
    HIDDEN
  }
}
