package parley.server.admin;

/**
 * What a command had to say.
 *
 * @param exitCode 0 done, 1 refused, 2 the command was wrongly written
 * @param text printable, without a line end after it
 */
public record AdminResult(int exitCode, String text) {
  public boolean ok() {
    return exitCode == 0;
  }
}
