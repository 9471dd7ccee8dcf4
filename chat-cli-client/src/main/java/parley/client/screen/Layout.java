package parley.client.screen;

/**
 * Where things stand on a screen of this size. Immutable.
 *
 * @param left columns of the list of talks, 0 for none
 * @param right columns of the list of people, 0 for none
 */
record Layout(int width, int height, int left, int right) {
  /** From so many columns on there is room for the talks, and for the people too. */
  private static final int FOR_TALKS = 100;

  private static final int FOR_PEOPLE = 110;
  private static final int TALKS = 18;
  private static final int PEOPLE = 16;

  static Layout of(int width, int height, boolean people) {
    return new Layout(
        width, height, width >= FOR_TALKS ? TALKS : 0, people && width >= FOR_PEOPLE ? PEOPLE : 0);
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
