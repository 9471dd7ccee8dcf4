package parley.server.net;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Ranges of addresses, some perhaps added twice, among which one that has an address is found at
 * once, however many there are. Changed by one thread, asked by any.
 */
public final class AddressRanges {
  private static final int LENGTHS = 129;

  private final ConcurrentHashMap<AddressRange, Integer> times = new ConcurrentHashMap<>();

  /** How many there are of each length. */
  private final AtomicIntegerArray lengths = new AtomicIntegerArray(LENGTHS);

  public void add(AddressRange range) {
    times.merge(range, 1, Integer::sum);
    lengths.incrementAndGet(range.bits());
  }

  /** Takes one back that was added. */
  public void remove(AddressRange range) {
    times.computeIfPresent(range, (_, n) -> n == 1 ? null : n - 1);
    lengths.decrementAndGet(range.bits());
  }

  /** Whether an address is in one of them. */
  public boolean contain(AddressRange address) {
    if (times.isEmpty()) {
      return false;
    }
    for (int bits = address.bits(); bits >= 0; bits--) {
      if (lengths.get(bits) > 0 && times.containsKey(address.first(bits))) {
        return true;
      }
    }
    return false;
  }
}
