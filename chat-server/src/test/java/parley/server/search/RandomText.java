package parley.server.search;

import java.util.Random;

/** Text as no person types it: every kind of character, and all that a query language has. */
final class RandomText {
  private static final String[] PIECES = {
    "\"",
    "*",
    "-",
    "(",
    ")",
    "^",
    "+",
    ":",
    "{",
    "}",
    "'",
    "\\",
    " ",
    "\t",
    "\u3000",
    "NEAR(a b, 3)",
    "AND",
    "OR",
    "NOT",
    "tokens:",
    "from:",
    "room:",
    "before:",
    "after:",
    "-from:",
    "2026-01-31",
    "2026-13-99",
    "words_0",
    "rank",
    "; DROP TABLE place",
    "alice",
    "café",
    "東京",
    "日",
    "한국",
    "ー",
    "\u0301",
    "\uE000lobby",
    "\0",
    "😀",
    "ﬁ",
    "½",
    "%",
    "_",
    "--",
    "/*",
    "lobby",
  };

  private RandomText() {}

  static String of(Random random, int most) {
    StringBuilder text = new StringBuilder();
    int pieces = 1 + random.nextInt(most);
    for (int i = 0; i < pieces; i++) {
      switch (random.nextInt(4)) {
        case 0 -> text.append((char) (' ' + random.nextInt(95)));
        case 1 -> {
          int c = random.nextInt(0x30000);
          text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? 'x' : c);
        }
        default -> text.append(PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return text.toString();
  }
}
