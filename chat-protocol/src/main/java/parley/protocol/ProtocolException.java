package parley.protocol;

/** A message or a byte stream that breaks the protocol; its message is a sentence for a person. */
public final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String re;

  /** For a fault of the byte stream, or where no request's id could be read. */
  public ProtocolException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /**
   * @param message a sentence for a person; nothing of the other side's goes into it unescaped
   * @param re the {@code id} of the request at fault, or null
   */
  public ProtocolException(ErrorCode code, String message, String re) {
    super(message);
    this.code = code;
    this.re = re;
  }

  /** What the fault is called on the wire. */
  public ErrorCode code() {
    return code;
  }

  /** The {@code id} of the request at fault, null where it had none that could be read. */
  public String re() {
    return re;
  }

  /** Whether the byte stream itself is broken, so that nothing after this can be trusted. */
  public boolean fatal() {
    return code == ErrorCode.BAD_FRAME || code == ErrorCode.TOO_LARGE || code == ErrorCode.BAD_MODE;
  }

  /** What is answered to it. */
  public Reply.Refused reply() {
    return new Reply.Refused(re, code, getMessage(), null);
  }
}
