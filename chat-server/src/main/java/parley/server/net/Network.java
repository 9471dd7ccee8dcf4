package parley.server.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Whose address it is, as far as limits go: an IPv4 address, also where it is written as an IPv6
 * one ({@code ::ffff:192.0.2.7}, RFC 4291), and the /64 network of any other IPv6 address, because
 * the last 64 bits are its holder's to choose.
 *
 * @param name {@code 192.0.2.7}, or {@code 2001:db8:0:1::/64}
 */
public record Network(String name) {
  /** Of what the server asks for itself, or somebody who came from no address. */
  public static final Network NOWHERE = new Network("nowhere");

  /** Of an IPv6 address. */
  static final int BITS = 64;

  private static final int GROUPS = 4;

  /**
   * Of an address as a connection has it.
   *
   * @param address an IP address, with a zone or without
   * @throws IllegalArgumentException where it is none
   */
  public static Network of(String address) {
    int zone = address.indexOf('%');
    return of(InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone)));
  }

  /** Of an address; a zone (RFC 4007) makes no difference. */
  public static Network of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return new Network(address.getHostAddress());
    }
    byte[] bytes = address.getAddress();
    StringBuilder name = new StringBuilder();
    for (int group = 0; group < GROUPS; group++) {
      int value = (bytes[2 * group] & 0xff) << 8 | bytes[2 * group + 1] & 0xff;
      name.append(HexFormat.of().toHexDigits((short) value).replaceFirst("^0{1,3}", ""));
      name.append(':');
    }
    return new Network(name.append(":/64").toString());
  }

  @Override
  public String toString() {
    return name;
  }
}
