package parley.client.account;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import parley.client.net.Address;
import parley.client.net.Fingerprint;

/**
 * A line by which somebody is invited, {@code parley://[NAME@]HOST:PORT/#SECRET.FINGERPRINT}: where
 * the server is, how its certificate is known, and what an account is made with.
 *
 * @param address with the name that the account is to have, where that is settled
 * @param fingerprint of the server's authority, or of its certificate; null for no TLS
 */
public record Invitation(Address address, String secret, String fingerprint) {
  private static final String SCHEME = "parley://";

  /** In the place of a fingerprint. */
  private static final String PLAIN = "plain";

  /** Whether a text is meant for one. */
  public static boolean isMeant(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads such a line.
   *
   * @throws IllegalArgumentException with a sentence that does not repeat the secret
   */
  public static Invitation parse(String line) {
    String text = line.strip();
    int hash = text.indexOf('#');
    int dot = text.lastIndexOf('.');
    if (!isMeant(text) || hash < 0 || dot < hash + 2 || dot + 1 == text.length()) {
      throw new IllegalArgumentException(
          "An invitation goes parley://[NAME@]HOST:PORT/#SECRET.FINGERPRINT; of this one a part is"
              + " missing. Paste all of it, between quotes.");
    }
    String pin = text.substring(dot + 1);
    try {
      return new Invitation(
          place(text.substring(SCHEME.length(), hash), pin.equals(PLAIN)),
          text.substring(hash + 1, dot),
          pin.equals(PLAIN) ? null : Fingerprint.parse(pin));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The invitation is damaged. " + e.getMessage(), e);
    }
  }

  private static Address place(String text, boolean plain) {
    String authority = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    int at = authority.lastIndexOf('@');
    Address place =
        Address.parse(authority.substring(at + 1), plain ? Address.PLAIN_PORT : Address.TLS_PORT);
    String name = at <= 0 ? null : decoded(authority.substring(0, at));
    return new Address(name, place.host(), place.port());
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Its sentence repeats what stands there as it is.
      throw new IllegalArgumentException("The name before @ can't be read.", e);
    }
  }

  /** The secret of what somebody typed: the whole line, or the secret alone. */
  public static String secretOf(String typed) {
    return isMeant(typed.strip()) ? parse(typed).secret() : typed.strip();
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Invitation[address=" + address + "]";
  }
}
