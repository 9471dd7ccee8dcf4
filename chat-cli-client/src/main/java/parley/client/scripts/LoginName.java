package parley.client.scripts;

import java.text.Normalizer;
import parley.protocol.InvalidRequest;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.NewNames;

/** The name of whoever uses this machine, as a name in the chat. */
final class LoginName {
  /** Where nothing of the login name can be one. */
  private static final String GUEST = "guest";

  private LoginName() {}

  /**
   * The login name itself where it may be taken, else what is left of it, such as {@code j-doe}.
   */
  static String asChatName(String login) {
    if (mayBeTaken(login)) {
      return login;
    }
    String name = madeUp(login);
    return mayBeTaken(name) ? name : GUEST;
  }

  private static String madeUp(String login) {
    String name =
        Normalizer.normalize(login, Normalizer.Form.NFKC)
            .replaceAll("[^\\p{L}\\p{M}\\p{Nd}_']", "-")
            .replaceAll("^[^\\p{L}]+", "")
            .replaceAll("[_']*-[-_']*", "-");
    int length = Math.min(Limits.NAME_LENGTH, name.codePointCount(0, name.length()));
    return name.substring(0, name.offsetByCodePoints(0, length)).replaceAll("[-']+$", "");
  }

  private static boolean mayBeTaken(String name) {
    try {
      String kept = Names.check(name);
      NewNames.checkPerson(kept);
      return !NewNames.isReserved(kept);
    } catch (InvalidRequest e) {
      return false;
    }
  }
}
