package parley.server.state;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What somebody is on the server, the least first: nobody gives or touches what is above. */
public enum ServerRole {
  /** Has a name for as long as they stay. */
  GUEST,

  /** Has an account. */
  MEMBER,

  /** Looks after the server. A guest can be one, by the operator's token. */
  OPERATOR,

  /** Whose server it is. */
  OWNER;

  /** As the log and the wire have it. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In a sentence: {@code an operator}. */
  public String called() {
    return (this == OPERATOR || this == OWNER ? "an " : "a ") + word();
  }

  /**
   * @throws IllegalArgumentException where it is none
   */
  @JsonCreator
  public static ServerRole of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public boolean isAtLeast(ServerRole other) {
    return compareTo(other) >= 0;
  }
}
