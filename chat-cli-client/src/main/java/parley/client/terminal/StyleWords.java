package parley.client.terminal;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jline.utils.AttributedStyle;

/**
 * How a text looks, as people write it: attributes, a colour, and perhaps {@code on} another one:
 * {@code bold bright-blue}, {@code 208 on 234}, {@code underline #ff8800}.
 */
public final class StyleWords {
  /** Completes the sentence "it must be …". */
  public static final String ACCEPTS =
      "words such as bold, faint, italic, underline, reverse and a colour (red, bright-red, 0 to"
          + " 255, #ff8800, default), perhaps “on” another one";

  private static final List<String> COLOURS =
      List.of("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white");

  private static final String BRIGHT = "bright-";
  private static final Pattern RGB = Pattern.compile("#[0-9a-f]{6}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

  private StyleWords() {}

  /**
   * @throws IllegalArgumentException for what is none
   */
  public static void check(String words) {
    of(words, true);
  }

  /**
   * @param coloured whether there are colours; where not, attributes alone count
   */
  static AttributedStyle of(String words, boolean coloured) {
    AttributedStyle style = AttributedStyle.DEFAULT;
    String[] all = words.strip().toLowerCase(Locale.ROOT).split("\\s+");
    boolean front = false;
    for (int i = 0; i < all.length; i++) {
      switch (all[i]) {
        case "bold" -> style = style.bold();
        case "faint" -> style = style.faint();
        case "italic" -> style = style.italic();
        case "underline" -> style = style.underline();
        case "reverse" -> style = style.inverse();
        case "on" -> {
          // The last words, and there is one.
          require(i == all.length - 2);
          AttributedStyle back = ground(style, all[i + 1]);
          return coloured ? back : style;
        }
        default -> {
          require(!front);
          front = true;
          AttributedStyle with = colour(style, all[i]);
          style = coloured ? with : style;
        }
      }
    }
    return style;
  }

  private static AttributedStyle colour(AttributedStyle style, String word) {
    int named = named(word);
    return word.equals("default")
        ? style.foregroundDefault()
        : named >= 0 ? style.foreground(named) : style.foregroundRgb(rgb(word));
  }

  private static AttributedStyle ground(AttributedStyle style, String word) {
    int named = named(word);
    return word.equals("default")
        ? style.backgroundDefault()
        : named >= 0 ? style.background(named) : style.backgroundRgb(rgb(word));
  }

  /** Its number of the 256; -1 for what has none. */
  private static int named(String word) {
    if (NUMBER.matcher(word).matches()) {
      int number = Integer.parseInt(word);
      require(number < 256);
      return number;
    }
    boolean bright = word.startsWith(BRIGHT);
    int at = COLOURS.indexOf(bright ? word.substring(BRIGHT.length()) : word);
    return at < 0 ? -1 : bright ? AttributedStyle.BRIGHT + at : at;
  }

  private static int rgb(String word) {
    require(RGB.matcher(word).matches());
    return Integer.parseInt(word.substring(1), 16);
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("It must be " + ACCEPTS + ".");
    }
  }
}
