package parley.client.net;

import parley.protocol.Printable;
import parley.text.Hosts;

/**
 * Where a server is and, if it was written, under which name to come: {@code [name@]host[:port]}.
 *
 * @param name null where none was written
 * @param port 1 to 65535
 */
public record Address(String name, String host, int port) {
  /** Where a server listens for TLS unless it is set otherwise. */
  public static final int TLS_PORT = 7443;

  /** Where a server listens in plain unless it is set otherwise. */
  public static final int PLAIN_PORT = 7070;

  /**
   * Reads {@code [name@]host[:port]}; an IPv6 address with a port stands in brackets.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public static Address parse(String text, int defaultPort) {
    int at = text.lastIndexOf('@');
    String name = at < 0 ? null : text.substring(0, at);
    if (name != null && name.isEmpty()) {
      throw bad(text, "the name before @ is missing");
    }
    String place = text.substring(at + 1);
    String host = place;
    String port = null;
    if (place.startsWith("[")) {
      int end = place.indexOf(']');
      if (end < 0) {
        throw bad(text, "the bracket is not closed");
      }
      host = place.substring(1, end);
      String rest = place.substring(end + 1);
      if (!rest.isEmpty() && !rest.startsWith(":")) {
        throw bad(text, "after the bracket comes :port or nothing");
      }
      port = rest.isEmpty() ? null : rest.substring(1);
    } else if (place.indexOf(':') >= 0 && place.indexOf(':') == place.lastIndexOf(':')) {
      host = place.substring(0, place.indexOf(':'));
      port = place.substring(place.indexOf(':') + 1);
    }
    if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == '/')) {
      throw bad(text, "a host name or address is missing");
    }
    return new Address(name, Hosts.canonical(host), port == null ? defaultPort : port(text, port));
  }

  private static int port(String text, String port) {
    boolean digits = !port.isEmpty() && port.length() <= 5;
    if (digits && port.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int number = Integer.parseInt(port);
      if (number >= 1 && number <= 65_535) {
        return number;
      }
    }
    throw bad(text, "a port is a number from 1 to 65535");
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException(
        "\"" + Printable.line(text) + "\" is no [name@]host[:port]: " + why + ".");
  }

  /** The same place as {@link #parse} would write it; what is none stays as it is. */
  static String canonical(String place) {
    try {
      return parse(place, TLS_PORT).place();
    } catch (IllegalArgumentException e) {
      return place;
    }
  }

  /** {@code host:port}, with brackets where the host is an IPv6 address. */
  public String place() {
    String shown = Printable.line(host);
    return (shown.indexOf(':') >= 0 ? "[" + shown + "]" : shown) + ":" + port;
  }
}
