package parley.server.state;

/**
 * What a program signs in to an account by.
 *
 * @param number of the event that made it
 * @param person whose it is, an id
 * @param hash SHA-256 of its secret, in hex
 * @param name what it is called
 * @param since when it was made, in milliseconds since 1970
 * @param by who made it, as people read it
 * @param used when it was used last, as far as the log tells: once a day; 0 for never
 * @param until when it ends, in milliseconds since 1970; 0 for when somebody ends it
 */
public record Token(
    long number,
    String person,
    String hash,
    String name,
    Scope scope,
    long since,
    String by,
    long used,
    long until) {
  Token usedAt(long at) {
    return new Token(number, person, hash, name, scope, since, by, at, until);
  }

  /** Whether its time has passed. */
  public boolean over(long now) {
    return over(until, now);
  }

  /** The same of one that ends then. */
  public static boolean over(long until, long now) {
    return until != 0 && until <= now;
  }
}
