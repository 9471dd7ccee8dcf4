package parley.server.connection;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import parley.server.net.ProxyHeader;
import parley.text.Hosts;

/**
 * Whose connection it is and what was dialled: what the connection itself shows, or what a proxy
 * said of it.
 *
 * @param from whose it is
 * @param here what was dialled
 * @param asked the host name that was asked for by TLS at a proxy; null where none is known
 */
public record Contact(InetAddress from, InetSocketAddress here, String asked) {
  /** As the connection itself shows it. */
  public static Contact of(Socket socket) {
    return new Contact(
        socket.getInetAddress(), (InetSocketAddress) socket.getLocalSocketAddress(), null);
  }

  /** As a proxy said it; what it does not know is as the connection shows it. */
  public static Contact of(Socket socket, ProxyHeader header) {
    if (header.from() == null) {
      return of(socket);
    }
    String asked = header.name() == null ? null : Hosts.canonical(header.name());
    return new Contact(
        header.from(), header.to(), asked != null && Hosts.isName(asked) ? asked : null);
  }

  /** The address in the form in which people are shown it. */
  public String address() {
    return Hosts.zoned(from);
  }
}
