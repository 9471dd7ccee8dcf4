package parley.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a single character is drawn, as the small Latin letters that it looks like. What Unicode's
 * table ({@link Skeleton#prototype}) does not have stands here: it compares neither small capitals
 * with their letters, nor the small letters of other scripts that are drawn as small capitals.
 *
 * <p>A capital I and whatever else is a bar is an {@code l}, an i with its dot is an {@code i}, an
 * m is {@code rn} and a w is {@code vv}. Digits stay what they are.
 */
final class Shapes {
  /** Letters, each before those that are drawn like it. */
  private static final List<String> ALIKE =
      List.of(
          "aᴀꭺⱭⲁᗩ", "bʙƅьⲃ", "cᴄᑕ", "dᴅꭰ", "eᴇꭼεⲉᗴᥱ", "fꜰᖴ", "gɢ", "hʜⲏᕼ", "iɪⲓ", "jᴊȷ", "kᴋĸ",
          "lʟӏլԼ|丨", "mᴍʍⲙ", "nɴηπпⲛᑎ", "oᴏ", "pᴘᴩ", "qꞯᑫ", "rʀ", "sꜱςᔕ", "tᴛτⲧ", "uᴜμ", "vᴠ",
          "wᴡωшաᗯ", "xχх", "yʏⲩ", "zᴢⲍᘔ");

  private static final Map<Integer, String> LETTERS = letters(ALIKE);

  private Shapes() {}

  /** What a character looks like; in small letters, where it looks like no Latin one. */
  static String of(int c) {
    String letter = LETTERS.get(c);
    if (letter != null) {
      return letter;
    }
    if (c < 0x80) {
      return c == 'I' ? "l" : wide(Character.toLowerCase(c));
    }
    String prototype = Skeleton.prototype(c);
    StringBuilder shape = new StringBuilder(prototype.length());
    prototype
        .codePoints()
        .forEach(
            p -> {
              String of = LETTERS.get(p);
              shape.append(of == null ? wide(Character.toLowerCase(p)) : of);
            });
    return shape.toString();
  }

  /** A table of characters from lines of a letter and those that stand for it. */
  static Map<Integer, String> letters(List<String> lines) {
    Map<Integer, String> letters = new HashMap<>();
    for (String line : lines) {
      String shape = wide(line.charAt(0));
      line.codePoints().skip(1).forEach(c -> letters.put(c, shape));
    }
    return Map.copyOf(letters);
  }

  /** Two letters for the wide ones, which look like these two. */
  static String wide(int letter) {
    return switch (letter) {
      case 'm' -> "rn";
      case 'w' -> "vv";
      default -> Character.toString(letter);
    };
  }
}
