package parley.server.search;

/**
 * One thing that can be found in a text, and where it stands there.
 *
 * @param form folded: without case, accents and variants of width; letters and digits, or one
 *     symbol. No ASCII character in it but {@code a-z} and {@code 0-9}
 * @param from where it begins in the text, in code points
 * @param to where it ends, exclusive
 */
record Token(String form, int from, int to, Kind kind) {
  enum Kind {
    /** A word of a script that puts spaces between words, or a symbol. */
    WORD,
    /** Two neighbours in a run of a script without such spaces. */
    PAIR,
    /** The last character of such a run, which begins no pair. */
    TAIL,
    /** A run of one character. */
    SINGLE
  }
}
