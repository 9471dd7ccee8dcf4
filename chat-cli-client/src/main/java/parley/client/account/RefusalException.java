package parley.client.account;

import parley.protocol.ErrorCode;
import parley.protocol.Printable;
import parley.protocol.Reply;

/** The server said no; the message is its sentence for a person. */
public final class RefusalException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final int retryAfter;

  RefusalException(Reply.Refused refused) {
    super(Printable.lines(refused.message()));
    code = refused.code();
    retryAfter = refused.retryAfter() == null ? 0 : refused.retryAfter();
  }

  public ErrorCode code() {
    return code;
  }

  /** Seconds after which it may go through; 0 where waiting does not help. */
  public int retryAfter() {
    return retryAfter;
  }
}
