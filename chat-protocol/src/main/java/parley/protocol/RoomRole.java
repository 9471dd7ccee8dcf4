package parley.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What somebody is in a room, lowest first. Each may what those below it may. */
public enum RoomRole {
  MEMBER,

  /** Keeps order: takes others' messages back, puts people out, speaks where others read. */
  MODERATOR,

  /** Whose room it is. There can be several. */
  OWNER;

  public boolean isAtLeast(RoomRole other) {
    return compareTo(other) >= 0;
  }

  /** As it stands on the wire, and as people type it. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In a sentence: {@code a moderator}. */
  public String called() {
    return (this == OWNER ? "an " : "a ") + wire();
  }

  /**
   * @throws InvalidRequest where it is none
   */
  @JsonCreator
  public static RoomRole of(String wire) {
    return Arrays.stream(values())
        .filter(role -> role.wire().equals(wire))
        .findFirst()
        .orElseThrow(() -> Check.bad("A role in a room is member, moderator or owner."));
  }
}
