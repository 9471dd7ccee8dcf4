package parley.server.session;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import parley.server.net.Network;
import parley.server.rate.Buckets;
import parley.server.rate.Rate;

/**
 * The operator's token, and what trying it costs. A wrong one takes a second, and a person or a
 * network has few of them, on however many connections. Safe on any thread.
 */
public final class TokenGuesses {
  /** Characters; the server's own tokens have half of that. */
  private static final int LONGEST = 64;

  /** Wrong tokens of one person, or from one network. */
  private static final Rate WRONG = new Rate(1, 5);

  /** Persons or networks that are remembered. */
  private static final int KEPT = 10_000;

  private static final int SECONDS = 1;

  private final Buckets<Network> byNetwork = new Buckets<>(KEPT);
  private final Buckets<String> byPerson = new Buckets<>(KEPT);
  private final Predicate<String> matches;

  /** What came of a try. */
  public enum Verdict {
    RIGHT,
    WRONG,
    /** It was not looked at. */
    TOO_MANY
  }

  /**
   * @param matches whether it is the token
   */
  public TokenGuesses(Predicate<String> matches) {
    this.matches = matches;
  }

  /**
   * Tries a token; a second passes where it is not {@link Verdict#RIGHT}.
   *
   * @param person null before hello
   */
  public Verdict test(String token, Network network, String person) throws InterruptedException {
    Verdict verdict = tested(token, network, person);
    if (verdict != Verdict.RIGHT) {
      TimeUnit.SECONDS.sleep(SECONDS);
    }
    return verdict;
  }

  private Verdict tested(String token, Network network, String person) {
    long now = System.nanoTime();
    if (person != null && byPerson.tryTake(person, 1, WRONG, now) > 0) {
      return Verdict.TOO_MANY;
    }
    if (byNetwork.tryTake(network, 1, WRONG, now) > 0) {
      return Verdict.TOO_MANY;
    }
    if (token.length() > LONGEST || !matches.test(token)) {
      return Verdict.WRONG;
    }
    byNetwork.giveBack(network, 1);
    if (person != null) {
      byPerson.giveBack(person, 1);
    }
    return Verdict.RIGHT;
  }
}
