package parley.client.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A key as people write it: {@code ctrl-n}, {@code alt-a}, {@code alt-shift-up}, {@code f8}. Only
 * those that edit no line.
 *
 * @param word in its one spelling
 * @param sequences what terminals of the xterm kind send for it, never none
 */
public record KeyName(String word, List<String> sequences) {
  /** Completes the sentence "it must be …". */
  public static final String ACCEPTS =
      "keys such as ctrl-g, alt-a, alt-shift-up, pgup, f5: none that edits the line";

  /** Arrows and the like: the last letter of what they send. */
  private static final Map<String, Character> LETTERS =
      Map.of("up", 'A', "down", 'B', "right", 'C', "left", 'D', "home", 'H', "end", 'F');

  /** The number in what they send. */
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("insert", 2),
          Map.entry("pgup", 5),
          Map.entry("pgdn", 6),
          Map.entry("f1", 11),
          Map.entry("f2", 12),
          Map.entry("f3", 13),
          Map.entry("f4", 14),
          Map.entry("f5", 15),
          Map.entry("f6", 17),
          Map.entry("f7", 18),
          Map.entry("f8", 19),
          Map.entry("f9", 20),
          Map.entry("f10", 21),
          Map.entry("f11", 23),
          Map.entry("f12", 24));

  /** Without any of these nobody could end, correct, send or complete a line. */
  private static final String LINES_OWN = "cdijmz";

  /** They begin what other keys send. */
  private static final String BEGINNINGS = "[O";

  public KeyName {
    sequences = List.copyOf(sequences);
  }

  /**
   * @throws IllegalArgumentException for what is no such key
   */
  public static KeyName parse(String text) {
    String rest = text.strip();
    boolean ctrl = false;
    boolean alt = false;
    boolean shift = false;
    for (int dash = rest.indexOf('-'); dash > 0 && dash < rest.length() - 1; ) {
      String modifier = rest.substring(0, dash).toLowerCase(Locale.ROOT);
      boolean again =
          switch (modifier) {
            case "ctrl" -> ctrl;
            case "alt" -> alt;
            case "shift" -> shift;
            default -> true;
          };
      require(!again);
      ctrl |= modifier.equals("ctrl");
      alt |= modifier.equals("alt");
      shift |= modifier.equals("shift");
      rest = rest.substring(dash + 1);
      dash = rest.indexOf('-');
    }
    String modifiers = (ctrl ? "ctrl-" : "") + (alt ? "alt-" : "") + (shift ? "shift-" : "");
    int modifier = 1 + (shift ? 1 : 0) + (alt ? 2 : 0) + (ctrl ? 4 : 0);
    String name = rest.toLowerCase(Locale.ROOT);
    if (LETTERS.containsKey(name)) {
      // Alone, and with shift or ctrl, they move in the line.
      require(alt);
      return new KeyName(modifiers + name, List.of("\033[1;" + modifier + LETTERS.get(name)));
    }
    if (NUMBERS.containsKey(name)) {
      return new KeyName(modifiers + name, numbered(NUMBERS.get(name), modifier));
    }
    require(rest.length() == 1 && rest.charAt(0) > ' ' && rest.charAt(0) < 0x7F);
    char c = rest.charAt(0);
    if (ctrl) {
      char letter = Character.toLowerCase(c);
      require(!alt && !shift && letter >= 'a' && letter <= 'z' && LINES_OWN.indexOf(letter) < 0);
      return new KeyName("ctrl-" + letter, List.of(String.valueOf((char) (letter - 'a' + 1))));
    }
    require(alt && !shift && BEGINNINGS.indexOf(c) < 0);
    return new KeyName("alt-" + c, List.of("\033" + c));
  }

  private static List<String> numbered(int number, int modifier) {
    List<String> sent = new ArrayList<>();
    boolean early = number >= 11 && number <= 14;
    if (modifier == 1) {
      sent.add("\033[" + number + "~");
      if (early) {
        sent.add("\033O" + (char) ('P' + number - 11));
      }
    } else {
      sent.add("\033[" + number + ";" + modifier + "~");
      if (early) {
        sent.add("\033[1;" + modifier + (char) ('P' + number - 11));
      }
    }
    return sent;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("It must be " + ACCEPTS + ".");
    }
  }
}
