package parley.server.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import parley.protocol.Digits;
import parley.text.Hosts;

/**
 * IP addresses that begin with the same bits (RFC 4632): one address, a network, or all of a
 * family. An IPv4 address that is written as an IPv6 one (RFC 4291, 2.5.5.2) is an IPv4 address; a
 * zone (RFC 4007) makes no difference.
 *
 * @param four whether of IPv4
 * @param high the first 64 bits of an IPv6 address, 0 of IPv4
 * @param low the other bits; those behind {@code bits} are 0
 * @param bits that count: at most 32 of IPv4, 128 of IPv6
 */
public record AddressRange(boolean four, long high, long low, int bits) {
  private static final int ALL_4 = 32;
  private static final int ALL_6 = 128;
  private static final int HALF = 64;

  /** Of an address that is written as one of IPv6, the bits before those of IPv4. */
  private static final int MAPPED = 96;

  private static final int LONGEST = 60;

  /** The range of one address. */
  public static AddressRange of(InetAddress address) {
    return of(address, address instanceof Inet4Address ? ALL_4 : ALL_6);
  }

  /** Of an address as a connection has it, with a zone or without. */
  public static AddressRange of(String address) {
    int zone = address.indexOf('%');
    return of(InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone)));
  }

  /** The first bits of an address. */
  static AddressRange of(InetAddress address, int bits) {
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet4Address
        ? new AddressRange(true, 0, bytes.getInt() & 0xffff_ffffL & mask(bits + ALL_4), bits)
        : new AddressRange(
            false,
            bytes.getLong() & mask(Math.min(bits, HALF)),
            bytes.getLong() & mask(Math.max(bits - HALF, 0)),
            bits);
  }

  /** A number whose first bits are 1. */
  private static long mask(int ones) {
    return ones == 0 ? 0 : -1L << (HALF - ones);
  }

  /**
   * Reads {@code 192.0.2.7}, {@code 192.0.2.0/24}, {@code 2001:db8::1} or {@code 2001:db8::/32}.
   *
   * @return empty where it is none of these
   */
  public static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    String typed = slash < 0 ? text : text.substring(0, slash);
    int zone = typed.indexOf('%');
    String plain = zone < 0 ? typed : typed.substring(0, zone);
    if (text.length() > LONGEST || !isWritten(plain)) {
      return Optional.empty();
    }
    try {
      InetAddress address = InetAddress.ofLiteral(plain);
      int all = address instanceof Inet4Address ? ALL_4 : ALL_6;
      boolean mapped = all == ALL_4 && plain.indexOf(':') >= 0;
      String number = text.substring(slash + 1);
      if (slash >= 0 && !Digits.areDecimal(number, 3)) {
        return Optional.empty();
      }
      int bits = slash < 0 ? all : Integer.parseInt(number) - (mapped ? MAPPED : 0);
      return bits < 0 || bits > all ? Optional.empty() : Optional.of(of(address, bits));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Four numbers or at least two colons: a mere number, which Java takes too, may be a name. */
  private static boolean isWritten(String address) {
    long colons = address.chars().filter(c -> c == ':').count();
    long dots = address.chars().filter(c -> c == '.').count();
    boolean digits = address.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
    return colons >= 2 || digits && dots == 3;
  }

  /**
   * Whom a person means who writes it: an IPv6 address alone stands for its /64 network, whose last
   * bits are its holder's to choose.
   */
  public static Optional<AddressRange> meant(String text) {
    return parse(text).map(r -> r.four || text.indexOf('/') >= 0 ? r : r.shortened(Network.BITS));
  }

  private AddressRange shortened(int most) {
    int left = Math.min(bits, most);
    return new AddressRange(
        four, high & mask(Math.min(left, HALF)), low & mask(Math.max(left - HALF, 0)), left);
  }

  /** The range of the first bits of this one. */
  AddressRange first(int most) {
    return four
        ? new AddressRange(true, 0, low & mask(Math.min(bits, most) + ALL_4), Math.min(bits, most))
        : shortened(most);
  }

  /** Whether all of another range is in this one. */
  public boolean contains(AddressRange other) {
    return four == other.four && bits <= other.bits && equals(other.first(bits));
  }

  /** Whether it is everybody of a family. */
  public boolean isAll() {
    return bits == 0;
  }

  /**
   * In its short form: {@code 192.0.2.7}, {@code 192.0.2.0/24}, {@code 2001:db8::/64}; {@link
   * #meant} reads the same again.
   */
  @Override
  public String toString() {
    byte[] bytes =
        four
            ? ByteBuffer.allocate(Integer.BYTES).putInt((int) low).array()
            : ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    try {
      String address = Hosts.text(InetAddress.getByAddress(bytes));
      return four && bits == ALL_4 ? address : address + "/" + bits;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four and sixteen bytes are addresses", e);
    }
  }
}
