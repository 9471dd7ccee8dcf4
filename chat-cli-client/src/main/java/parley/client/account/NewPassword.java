package parley.client.account;

import parley.protocol.InvalidRequest;
import parley.protocol.Limits;
import parley.protocol.Request;

/** A password that a person makes up: typed twice, because nobody sees it. */
public final class NewPassword {
  private NewPassword() {}

  /** Asks until there is one that can be set; null where it was given up. */
  public static String ask(Questions person) {
    while (true) {
      String first =
          person.secret(
              "New password (%d characters or more, not shown): ".formatted(Limits.PASSWORD_LEAST));
      if (first == null) {
        return null;
      }
      if (first.isEmpty()) {
        // What is typed next must not come to stand in a shell.
        person.say("Nothing was typed; ctrl-D gives it up.");
        continue;
      }
      String wrong = wrong(first);
      if (wrong != null) {
        person.say(wrong);
        continue;
      }
      String again = person.secret("The same once more: ");
      if (again == null) {
        return null;
      }
      if (first.equals(again)) {
        return first;
      }
      person.say("Those were two different passwords.");
    }
  }

  /** Why it can't be one; null where it can. */
  static String wrong(String password) {
    try {
      return new Request.Register(null, null, password, null).password().equals(password)
          ? null
          : "That password can't be kept as it was typed.";
    } catch (InvalidRequest e) {
      return e.getMessage();
    }
  }
}
