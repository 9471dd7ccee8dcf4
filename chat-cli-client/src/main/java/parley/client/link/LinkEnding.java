package parley.client.link;

/** Why a link came to its end. */
public enum LinkEnding {
  /** Its owner closed it. */
  CLOSED,
  /** The server does not want this person, or no longer. */
  REFUSED,
  /** The name belongs to an account, whose password was not given. */
  OWNED,
  /** The account's session was ended, here or elsewhere. */
  SIGNED_OUT,
  /** The account was suspended or is no more: nothing signs in to it. */
  SHUT_OUT,
  /** There is no connection, for longer than it was to be tried. */
  UNREACHABLE,
  /** The certificate is not the one to trust. */
  DISTRUSTED,
  /** What came was not of this protocol, or this program failed. */
  FAULT
}
