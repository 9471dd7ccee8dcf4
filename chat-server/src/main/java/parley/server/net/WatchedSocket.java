package parley.server.net;

import java.io.InputStream;
import java.net.Socket;

/**
 * A connection under TLS whose input is read at a rate: whoever reads out of TLS does so by {@link
 * #heard}, so that it is known which of what came was for the chat.
 */
public abstract class WatchedSocket extends Socket {
  /**
   * What comes out of TLS over this connection, to be read by one thread at a time.
   *
   * @param inside the stream of the TLS socket
   */
  public abstract InputStream heard(InputStream inside);

  /**
   * Whether the stream has ended without TLS's own end (RFC 8446, 6.1): anybody may have cut it.
   */
  public abstract boolean isCut();
}
