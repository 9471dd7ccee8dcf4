package parley.client.net;

import java.io.IOException;

/** No connection could be made; the message is a sentence for a person. */
public final class CannotConnect extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean distrusted;

  private CannotConnect(String message, boolean distrusted, Throwable cause) {
    super(message, cause);
    this.distrusted = distrusted;
  }

  static CannotConnect because(String message, Throwable cause) {
    return new CannotConnect(message, false, cause);
  }

  static CannotConnect distrusting(String message, Throwable cause) {
    return new CannotConnect(message, true, cause);
  }

  /** Whether the certificate was the reason, so that trying again can't help. */
  public boolean distrusted() {
    return distrusted;
  }
}
