package parley.server.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import parley.server.config.Settings;
import parley.server.net.Network;

/**
 * Hashes passwords by Argon2id (RFC 9106), as OWASP's Password Storage Cheat Sheet asks for. That
 * takes tens of milliseconds of a core and megabytes of memory, so it is done by few threads of
 * their own, and no network has many of the places in their queue. Safe on any thread.
 */
public final class Passwords implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /** That wait, or are tried just now. */
  private static final int WAITING = 64;

  /** The same of one network. */
  private static final int WAITING_OF_NETWORK = 4;

  /**
   * The memory of each thread that hashes, kept from one password to the next: made anew, it would
   * be a gigabyte of garbage a second while many sign in. A thread that idles ends, and it with it.
   */
  private static final ThreadLocal<Blocks> BLOCKS = new ThreadLocal<>();

  private final Supplier<Settings.Accounts> settings;
  private final ThreadPoolExecutor threads;

  /** How many of each network wait; guards itself. */
  private final Map<Network, Integer> waiting = new HashMap<>();

  /** There are too many that wait, of all or of one network. */
  public static final class BusyException extends Exception {
    private static final long serialVersionUID = 1;

    BusyException() {
      super("too many passwords are tried just now");
    }
  }

  /**
   * @param settings what a password that is set costs from now on
   */
  public Passwords(Supplier<Settings.Accounts> settings) {
    this.settings = settings;
    int cores = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    threads =
        new ThreadPoolExecutor(
            cores,
            cores,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("passwords-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** What is kept of a password: its hash, with what it takes to make it again. */
  public String verifier(String password, Network network)
      throws BusyException, InterruptedException {
    Settings.Accounts now = settings.get();
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return waitingFor(
        network,
        () -> {
          byte[] hash = hash(password, salt, now.passwordMemory(), now.passwordPasses());
          return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
              .formatted(now.passwordMemory(), now.passwordPasses(), base64(salt), base64(hash));
        });
  }

  /**
   * Whether a password is the one. It takes as long for an account that is not there.
   *
   * @param verifier null where there is no such account, or it has no password
   * @param decoy another's, whose cost is paid where there is none; null for what a new one costs
   */
  public boolean matches(String password, String verifier, String decoy, Network network)
      throws BusyException, InterruptedException {
    Settings.Accounts now = settings.get();
    Kept kept =
        verifier != null ? Kept.of(verifier) : decoy != null ? Kept.like(decoy) : Kept.none(now);
    byte[] hash = waitingFor(network, () -> hash(password, kept.salt, kept.memory, kept.passes));
    return MessageDigest.isEqual(hash, kept.hash) && verifier != null;
  }

  /** Whether a verifier was made with other settings than those of now. */
  public boolean isOutdated(String verifier) {
    Settings.Accounts now = settings.get();
    Kept kept = Kept.of(verifier);
    return kept.memory != now.passwordMemory() || kept.passes != now.passwordPasses();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private <T> T waitingFor(Network network, Callable<T> work)
      throws BusyException, InterruptedException {
    take(network);
    try {
      Future<T> done = threads.submit(work);
      try {
        return done.get();
      } catch (InterruptedException e) {
        done.cancel(false);
        throw e;
      }
    } catch (RejectedExecutionException e) {
      throw new BusyException();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be hashed", e.getCause());
    } finally {
      giveBack(network);
    }
  }

  private void take(Network network) throws BusyException {
    synchronized (waiting) {
      if (waiting.getOrDefault(network, 0) >= WAITING_OF_NETWORK) {
        throw new BusyException();
      }
      waiting.merge(network, 1, Integer::sum);
    }
  }

  private void giveBack(Network network) {
    synchronized (waiting) {
      waiting.computeIfPresent(network, (_, n) -> n == 1 ? null : n - 1);
    }
  }

  /** One password however it was typed: composed or not, it is the same. */
  private static byte[] hash(String password, byte[] salt, int memory, int passes) {
    Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .withBlockPool(Blocks.ofThread(memory))
            .build());
    byte[] hash = new byte[HASH_BYTES];
    String one = Normalizer.normalize(password, Normalizer.Form.NFC);
    argon2.generateBytes(one.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Argon2's memory, for as long as it takes the same. */
  private record Blocks(int memory, Argon2BytesGenerator.BlockPool pool) {
    /** Beside the memory itself, what is worked on. */
    private static final int AT_WORK = 16;

    static Argon2BytesGenerator.BlockPool ofThread(int memory) {
      Blocks its = BLOCKS.get();
      if (its == null || its.memory != memory) {
        its = new Blocks(memory, new Argon2BytesGenerator.FixedBlockPool(memory + AT_WORK));
        BLOCKS.set(its);
      }
      return its.pool;
    }
  }

  /** A verifier, taken apart. */
  private static final class Kept {
    final int memory;
    final int passes;
    final byte[] salt;
    final byte[] hash;

    Kept(int memory, int passes, byte[] salt, byte[] hash) {
      this.memory = memory;
      this.passes = passes;
      this.salt = salt;
      this.hash = hash;
    }

    static Kept of(String verifier) {
      String[] parts = verifier.split("[$=,]");
      // "", argon2id, v, 19, m, MEMORY, t, PASSES, p, 1, SALT, HASH
      return new Kept(
          Integer.parseInt(parts[5]),
          Integer.parseInt(parts[7]),
          Base64.getDecoder().decode(parts[10]),
          Base64.getDecoder().decode(parts[11]));
    }

    /** What costs the same, and nobody has. */
    static Kept like(String verifier) {
      Kept its = of(verifier);
      return new Kept(its.memory, its.passes, new byte[SALT_BYTES], new byte[HASH_BYTES]);
    }

    static Kept none(Settings.Accounts now) {
      return new Kept(
          now.passwordMemory(), now.passwordPasses(), new byte[SALT_BYTES], new byte[HASH_BYTES]);
    }
  }
}
