package parley.server.rights;

/** What kind of place it is where a right is asked for. */
public enum Policy {
  /** No place: the server itself. */
  SERVER,

  /** A room that everybody may see and join. */
  OPEN_ROOM,

  /** What two people say to each other. */
  TALK
}
