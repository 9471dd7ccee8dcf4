package parley.protocol;

import java.util.Objects;

/**
 * A person at a glance.
 *
 * @param id who it is; null in lists that name many
 * @param online whether a connection of theirs is open
 * @param operator whether they may use admin commands; null where that was not asked
 * @param role of an account: {@code member}, {@code operator}, {@code owner}; null for a guest
 * @param roomRole in a list of a room's members, what they are there; null for a mere member
 * @param away true where they are away from all their connections, else null
 */
public record PersonInfo(
    String name,
    String id,
    boolean online,
    Boolean operator,
    String role,
    RoomRole roomRole,
    Boolean away) {
  public PersonInfo {
    Objects.requireNonNull(name, "name");
    away = Boolean.TRUE.equals(away) ? true : null;
    roomRole = roomRole == RoomRole.MEMBER ? null : roomRole;
  }

  /** A guest. */
  public PersonInfo(String name, String id, boolean online, Boolean operator) {
    this(name, id, online, operator, null, null, null);
  }
}
