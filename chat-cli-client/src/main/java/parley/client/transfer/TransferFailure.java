package parley.client.transfer;

/** A file did not arrive, and trying again would not help; the message is for a person. */
public final class TransferFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it is. */
  public enum Kind {
    /** The server does not want it, or has no such file. */
    REFUSED,
    /** There is no connection, or none that carries anything. */
    UNREACHABLE,
    /** The server's certificate is not the one to trust. */
    DISTRUSTED,
    /** A file of that name is here already. */
    EXISTS,
    /** This machine's disk, or what is on it. */
    LOCAL,
    /** What came is not what should have. */
    WRONG,
    /** All was sent and nothing confirmed: it may or may not have been said. */
    UNCONFIRMED,
    /** Somebody gave it up. */
    CANCELLED
  }

  private final Kind kind;

  public TransferFailure(Kind kind, String message) {
    this(kind, message, null);
  }

  public TransferFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
