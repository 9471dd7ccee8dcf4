package parley.server.admin;

/**
 * Who runs an admin command.
 *
 * @param name the person's name, or {@link #CONSOLE}
 * @param person the person's id; null for the console and the control socket
 * @param connection null for the console and the control socket
 * @param operator whether they may run more than {@code claim}
 */
public record Caller(String name, String person, Long connection, boolean operator) {
  public static final String CONSOLE = "console";

  /** Whoever can type where the server runs, or open its data folder. */
  public static Caller console() {
    return new Caller(CONSOLE, null, null, true);
  }
}
