package parley.server.stats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The head of a request: what the endpoint needs of HTTP/1 (RFC 9112), and nothing more.
 *
 * @param path without the query
 * @param host null where HTTP/1.0 named none
 */
record HttpHead(String method, String path, String host) {
  /** Bytes of a head, as browsers and Prometheus send a tenth of. */
  private static final int MOST = 16_384;

  /** It is none, or one that no honest program sends. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * Reads one.
   *
   * @param millis how long all of it may take
   */
  static HttpHead read(Socket socket, int millis) throws IOException, Malformed {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    byte[] part = new byte[2_048];
    String text = "";
    int end = -1;
    while (end < 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("a head that does not end");
      }
      socket.setSoTimeout(Math.toIntExact(left));
      int n = in.read(part);
      if (n < 0 || head.size() + n > MOST) {
        throw new Malformed();
      }
      head.write(part, 0, n);
      text = head.toString(StandardCharsets.ISO_8859_1);
      end = text.indexOf("\r\n\r\n");
    }
    return parse(text.substring(0, end).split("\r\n"));
  }

  private static HttpHead parse(String[] lines) throws Malformed {
    String[] request = lines[0].split(" ", -1);
    if (request.length != 3 || !request[2].startsWith("HTTP/1.") || !request[1].startsWith("/")) {
      throw new Malformed();
    }
    String host = null;
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0 || lines[i].charAt(0) <= ' ' || lines[i].charAt(colon - 1) <= ' ') {
        throw new Malformed();
      }
      if (lines[i].substring(0, colon).toLowerCase(Locale.ROOT).equals("host")) {
        if (host != null) {
          throw new Malformed();
        }
        host = lines[i].substring(colon + 1).strip();
      }
    }
    int query = request[1].indexOf('?');
    return new HttpHead(request[0], query < 0 ? request[1] : request[1].substring(0, query), host);
  }
}
