package parley.server.state;

import java.util.Collection;
import java.util.Optional;
import parley.server.net.AddressRange;

/**
 * Who may not come in.
 *
 * @param target a folded name, or a range of IP addresses as {@link AddressRange#meant} reads it
 * @param until in milliseconds since 1970 UTC, 0 for ever
 * @param since when it was said, in milliseconds since 1970 UTC
 */
public record Ban(String target, long until, String reason, String by, long since) {
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

  public boolean over(long now) {
    return until != 0 && until <= now;
  }
}
