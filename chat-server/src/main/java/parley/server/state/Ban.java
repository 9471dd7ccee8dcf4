package parley.server.state;

/**
 * Who may not come in.
 *
 * @param target a folded name, or an IP address in its canonical form
 * @param until in milliseconds since 1970 UTC, 0 for ever
 * @param since when it was said, in milliseconds since 1970 UTC
 */
public record Ban(String target, long until, String reason, String by, long since) {
  public boolean over(long now) {
    return until != 0 && until <= now;
  }
}
