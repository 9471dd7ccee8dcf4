package parley.client.terminal;

/** The terminal somebody sits at: its size, and the lines they type. */
public interface Screen extends AutoCloseable {
  /** Columns of the screen. */
  int width();

  /** Rows of the screen. */
  int height();

  /**
   * Whether the terminal is no more, as when its window was closed. Who reads from one that is gone
   * is not told, and waits for ever.
   */
  boolean isGone();

  /** Whether the bottom lines are shown; a dumb terminal has none. */
  boolean hasBar();

  /**
   * Lets a line be typed.
   *
   * @return the line, empty where it was given up with ctrl-C, null at the end of the input
   */
  String readLine();

  /** What is typed now is not given up, but stays: its person is leaving, and pressed no key. */
  void keepLine();

  /**
   * Asks for a line that is kept nowhere.
   *
   * @param hidden whether it is not even shown
   * @return null where it was given up
   */
  String ask(String prompt, boolean hidden);

  /** Whether lines are edited here, and not by the system or by who sends them whole. */
  boolean edits();

  /** Whether what it shows is gone once it is closed, and not left to the terminal. */
  boolean vanishes();

  /** When a key was pressed last, or this screen began, {@link System#nanoTime}. */
  long lastKey();

  /** Whether its person sees it now, and not another server in its place. */
  boolean isShown();

  /** Gives the terminal back as it was. */
  @Override
  void close();
}
