package parley.server.log;

/** Nothing of what was to be written is in the log, for sure; the log can be used further. */
public final class RolledBackException extends Exception {
  private static final long serialVersionUID = 1L;

  public RolledBackException(String message, Throwable cause) {
    super(message, cause);
  }
}
