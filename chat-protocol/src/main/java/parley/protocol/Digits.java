package parley.protocol;

/** Text that must be digits and nothing else, of ASCII; longer text is refused unread. */
public final class Digits {
  private Digits() {}

  /**
   * Whether a text is a whole number as it is typed: digits alone.
   *
   * @param most digits that it may have, at least one
   */
  public static boolean areDecimal(String text, int most) {
    return !text.isEmpty()
        && text.length() <= most
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether a text has exactly so many hexadecimal digits, in either case. */
  public static boolean areHexadecimal(String text, int length) {
    return text.length() == length
        && text.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
  }
}
