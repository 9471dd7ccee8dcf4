package parley.client.net;

import java.io.IOException;

/** The server sent what can't be; the message says what, in a sentence that is safe to show. */
public final class ImplausibleMessage extends IOException {
  private static final long serialVersionUID = 1L;

  ImplausibleMessage(String sentence) {
    super(sentence);
  }
}
