package parley.protocol;

/** The secret of an account's token, as it is told apart from other secrets. */
public final class AccountToken {
  /** What each of them begins with, so that one that lies about somewhere is found. */
  public static final String PREFIX = "parley_";

  private AccountToken() {}

  /** Whether it looks like one. */
  public static boolean is(String secret) {
    return secret != null && secret.startsWith(PREFIX);
  }
}
