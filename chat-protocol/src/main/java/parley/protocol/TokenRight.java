package parley.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** One of what a token is for; its account must be allowed it, too. */
public enum TokenRight {
  /** Be told what is said, and look it up. */
  READ,

  /** Say something, react, and change or take back what was said by the account. */
  POST,

  /** Both, so far as the token has them, in direct messages too. */
  TALKS;

  /** As the wire and the log have it. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws InvalidRequest where it is none
   */
  @JsonCreator
  public static TokenRight of(String wire) {
    for (TokenRight right : values()) {
      if (right.wire().equals(wire)) {
        return right;
      }
    }
    throw Check.bad("A token may read, post, and both in talks.");
  }
}
