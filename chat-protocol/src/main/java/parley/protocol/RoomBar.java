package parley.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What somebody may not do in a room for a while. */
public enum RoomBar {
  /** Speak, or else let others read anything. */
  MUTE,

  /** Be in it. */
  BAN;

  /** As it stands on the wire. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws InvalidRequest where it is none
   */
  @JsonCreator
  public static RoomBar of(String wire) {
    return Arrays.stream(values())
        .filter(bar -> bar.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> Check.bad("\"bar\" is mute or ban."));
  }
}
