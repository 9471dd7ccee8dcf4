package parley.server.log;

/**
 * How long a room keeps its messages, by its own setting.
 *
 * @param days at least 1
 * @param since when a setting of the room was last changed, in milliseconds since 1970 UTC
 */
public record RoomKeep(int days, long since) {
  /** The same since then, with other days. */
  public RoomKeep with(int otherDays) {
    return new RoomKeep(otherDays, since);
  }
}
