package parley.server.log;

/**
 * What was to be written may or may not survive: the disk failed where it must not. The process is
 * to be halted at once, with the log not closed; the next start finds out what is there.
 */
public final class OutcomeUnknownException extends Exception {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
