package parley.client.command;

import java.util.Locale;

/**
 * What was asked of a person in words, to be answered by their very next line: yes or no. Any other
 * line is no answer, and the question is over with it. Guarded by the link's lock.
 */
final class AskedLine {
  private Runnable yes;
  private Runnable no;

  /** The next line answers this; there is one question at a time. */
  void ask(Runnable yes, Runnable no) {
    this.yes = yes;
    this.no = no;
  }

  /**
   * Takes a line where something was asked; a line that is no answer is a no.
   *
   * @return whether it was a yes or a no, and so nothing else
   */
  boolean answered(String line) {
    Runnable toYes = yes;
    Runnable toNo = no;
    yes = null;
    no = null;
    if (toYes == null) {
      return false;
    }
    switch (line.strip().toLowerCase(Locale.ROOT)) {
      case "y", "yes" -> toYes.run();
      case "n", "no" -> toNo.run();
      default -> {
        return false;
      }
    }
    return true;
  }
}
