package parley.client.board;

/** What a plot is drawn with: how many dots a character has, and which one shows which of them. */
enum Ink {
  BRAILLE(2, 4, "│┤└─┬▲·"),
  BLOCKS(2, 2, "│┤└─┬▲·"),
  ASCII(1, 1, "|++-+^.");

  private static final String QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█";

  /** By the curve's place. */
  private static final String LETTERS = "#*o";

  private static final int[] BRAILLE_BITS = {0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80};
  private static final char BRAILLE_BLANK = 0x2800;

  /** Across a character, and up. */
  final int across;

  final int up;
  private final String axis;

  Ink(int across, int up, String axis) {
    this.across = across;
    this.up = up;
    this.axis = axis;
  }

  /**
   * The character for some dots.
   *
   * @param dots a bit for each, row by row from above
   * @param curve whose they are
   */
  char glyph(int dots, int curve) {
    if (dots == 0) {
      return ' ';
    }
    return switch (this) {
      case BRAILLE -> {
        int bits = BRAILLE_BLANK;
        for (int i = 0; i < BRAILLE_BITS.length; i++) {
          bits |= (dots >> i & 1) == 0 ? 0 : BRAILLE_BITS[i];
        }
        yield (char) bits;
      }
      case BLOCKS -> QUADRANTS.charAt(dots);
      case ASCII -> LETTERS.charAt(curve % LETTERS.length());
    };
  }

  char side() {
    return axis.charAt(0);
  }

  char sideTick() {
    return axis.charAt(1);
  }

  char corner() {
    return axis.charAt(2);
  }

  char bottom() {
    return axis.charAt(3);
  }

  char bottomTick() {
    return axis.charAt(4);
  }

  /** Where the maximum is. */
  char mark() {
    return axis.charAt(5);
  }

  /** Where nothing was measured. */
  char gap() {
    return axis.charAt(6);
  }

  Ink next() {
    return values()[(ordinal() + 1) % values().length];
  }
}
