package parley.server.state;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import parley.server.net.AddressRange;

/**
 * Who may not come in.
 *
 * @param target a folded name, or a range of IP addresses as {@link AddressRange#meant} reads it
 * @param until in milliseconds since 1970 UTC, 0 for ever
 * @param since when it was said, in milliseconds since 1970 UTC
 * @param networks {@link parley.server.net.Network#name}s of who was banned by name, whose
 *     newcomers without an account may not come in either
 */
public record Ban(
    String target, long until, String reason, String by, long since, List<String> networks) {
  public Ban {
    networks = List.copyOf(networks);
  }

  /** Of a name or a range alone. */
  public Ban(String target, long until, String reason, String by, long since) {
    this(target, until, reason, by, since, List.of());
  }

  /** The addresses that may not come in; empty where it is a name. */
  public Optional<AddressRange> range() {
    return AddressRange.meant(target);
  }

  /** The one of some that keeps an address out at a time; null for none. */
  public static Ban of(AddressRange address, Collection<Ban> bans, long now) {
    return bans.stream()
        .filter(ban -> !ban.over(now))
        .filter(ban -> ban.range().filter(range -> range.contains(address)).isPresent())
        .findFirst()
        .orElse(null);
  }

  /** The one of some that keeps newcomers from an address out at a time; null for none. */
  public static Ban ofNewcomers(AddressRange address, Collection<Ban> bans, long now) {
    return bans.stream()
        .filter(ban -> !ban.over(now))
        .filter(ban -> ban.neighbours().anyMatch(range -> range.contains(address)))
        .findFirst()
        .orElse(null);
  }

  /** The networks whose newcomers may not come in either. */
  public Stream<AddressRange> neighbours() {
    return networks.stream().flatMap(network -> AddressRange.parse(network).stream());
  }

  public boolean over(long now) {
    return until != 0 && until <= now;
  }
}
