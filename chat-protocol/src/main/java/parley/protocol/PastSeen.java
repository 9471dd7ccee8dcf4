package parley.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a member of a room may read of what was said there before they came. */
public enum PastSeen {
  /** All of it. */
  ALL,

  /** None of it. */
  JOINED;

  /** As it stands on the wire, and as people type it. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws InvalidRequest where it is neither
   */
  @JsonCreator
  public static PastSeen of(String wire) {
    return switch (wire) {
      case "all" -> ALL;
      case "joined" -> JOINED;
      default -> throw Check.bad("\"history\" is all or joined.");
    };
  }
}
