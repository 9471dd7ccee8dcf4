package parley.protocol;

/**
 * A field that breaks its rule, thrown by the constructors of {@link Request}s, so that a request
 * that exists is a valid one. {@link Json#request} turns it into a {@link ProtocolException}.
 */
public final class InvalidRequest extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param message a sentence for a person; nothing of the client's own goes into it unescaped
   */
  public InvalidRequest(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /** What the refusal is called on the wire. */
  public ErrorCode code() {
    return code;
  }
}
