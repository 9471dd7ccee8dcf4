package parley.server.state;

import java.util.regex.Pattern;

/**
 * A person's id: a letter and a number, {@code g7} for who came as a guest, {@code a8} for an
 * account that was made for somebody. A guest who makes an account keeps the id. The numbers go up
 * from 1 by one, whatever the letter, and none is ever used again. Elsewhere an id is kept as its
 * text.
 */
public record PersonId(char letter, long number) {
  private static final Pattern TEXT = Pattern.compile("[ag][1-9][0-9]{0,14}");

  public static PersonId ofGuest(long number) {
    return new PersonId('g', number);
  }

  public static PersonId ofAccount(long number) {
    return new PersonId('a', number);
  }

  /**
   * @throws IllegalArgumentException where it is no id
   */
  public static PersonId of(String text) {
    return new PersonId(text.charAt(0), Long.parseLong(text.substring(1)));
  }

  /** Whether a text that came from elsewhere is an id such as this server gives. */
  public static boolean isId(String text) {
    return TEXT.matcher(text).matches();
  }

  public String text() {
    return letter + Long.toString(number);
  }
}
