package parley.client.screen;

import parley.client.terminal.Look;

/**
 * Where things stand on a screen of this size. Immutable.
 *
 * @param left columns of the list of talks, 0 for none
 * @param right columns of the list of people, 0 for none
 */
record Layout(int width, int height, int left, int right) {
  private static final int TALKS = 18;
  private static final int PEOPLE = 16;

  /**
   * @param people whether they are wanted just now
   */
  static Layout of(int width, int height, boolean people, Look look) {
    return new Layout(
        width,
        height,
        width >= look.talksFrom() ? TALKS : 0,
        people && width >= look.peopleFrom() ? PEOPLE : 0);
  }

  int pageColumn() {
    return left > 0 ? left + 1 : 0;
  }

  int pageWidth() {
    return Math.max(1, width - pageColumn() - (right > 0 ? right + 1 : 0));
  }

  /** Rows that what is typed may take. */
  int typed() {
    return Math.max(1, height / 3);
  }
}
