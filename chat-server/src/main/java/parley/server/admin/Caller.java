package parley.server.admin;

import parley.server.state.Asker;

/**
 * Who runs an admin command. What they may is looked at when it is asked for.
 *
 * @param name the person's name, or {@link #CONSOLE}
 * @param connection null for the console and the control socket
 */
public record Caller(String name, Asker asker, Long connection) {
  public static final String CONSOLE = "console";

  /** The person's id; null for the console and the control socket. */
  String person() {
    return asker instanceof Asker.Person(String id, _, _) ? id : null;
  }

  /** Whoever can type where the server runs, or open its data folder. */
  public static Caller console() {
    return new Caller(CONSOLE, Asker.CONSOLE, null);
  }
}
