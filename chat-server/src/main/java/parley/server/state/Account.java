package parley.server.state;

/**
 * What makes a person one who stays: they have their name, their rooms and what they have read for
 * good, whether they are connected or not.
 *
 * @param role at least {@link ServerRole#MEMBER}
 * @param verifier what a password is compared with, as {@code account.Passwords} writes it; null
 *     while there is none, so that nobody can sign in by one
 * @param suspended why nobody may sign in; null where one may
 */
public record Account(ServerRole role, String verifier, String suspended) {
  Account with(ServerRole other) {
    return new Account(other, verifier, suspended);
  }

  Account with(String otherVerifier) {
    return new Account(role, otherVerifier, suspended);
  }

  Account suspended(String why) {
    return new Account(role, verifier, why);
  }

  /** Without the verifier, which belongs in no log. */
  @Override
  public String toString() {
    return "Account[role=" + role + ", suspended=" + suspended + "]";
  }
}
