package parley.protocol;

/**
 * A field that breaks its rule, thrown by the constructors of {@link Request}s, so that a request
 * that exists is a valid one. {@link Json#request} turns it into a {@link ProtocolException}.
 */
public final class InvalidRequest extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public InvalidRequest(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
