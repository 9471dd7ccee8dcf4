package parley.protocol;

/**
 * The fixed bounds of the protocol. A server's settings may move the limit of a frame between its
 * two bounds; the others are the same everywhere. {@code docs/protocol.md} lists them for people.
 */
public final class Limits {
  /** Bytes of one frame's payload or one line, unless a server is set otherwise. */
  public static final int FRAME_BYTES = 65_536;

  /**
   * The smallest limit a server may set: a message of {@link #TEXT_BYTES}, every byte escaped to
   * two, with its envelope, must fit one frame.
   */
  public static final int FRAME_BYTES_MIN = 49_152;

  /** The same before {@code hello}; a hello and a transfer fit. */
  public static final int STRANGER_FRAME_BYTES = 4_096;

  /** Requests that may wait for their replies before {@code hello}. */
  public static final int STRANGER_OUTSTANDING = 4;

  /** The largest limit a server may set: a length prefix must begin with a zero byte. */
  public static final int FRAME_BYTES_MAX = (1 << 24) - 1;

  /** Bytes of UTF-8 in a message's text (RFC 3629), before JSON escapes any of them. */
  public static final int TEXT_BYTES = 16_384;

  /**
   * Bytes of one line that a person types in text mode: a message of {@link #TEXT_BYTES}, with the
   * command and the name before it.
   */
  public static final int TYPED_BYTES = 20_480;

  /** Bytes of UTF-8 in a topic. */
  public static final int TOPIC_BYTES = 1_024;

  /** Bytes of UTF-8 in what somebody says about being away. */
  public static final int AWAY_BYTES = 400;

  /** Characters (code points) in the name of a person or a room. */
  public static final int NAME_LENGTH = 32;

  /**
   * Characters (code points) in a request's {@code id}, in a {@code nonce}, a session, a token and
   * a client's name.
   */
  public static final int TOKEN_LENGTH = 64;

  /** Bytes of UTF-8 in a password: it is hashed, which takes the longer the longer it is. */
  public static final int PASSWORD_BYTES = 256;

  /** Characters (code points) in a password that is set. */
  public static final int PASSWORD_LEAST = 8;

  /** Sessions of one account; with another, the one that was used longest ago ends. */
  public static final int SESSIONS_MAX = 32;

  /** Tokens of one account. */
  public static final int TOKENS_MAX = 32;

  /** Rooms that one token names. */
  public static final int TOKEN_ROOMS = 50;

  /** Requests of one connection that may wait for their replies; it is read no further then. */
  public static final int OUTSTANDING = 64;

  /** Objects and arrays inside one another, the message itself counted. */
  public static final int NESTING = 32;

  /** Messages in one {@code history} reply at most. */
  public static final int HISTORY_MAX = 500;

  /** Messages in one {@code history} reply where no limit was asked for. */
  public static final int HISTORY_DEFAULT = 50;

  /** Names in one {@code members} list; a longer room is read on with {@code after}. */
  public static final int MEMBERS_MAX = 200;

  /** Rooms in one {@code rooms} list. */
  public static final int ROOMS_MAX = 100;

  /** Talks in one {@code talks} list. */
  public static final int TALKS_MAX = 100;

  /** Seconds for which somebody may be kept from a room, unless it is for ever: a hundred years. */
  public static final long BAR_SECONDS = 3_155_760_000L;

  /** Characters of a topic that a list of rooms shows. */
  public static final int TOPIC_GLANCE = 48;

  /** Unread messages of a room or a talk are counted no further. */
  public static final int UNREAD_MAX = 1_000;

  /** Bytes of UTF-8 in a reaction. */
  public static final int EMOJI_BYTES = 32;

  /** Different reactions to one message. */
  public static final int REACTIONS = 20;

  /** Names that are told of those who reacted in the same way. */
  public static final int REACTION_NAMES = 10;

  /** Names that are told of those who reacted to one message, over all its reactions. */
  public static final int MESSAGE_REACTION_NAMES = 60;

  /** Bytes of UTF-8 in what is searched for. */
  public static final int QUERY_BYTES = 1_024;

  /** Bytes of UTF-8 in the name of a file. */
  public static final int FILE_NAME_BYTES = 200;

  /** Seconds within which a ticket is used, or it is void. */
  public static final int TICKET_SECONDS = 600;

  private Limits() {}
}
