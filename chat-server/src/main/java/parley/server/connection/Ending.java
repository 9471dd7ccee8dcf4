package parley.server.connection;

import java.io.IOException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import parley.server.stats.Counter;

/** How a connection ended. */
enum Ending {
  CLEAN(Counter.ENDED_CLEAN, "it was closed"),
  HALF_CLOSE(Counter.ENDED_HALF_CLOSE, "the client closed its side first"),
  RESET(Counter.ENDED_RESET, "the client reset it"),
  BROKEN_PIPE(Counter.ENDED_BROKEN_PIPE, "nobody took what was written"),
  TIMEOUT(Counter.ENDED_TIMEOUT, "it was silent for too long"),
  BROKEN_STREAM(Counter.BROKEN_STREAMS, "its bytes broke the framing"),
  BY_SERVER(Counter.ENDED_BY_SERVER, "the server ended it"),
  HANDSHAKE(Counter.HANDSHAKE_FAILED, "the TLS handshake failed");

  final Counter counter;
  final String sentence;

  Ending(Counter counter, String sentence) {
    this.counter = counter;
    this.sentence = sentence;
  }

  /** What a fault of reading means. */
  static Ending ofRead(IOException e) {
    if (says(e, "timed out")) {
      return TIMEOUT;
    }
    return e instanceof SSLException || says(e, "reset") ? RESET : CLEAN;
  }

  /** What a fault of writing means. */
  static Ending ofWrite(IOException e) {
    if (says(e, "timed out")) {
      return TIMEOUT;
    }
    return says(e, "reset") ? RESET : BROKEN_PIPE;
  }

  private static boolean says(IOException e, String word) {
    return e.getMessage() != null && e.getMessage().toLowerCase(Locale.ROOT).contains(word);
  }
}
