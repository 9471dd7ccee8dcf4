package parley.server.admin;

/**
 * What a command had to say.
 *
 * @param exitCode 0 done, {@link #REFUSED}, 2 the command was wrongly written, {@link #ASKS}
 * @param text printable, without a line end after it
 */
public record AdminResult(int exitCode, String text) {
  static final int REFUSED = 1;

  /** It destroys something, and is done when it is given again with {@code --yes}. */
  static final int ASKS = 3;

  public boolean ok() {
    return exitCode == 0;
  }

  /** Whether somebody meant yes. */
  static boolean isYes(String answer) {
    return answer != null
        && (answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
  }
}
