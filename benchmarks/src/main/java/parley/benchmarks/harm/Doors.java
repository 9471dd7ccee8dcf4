package parley.benchmarks.harm;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server's ports on this machine. */
record Doors(int plain, int tls, int health) {
  InetSocketAddress address(boolean secure) {
    return at(secure ? tls : plain);
  }

  InetSocketAddress healthAddress() {
    return at(health);
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
