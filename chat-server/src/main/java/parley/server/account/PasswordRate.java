package parley.server.account;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import parley.server.net.Network;
import parley.server.rate.Buckets;
import parley.server.rate.Rate;

/**
 * How fast passwords may be tried. A network that was wrong too often waits until its rate lets it
 * go on. An account that somebody guesses at, from however many networks, answers later, and never
 * not at all: nobody can lock its owner out. Each try is counted before it is looked at, so that
 * many at once are no way round it. Safe on any thread.
 */
public final class PasswordRate {
  /** Wrong ones of one network. */
  private static final Rate OF_NETWORK = new Rate(0.2, 10);

  /** Wrong ones for one account, whoever tries. */
  private static final Rate OF_ACCOUNT = new Rate(0.2, 20);

  /** Accounts that one network makes without an invitation: names are gone for good with them. */
  private static final Rate ACCOUNTS = Rate.of(30, Duration.ofHours(1));

  /** The longest that an account's own answer waits, in nanoseconds. */
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

  /** Networks, or accounts, that are remembered. */
  private static final int KEPT = 10_000;

  private final Buckets<Network> byNetwork = new Buckets<>(KEPT);
  private final Buckets<Network> accounts = new Buckets<>(KEPT);
  private final Buckets<String> byAccount = new Buckets<>(KEPT);

  /**
   * Begins a try of something that is no account's.
   *
   * @return 0, or the seconds after which the network may try again
   */
  public int begin(Network network) {
    long wait = byNetwork.tryTake(network, 1, OF_NETWORK, System.nanoTime());
    return wait == 0 ? 0 : Math.toIntExact(TimeUnit.NANOSECONDS.toSeconds(wait)) + 1;
  }

  /**
   * Begins to make an account.
   *
   * @param uninvited whether anybody may, so that there is a rate for it
   * @return 0, or the seconds after which the network may try again
   */
  public int beginAccount(Network network, boolean uninvited) {
    int wait = begin(network);
    if (wait > 0 || !uninvited) {
      return wait;
    }
    long made = accounts.tryTake(network, 1, ACCOUNTS, System.nanoTime());
    if (made == 0) {
      return 0;
    }
    right(network);
    return Math.toIntExact(TimeUnit.NANOSECONDS.toSeconds(made)) + 1;
  }

  /** It was right. */
  public void right(Network network) {
    byNetwork.giveBack(network, 1);
  }

  /**
   * Begins a try, and waits where an account is guessed at.
   *
   * @param account its folded name, whether there is one or not
   * @return 0, or the seconds after which the network may try again
   */
  public int begin(Network network, String account) throws InterruptedException {
    int wait = begin(network);
    if (wait > 0) {
      return wait;
    }
    long now = System.nanoTime();
    long slow = byAccount.look(account, 1, OF_ACCOUNT, now);
    if (slow <= LONGEST) {
      // No debt that the owner would wait for long after.
      byAccount.take(account, 1, OF_ACCOUNT, now);
    }
    if (slow > 0) {
      TimeUnit.NANOSECONDS.sleep(Math.min(slow, LONGEST));
    }
    return 0;
  }

  /** It was the right one: nothing is counted. */
  public void right(Network network, String account) {
    byNetwork.giveBack(network, 1);
    byAccount.giveBack(account, 1);
  }
}
