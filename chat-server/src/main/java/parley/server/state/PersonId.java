package parley.server.state;

import java.util.regex.Pattern;

/**
 * A person's id: {@code g} and a number. The numbers go up from 1 by one for each newcomer, and
 * none is ever used again. Elsewhere an id is kept as its text.
 */
public record PersonId(long number) {
  private static final Pattern TEXT = Pattern.compile("g[1-9][0-9]{0,14}");

  /**
   * @throws IllegalArgumentException where it is no id
   */
  public static PersonId of(String text) {
    return new PersonId(Long.parseLong(text.substring(1)));
  }

  /** Whether a text that came from elsewhere is an id such as this server gives. */
  public static boolean isId(String text) {
    return TEXT.matcher(text).matches();
  }

  public String text() {
    return "g" + number;
  }
}
