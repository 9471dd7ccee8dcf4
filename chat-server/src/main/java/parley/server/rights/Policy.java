package parley.server.rights;

/**
 * What kind of place it is where a right is asked for. A room is of several kinds at once: one says
 * who comes in, one who speaks, one who sets the topic, one who invites.
 */
public enum Policy {
  /** No place: the server itself. */
  SERVER,

  /** A room that everybody may see and join. */
  GUEST_ROOM,

  /** A room that everybody may see and join who has an account. */
  OPEN_ROOM,

  /** A room that its members see, and who is invited. */
  PRIVATE_ROOM,

  /** Every room. */
  ROOM,

  /** A room where something goes on. */
  LIVE_ROOM,

  /** One in which all members speak. */
  SPOKEN_ROOM,

  /** One in which moderators speak. */
  READ_ONLY_ROOM,

  /** A room that is kept as it was. */
  ARCHIVED_ROOM,

  TOPIC_BY_MEMBERS,
  TOPIC_BY_MODERATORS,
  TOPIC_BY_OWNERS,

  INVITED_BY_MEMBERS,
  INVITED_BY_MODERATORS,
  INVITED_BY_OWNERS,

  /** What two people say to each other. */
  TALK;

  int bit() {
    return 1 << ordinal();
  }
}
