package parley.server.connection;

import java.net.InetSocketAddress;
import java.util.Optional;
import parley.server.config.Settings;
import parley.text.Hosts;

/**
 * How a person reached this server, and so could once more. What it listens on is often not what
 * people dial: behind Docker, a router or a proxy nobody reaches that.
 *
 * @param here the address that was dialled, as far as this server knows
 * @param tls whether with TLS
 * @param asked the host name that was asked for by TLS; null where none was
 */
record DialledAddress(InetSocketAddress here, boolean tls, String asked) {
  /**
   * A command of a shell that connects again.
   *
   * @param tlsAt where the TLS listener listens, if there is one
   */
  String command(Settings settings, Optional<InetSocketAddress> tlsAt) {
    Optional<Settings.Place> set = settings.server().address();
    boolean local = here.getAddress().isLoopbackAddress();
    if (set.isPresent() && (tls || !local)) {
      return command(tls || tlsAt.isPresent(), set.get().host(), port(set.get(), tlsAt));
    }
    if (asked != null) {
      return command(true, asked, here.getPort());
    }
    Optional<String> name = settings.publicName();
    if (name.isPresent() && !local) {
      boolean secure = tls || tlsAt.isPresent();
      int port = tls || !secure ? here.getPort() : tlsAt.get().getPort();
      return command(secure, name.get(), port);
    }
    return command(tls, Hosts.text(here.getAddress()), here.getPort());
  }

  private int port(Settings.Place set, Optional<InetSocketAddress> tlsAt) {
    return set.port() != 0 ? set.port() : tlsAt.orElse(here).getPort();
  }

  private static String command(boolean tls, String host, int port) {
    return tls
        ? "openssl s_client -quiet -connect " + Hosts.place(host, port) + " 2>/dev/null"
        : "nc " + host + " " + port;
  }
}
