package parley.protocol;

import java.util.Arrays;
import java.util.Locale;

/** Why somebody is in a room no more: what {@code left} may say for its {@code reason}. */
public enum Leaving {
  LEFT,
  /** They said goodbye to the server. */
  QUIT,
  /** Their line broke, and they did not come back in time. */
  LOST,
  KICKED,
  /** The room was. */
  CLOSED;

  /** As it is on the wire and in the log. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@link #LEFT} for a word of a later version, and for none. */
  public static Leaving of(String word) {
    return Arrays.stream(values())
        .filter(reason -> reason.word().equals(word))
        .findFirst()
        .orElse(LEFT);
  }
}
