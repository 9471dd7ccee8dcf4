package parley.protocol;

import java.util.Objects;

/**
 * That somebody is away from all their screens.
 *
 * @param text what they said about it, at most {@link Limits#AWAY_BYTES} bytes; empty for nothing
 * @param at since when
 */
public record Away(String text, String at) {
  public Away {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(at, "at");
  }

  /**
   * Of two screens of one person: since the later one was left, and with words where one of the two
   * has any, the newer ones where both have.
   */
  public Away and(Away other) {
    if (at.compareTo(other.at) < 0) {
      return other.and(this);
    }
    return text.isEmpty() ? new Away(other.text, at) : this;
  }
}
