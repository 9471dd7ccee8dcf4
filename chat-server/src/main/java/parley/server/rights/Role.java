package parley.server.rights;

/** What somebody is, at all or where they ask for something. One can be several. */
public enum Role {
  /** Whoever is connected, also before hello. */
  ANYONE,

  /** Who has said hello, whoever types where the server runs, and the server itself. */
  GUEST,

  /** Who has an account, and whoever types where the server runs. */
  ACCOUNT,

  /** Who is in the room and may be, or one of the two whose talk it is. */
  MEMBER,

  /** Who keeps order in the room, and its owners. */
  MODERATOR,

  /** Whose room it is. */
  ROOM_OWNER,

  /** Who may come into the room and did not yet. */
  INVITED,

  /** Who said the message, wherever they are now. */
  AUTHOR,

  /** Who has the operator's role, and whoever types where the server runs. */
  OPERATOR,

  /** Whose server it is, and whoever types where it runs. */
  OWNER,

  /** The server itself. */
  HOUSE;

  /** Of several at once, each is one bit: it is asked for with every message. */
  int bit() {
    return 1 << ordinal();
  }
}
