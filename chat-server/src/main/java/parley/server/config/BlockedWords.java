package parley.server.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import parley.protocol.Skeleton;

/**
 * Words that nobody may say. A text is gone through once, whatever is in it, and what a character
 * looks like is found out once for all texts: a word is a run of letters and digits, looked up in a
 * set by what it looks like, without marks and signs that nobody sees.
 *
 * @param keys what the words look like
 */
public record BlockedWords(Set<String> keys) {
  public static final BlockedWords NONE = new BlockedWords(Set.of());

  /** The longest word that can be blocked, in code points. */
  static final int LONGEST = 40;

  /** What characters look like, as far as it was asked for; a race finds the same out twice. */
  private static final String[] SHAPES = new String[0x20000];

  public BlockedWords {
    keys = Set.copyOf(keys);
  }

  static BlockedWords of(Collection<String> words) {
    Set<String> keys = new HashSet<>();
    for (String word : words) {
      StringBuilder typed = new StringBuilder();
      StringBuilder small = new StringBuilder();
      word.codePoints().forEach(c -> typed.append(shape(c)));
      word.toLowerCase(Locale.ROOT).codePoints().forEach(c -> small.append(shape(c)));
      keys.add(typed.toString());
      keys.add(small.toString());
    }
    keys.remove("");
    return new BlockedWords(keys);
  }

  /** Whether there are any. */
  public boolean any() {
    return !keys.isEmpty();
  }

  /** Whether a text, which may be null, has one of them. */
  public boolean isIn(String text) {
    if (keys.isEmpty() || text == null) {
      return false;
    }
    StringBuilder typed = new StringBuilder();
    StringBuilder small = new StringBuilder();
    int length = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      String shape = shape(c);
      boolean blank =
          Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
      if (shape.isEmpty() && !blank) {
        // A mark, or what nobody sees: it parts no word.
        continue;
      }
      if (Character.isLetterOrDigit(c)) {
        if (length++ < LONGEST) {
          typed.append(shape);
          small.append(shape(Character.toLowerCase(c)));
        }
      } else {
        if (isOne(typed, small, length)) {
          return true;
        }
        typed.setLength(0);
        small.setLength(0);
        length = 0;
      }
    }
    return isOne(typed, small, length);
  }

  private boolean isOne(StringBuilder typed, StringBuilder small, int length) {
    return length > 0
        && length <= LONGEST
        && (keys.contains(small.toString()) || keys.contains(typed.toString()));
  }

  private static String shape(int c) {
    if (c >= SHAPES.length) {
      return Skeleton.shape(c);
    }
    String known = SHAPES[c];
    if (known == null) {
      known = Skeleton.shape(c);
      SHAPES[c] = known;
    }
    return known;
  }
}
