package parley.server;

import java.net.InetSocketAddress;
import parley.server.config.Settings;
import parley.text.Hosts;

/** Where people are told to reach this server. */
final class PublicPlace {
  private PublicPlace() {}

  /**
   * A host and a port.
   *
   * @param at where it listens for TLS
   */
  static String ofTls(InetSocketAddress at, Settings settings) {
    int set = settings.server().address().map(Settings.Place::port).orElse(0);
    return Hosts.place(host(at, settings), set == 0 ? at.getPort() : set);
  }

  /**
   * As above.
   *
   * @param at where it listens without TLS
   */
  static String ofPlain(InetSocketAddress at, Settings settings) {
    return Hosts.place(host(at, settings), at.getPort());
  }

  private static String host(InetSocketAddress at, Settings settings) {
    String here = at.getAddress().isAnyLocalAddress() ? settings.hostName() : here(at);
    return settings.publicName().orElse(here);
  }

  /** By what this machine itself reaches it. */
  static String here(InetSocketAddress at) {
    return at.getAddress().isAnyLocalAddress() ? "localhost" : Hosts.zoned(at.getAddress());
  }
}
