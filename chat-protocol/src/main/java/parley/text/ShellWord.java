package parley.text;

import java.util.regex.Pattern;

/** A word of a line that people paste into a shell. */
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}@%+:,./_-]+");

  private ShellWord() {}

  /** The word as a shell takes it for one and leaves it as it is, in apostrophes where it must. */
  public static String of(String word) {
    return PLAIN.matcher(word).matches() ? word : quoted(word);
  }

  /** The word in apostrophes. */
  public static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
