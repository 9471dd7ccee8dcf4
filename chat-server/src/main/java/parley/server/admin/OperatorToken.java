package parley.server.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.log.Log;
import parley.server.log.OutcomeUnknownException;
import parley.server.log.RolledBackException;
import parley.server.session.Secret;

/**
 * The secret that makes a person an operator: 128 random bits, shown once when they are made. Only
 * their SHA-256 is kept, in the log, so that neither a backup nor a look at the file gives it away.
 */
public final class OperatorToken {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorToken.class);
  private static final String META = "operator.token";
  private static final int BYTES = 16;

  private final Log log;
  private final Runnable halt;
  private volatile String hash;

  private OperatorToken(Log log, Runnable halt) {
    this.log = log;
    this.halt = halt;
    this.hash = log.meta(META);
  }

  /**
   * @param halt ends the process at once; called when it is unknown what is on disk
   */
  public static OperatorToken open(Log log, Runnable halt) {
    return new OperatorToken(log, halt);
  }

  /**
   * Makes the first one; empty where one was made before.
   *
   * @throws OutcomeUnknownException where it may or may not be on disk: the start failed
   */
  public Optional<String> first() throws RolledBackException, OutcomeUnknownException {
    return hash == null ? Optional.of(make()) : Optional.empty();
  }

  /** Makes a new one; the old one is worth nothing from now on. Operators stay what they are. */
  public synchronized String renew() throws RolledBackException {
    try {
      return make();
    } catch (OutcomeUnknownException e) {
      LOG.error("it is unknown what is on disk, so the server halts: {}", e.getMessage());
      halt.run();
      throw new IllegalStateException("halted", e);
    }
  }

  private synchronized String make() throws RolledBackException, OutcomeUnknownException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    String fresh = Secret.hash(token);
    log.setMeta(META, fresh);
    hash = fresh;
    return token;
  }

  /** Something that nobody knows but who can read the log, and that holds across restarts. */
  public String seed() {
    return Secret.hash("seed " + hash);
  }

  /** Takes the same time wherever two hashes differ. */
  public boolean matches(String token) {
    String kept = hash;
    return kept != null
        && token != null
        && MessageDigest.isEqual(
            kept.getBytes(StandardCharsets.US_ASCII),
            Secret.hash(token).getBytes(StandardCharsets.US_ASCII));
  }
}
