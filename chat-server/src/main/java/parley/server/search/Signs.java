package parley.server.search;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The signs at words by which people tell one thing from another: {@code C++} is not {@code C}, and
 * {@code --force} is written with hyphens. A word is told with them: {@code c++}, {@code -force},
 * with one hyphen for any number of them.
 */
final class Signs {
  /** Of those behind a word, so many count. */
  private static final int BEHIND = 4;

  private Signs() {}

  /** All in a text, of which these are the tokens. */
  static Set<String> in(String text, List<Token> tokens) {
    Set<String> signs = new LinkedHashSet<>();
    if (text.indexOf('-') < 0 && text.indexOf('+') < 0 && text.indexOf('#') < 0) {
      return signs;
    }
    int[] points = text.codePoints().toArray();
    for (Token token : tokens) {
      if (token.kind() == Token.Kind.WORD) {
        add(signs, before(points, token));
        add(signs, behind(points, token));
      }
    }
    return signs;
  }

  private static void add(Collection<String> signs, String sign) {
    if (sign != null) {
      signs.add(sign);
    }
  }

  /** With a hyphen before it that ties it to no word; null where there is none. */
  static String before(int[] points, Token token) {
    int at = token.from() - 1;
    while (at >= 0 && points[at] == '-') {
      at--;
    }
    boolean hyphen = at < token.from() - 1;
    return hyphen && (at < 0 || !Character.isLetterOrDigit(points[at])) ? "-" + token.form() : null;
  }

  /** With the plus and number signs behind it; null where there are none. */
  static String behind(int[] points, Token token) {
    StringBuilder sign = new StringBuilder(token.form());
    int end = token.to();
    while (end < points.length
        && (points[end] == '+' || points[end] == '#')
        && end < token.to() + BEHIND) {
      sign.appendCodePoint(points[end]);
      end++;
    }
    return end == token.to() ? null : sign.toString();
  }
}
