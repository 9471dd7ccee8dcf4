package parley.server.file;

import java.util.HashMap;
import java.util.Map;

/**
 * The room that files take which no message tells of yet: what was promised to open tickets and
 * running uploads, and what broken ones have left. Guarded by the lock of {@link Transfers}.
 */
final class Claims {
  private static final class Claim {
    /** Tickets and transfers that rest on it. */
    int holders;

    /** The whole file's bytes, while there are holders. */
    long promised;

    /** Bytes of it that are on the disk. */
    long here;

    long bytes() {
      return Math.max(promised, here);
    }
  }

  private final Map<Partial, Claim> claims = new HashMap<>();

  /** A ticket is given out for a file of this size. */
  void promise(Partial partial, long size) {
    Claim claim = claims.computeIfAbsent(partial, _ -> new Claim());
    claim.holders++;
    claim.promised = Math.max(claim.promised, size);
  }

  /** A ticket expired, or a transfer ended: what is here alone counts, once nobody is left. */
  void settle(Partial partial, long here) {
    Claim claim = claims.get(partial);
    claim.holders--;
    claim.here = here;
    if (claim.holders == 0) {
      claim.promised = 0;
      if (here == 0) {
        claims.remove(partial);
      }
    }
  }

  /** So much of it is on the disk. */
  void here(Partial partial, long bytes) {
    claims.computeIfAbsent(partial, _ -> new Claim()).here = bytes;
  }

  /** Whether a ticket or a transfer rests on it. */
  boolean held(Partial partial) {
    Claim claim = claims.get(partial);
    return claim != null && claim.holders > 0;
  }

  /** Its file was removed, and nobody holds it. */
  void forget(Partial partial) {
    claims.remove(partial);
  }

  /**
   * What all claims come to, in bytes, but for one.
   *
   * @param person whose alone are counted, null for everybody's
   */
  long bytesBut(Partial one, String person) {
    return claims.entrySet().stream()
        .filter(e -> !e.getKey().equals(one))
        .filter(e -> person == null || e.getKey().person().equals(person))
        .mapToLong(e -> e.getValue().bytes())
        .sum();
  }

  /** Bytes that are yet to come to the disk for all claims but one. */
  long awaitedBut(Partial one) {
    return claims.entrySet().stream()
        .filter(e -> !e.getKey().equals(one))
        .mapToLong(e -> e.getValue().bytes() - e.getValue().here)
        .sum();
  }
}
