package parley.server.session;

/**
 * Runs an admin command that came from a connection; main gives it, so that this package need not
 * know the commands.
 */
@FunctionalInterface
public interface AdminLine {
  /** Who asks. */
  record Caller(long connection, String person, String name, boolean operator) {}

  /** What came of it: an error's text is a sentence. */
  record Answer(boolean ok, String text) {}

  Answer run(String line, Caller caller) throws InterruptedException;
}
