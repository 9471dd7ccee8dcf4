package parley.text;

import java.net.IDN;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Names and addresses of hosts, in one spelling each. */
public final class Hosts {
  private static final int GROUPS = 8;

  /** Characters of a host's name, and of a part of it between two dots (RFC 1035). */
  private static final int NAME_LENGTH = 253;

  private static final int LABEL_LENGTH = 63;

  /** Characters, of which punycode needs at most four for one of a name's 253. */
  private static final int LONGEST = 1_000;

  private Hosts() {}

  /**
   * The one spelling of a host that people write in several: a name in lower case and in ASCII (RFC
   * 5891) without the dot of the root, an IP address as {@link #text}. What is neither stays as it
   * is, and so does what is longer than any name: spelling it out could cost its square.
   */
  public static String canonical(String host) {
    if (host.length() > LONGEST) {
      return host;
    }
    try {
      int zone = host.indexOf('%');
      return zone < 0
          ? text(InetAddress.ofLiteral(host))
          : text(InetAddress.ofLiteral(host.substring(0, zone))) + host.substring(zone);
    } catch (IllegalArgumentException e) {
      return name(host);
    }
  }

  private static String name(String host) {
    try {
      String ascii = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      String name =
          ascii.length() > 1 && ascii.endsWith(".")
              ? ascii.substring(0, ascii.length() - 1)
              : ascii;
      // Without the root's dot, or in digits of ASCII, it may be an address.
      return name.equals(host) ? name : canonical(name);
    } catch (IllegalArgumentException e) {
      return host;
    }
  }

  /** Whether a host in its {@linkplain #canonical one spelling} is an IP address, and no name. */
  public static boolean isAddress(String canonical) {
    return canonical.indexOf(':') >= 0
        || canonical.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
  }

  /**
   * Whether a host in its {@linkplain #canonical one spelling} is a name that a certificate can be
   * for: letters, digits and hyphens between dots (RFC 1123). TLS takes no other, though DNS would.
   */
  public static boolean isName(String canonical) {
    if (canonical.length() > NAME_LENGTH || isAddress(canonical)) {
      return false;
    }
    for (String label : canonical.split("\\.", -1)) {
      boolean plain =
          label.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
      if (!plain
          || label.isEmpty()
          || label.length() > LABEL_LENGTH
          || label.startsWith("-")
          || label.endsWith("-")) {
        return false;
      }
    }
    return true;
  }

  /** An IP address in its short form, with its zone where it has one: {@code fe80::1%eth0}. */
  public static String zoned(InetAddress address) {
    String full = address.getHostAddress();
    int zone = full.indexOf('%');
    return text(address) + (zone < 0 ? "" : full.substring(zone));
  }

  /** A host and a port as one word, with brackets where the host is an IPv6 address. */
  public static String place(String host, int port) {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** An address and its port as one word. */
  public static String place(InetSocketAddress at) {
    return place(at.isUnresolved() ? at.getHostString() : zoned(at.getAddress()), at.getPort());
  }

  /** An IP address in its short form (RFC 5952), without its zone. */
  public static String text(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    byte[] bytes = address.getAddress();
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
    }
    int from = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int end = i;
      while (end < GROUPS && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        from = i;
        length = end - i;
      }
    }
    return length == 1
        ? joined(groups, 0, GROUPS)
        : joined(groups, 0, from) + "::" + joined(groups, from + length, GROUPS);
  }

  private static String joined(int[] groups, int from, int to) {
    StringBuilder joined = new StringBuilder();
    for (int i = from; i < to; i++) {
      joined.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return joined.toString();
  }
}
