package parley.testkit;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Strings that want something of whoever shows them: commands of a terminal, ends of lines, what
 * turns the order of what is read, what is not seen, halves of characters, piles of marks. The
 * commands carry the number {@value #MARK}, which no program of ours uses.
 */
public final class HostileText {
  /** In each command of a terminal. */
  public static final String MARK = "7357";

  private static final List<String> PIECES =
      List.of(
          // CSI, in both forms
          "\u001b[7357m",
          "\u001b[2;7357H",
          "\u001b[7357J",
          "\u009b7357m",
          "\u001b[?7357h",
          // OSC: titles, the clipboard, links
          "\u001b]0;7357\u0007",
          "\u001b]52;c;7357\u001b\\",
          "\u001b]8;;http://x/7357\u001b\\",
          "\u009d0;7357\u009c",
          // DCS, APC, PM, SOS
          "\u001bP7357q\u001b\\",
          "\u00907357\u009c",
          "\u001b_7357\u001b\\",
          "\u001b^7357\u001b\\",
          "\u001bX7357\u001b\\",
          // resets, character sets, alignment
          "\u001bc",
          "\u001b(0",
          "\u001b#8",
          "\u001b%G",
          "\u000e",
          "\u000f",
          "\u0085",
          "\u008d",
          "\u0000",
          "\u0007",
          "\b\b\b",
          "\u000b",
          "\f",
          "\u007f",
          "\u001b",
          "\u009b",
          // lines of their own
          "\r",
          "\n",
          "\r\n",
          "\r\n-- bob left the chat",
          "\n  | ",
          "\t",
          "\u2028",
          "\u2029",
          // order
          "\u202a",
          "\u202b",
          "\u202c",
          "\u202d",
          "\u202e",
          "\u2066",
          "\u2067",
          "\u2068",
          "\u2069",
          "\u200e",
          "\u200f",
          "\u061c",
          // unseen
          "\u200b",
          "\u200c",
          "\u200d",
          "\u2060",
          "\ufeff",
          "\u00ad",
          "\u180e",
          "\u3164",
          "\udb40\udc41",
          "\ufff9x\ufffay\ufffb",
          "\ufffe",
          "\ue000",
          "\udb80\udc00",
          // halves
          "\ud800",
          "\udfff",
          // piles
          "e" + "\u0301".repeat(60),
          "\u1112\u1161\u11ab".repeat(9),
          "👩\u200d👩\u200d👧\u200d👦".repeat(4),
          "\u0e01" + "\u0e49".repeat(40),
          "ﷺ".repeat(9),
          "🏴\udb40\udc67\udb40\udc62\udb40\udc7f",
          "🏴\udb40\udc67\udb40\udc62\udb40\udc73\udb40\udc63\udb40\udc74\udb40\udc7f",
          "👍\udb40\udc68\udb40\udc69",
          // words, quotes and what commands and shells look for
          "hello",
          " ",
          "   ",
          "東京",
          "שלום",
          "\"",
          "\\",
          "'",
          "%s%n",
          "$(x)",
          "--",
          "/quit");

  private HostileText() {}

  /** One of one to eight pieces. */
  public static String of(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  /** One without the ends of lines, as it can be typed in one. */
  public static String line(RandomGenerator random) {
    return of(random).replaceAll("[\r\n]", " ");
  }
}
