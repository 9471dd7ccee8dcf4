package parley.server.session;

import java.util.function.Supplier;
import parley.protocol.Names;
import parley.server.fanout.Roster;

/**
 * Whose password's cost is paid where a name has none: accounts differ in it, since each keeps the
 * settings that it was hashed with until its owner signs in again. For one name it is always the
 * same account, so that neither one try nor many tell it from a name that is somebody's.
 */
public final class Decoys {
  private final Roster roster;
  private final Supplier<String> seed;

  /**
   * @param seed without which nobody can tell which account is whose; the same across restarts
   */
  public Decoys(Roster roster, Supplier<String> seed) {
    this.roster = roster;
    this.seed = seed;
  }

  /** What another's password is compared with; null where no account has one. */
  String of(String name) {
    String hash = Secret.hash(seed.get() + " " + Names.fold(name));
    return roster.anyVerifier(Integer.parseUnsignedInt(hash.substring(0, 8), 16));
  }
}
