package parley.client.link;

import java.time.Duration;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * How a person asks to be let in: in the place from before where there is one, and what is tried
 * next where the server refuses. Guarded by the lock of its {@link Link}.
 */
final class HelloAttempts {
  private static final int NAMES = 20;

  /** What follows from a refusal. */
  sealed interface Next {
    /** Another {@code hello} on the same line, and what the owner is told of it. */
    record Again(LinkEvent told) implements Next {}

    /** This line is over; another is tried, not before the server lets it. */
    record Later(Duration retryAfter, String why) implements Next {}

    /** No other attempt would be taken. */
    record Never(LinkEnding ending, String why) implements Next {}
  }

  private final Delivery delivery;
  private final RetryPolicy policy;
  private Request.Hello hello;
  private int namesTried;

  /**
   * @param hello who comes, without session, cursor or id
   * @param policy says whether a taken name may be changed
   */
  HelloAttempts(Request.Hello hello, Delivery delivery, RetryPolicy policy) {
    this.hello = hello;
    this.delivery = delivery;
    this.policy = policy;
  }

  /** What is said first on a line, and again after {@link Next.Again}. */
  Request.Hello hello(String id) {
    return delivery.resuming(as(id, hello.name()));
  }

  /** The server refused; the place is given up where it does not know it any more. */
  Next refused(Reply.Refused refused) {
    return switch (refused.code()) {
      case BAD_SESSION -> {
        SavedSession place = delivery.place();
        if (place != null && place.ofAccount()) {
          if (hello.password() == null) {
            // Never as a guest, whom nobody would know.
            yield new Next.Never(
                LinkEnding.SIGNED_OUT,
                "The session of " + place.name() + " that was kept here has ended.");
          }
          delivery.loseSession();
        } else {
          delivery.forget();
        }
        if (place != null) {
          rename(place.name());
        }
        yield new Next.Again(new LinkEvent.PlaceLost(refused.message()));
      }
      case NAME_TAKEN ->
          mayRename() ? renamed() : new Next.Never(LinkEnding.REFUSED, refused.message());
      case NAME_OWNED ->
          mayRename() && !policy.asked()
              ? renamed()
              : new Next.Never(LinkEnding.OWNED, refused.message());
      case RATE_LIMITED, LIMIT_REACHED, SHUTTING_DOWN, STORAGE, INTERNAL, OUTCOME_UNKNOWN ->
          new Next.Later(
              Duration.ofSeconds(refused.retryAfter() == null ? 0 : refused.retryAfter()),
              refused.message());
      default -> new Next.Never(LinkEnding.REFUSED, refused.message());
    };
  }

  private boolean mayRename() {
    return policy.otherNames()
        && hello.password() == null
        && delivery.place() == null
        && namesTried < NAMES;
  }

  private Next renamed() {
    String taken = hello.name();
    rename(numbered(taken));
    return new Next.Again(new LinkEvent.NameTaken(taken, hello.name()));
  }

  private void rename(String name) {
    hello = as(null, name);
  }

  private Request.Hello as(String id, String name) {
    return new Request.Hello(
        id,
        name,
        hello.token(),
        hello.client(),
        null,
        null,
        null,
        hello.password(),
        hello.device());
  }

  private String numbered(String name) {
    namesTried++;
    String base = namesTried == 1 ? name : name.substring(0, name.lastIndexOf('-'));
    String suffix = "-" + (namesTried + 1);
    int room = Limits.NAME_LENGTH - suffix.length();
    int length = base.offsetByCodePoints(0, Math.min(room, base.codePointCount(0, base.length())));
    // In a new name the hyphen stands between two letters or digits.
    while (length > 1 && !Character.isLetterOrDigit(base.codePointBefore(length))) {
      length = base.offsetByCodePoints(length, -1);
    }
    return base.substring(0, length) + suffix;
  }
}
