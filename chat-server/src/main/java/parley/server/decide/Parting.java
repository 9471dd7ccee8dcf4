package parley.server.decide;

import parley.protocol.Goodbye;
import parley.protocol.Limits;

/**
 * What somebody is told whose account, session or token ends while they are connected: what
 * happened, and what they can do.
 *
 * @param reason whether another sign-in can be taken
 */
record Parting(Goodbye reason, String sentence) {
  private static Parting signedOut(String sentence) {
    return new Parting(Goodbye.SIGNED_OUT, sentence);
  }

  /** One session, by who owns it: at this device or another. */
  static Parting bySelf(String name) {
    return signedOut("You ended this session of " + name + ", here or on another device.");
  }

  /** All sessions, by an operator. */
  static Parting byOperator(String name) {
    return signedOut("An operator ended all sessions of " + name + ".");
  }

  /** The session that was used longest ago, where there are too many. */
  static Parting forNewer(String name) {
    return signedOut(
        "This session of %s gave way to a newer one: an account has %d at most."
            .formatted(name, Limits.SESSIONS_MAX));
  }

  /** All other sessions, since the password is another one. */
  static Parting newPassword(String name) {
    return signedOut(
        "The password of %s was changed on another device; the new one signs in.".formatted(name));
  }

  /** All sessions and tokens, since an invitation gave another password. */
  static Parting reset(String name) {
    return signedOut(
        "The password of %s was set anew by an operator's invitation; the new one signs in."
            .formatted(name));
  }

  static Parting tokenRevoked(String name) {
    return signedOut(
        "This token of %s was revoked. Who has the account makes another: /token.".formatted(name));
  }

  static Parting tokenOver(String name) {
    return signedOut(
        "This token's time is over. Who has the account %s makes another: /token.".formatted(name));
  }

  /**
   * @param reason empty for none
   */
  static Parting suspended(String name, String reason) {
    return new Parting(
        Goodbye.SUSPENDED,
        "The account %s is suspended%s Ask an operator of this server."
            .formatted(name, reason.isEmpty() ? "." : " (" + reason + ")."));
  }

  static Parting deleted(String name) {
    return new Parting(
        Goodbye.DELETED,
        "The account %s was deleted. Ask an operator of this server why, or for an invitation."
            .formatted(name));
  }

  /** By who had it. */
  static Parting forgotten(String name) {
    return new Parting(
        Goodbye.DELETED,
        "Your account %s is deleted, as you asked; what you said is being erased.".formatted(name));
  }
}
