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
    record Never(String why) implements Next {}
  }

  private final Delivery delivery;
  private final boolean otherNames;
  private Request.Hello hello;
  private int namesTried;

  /**
   * @param hello who comes, without session, cursor or id
   * @param otherNames whether a taken name may be changed by a number at its end
   */
  HelloAttempts(Request.Hello hello, Delivery delivery, boolean otherNames) {
    this.hello = hello;
    this.delivery = delivery;
    this.otherNames = otherNames;
  }

  /** What is said first on a line, and again after {@link Next.Again}. */
  Request.Hello hello(String id) {
    return delivery.resuming(
        new Request.Hello(id, hello.name(), hello.token(), hello.client(), null, null, null));
  }

  /** The server refused; the place is given up where it does not know it any more. */
  Next refused(Reply.Refused refused) {
    return switch (refused.code()) {
      case BAD_SESSION -> {
        if (delivery.place() != null) {
          rename(delivery.place().name());
        }
        delivery.forget();
        yield new Next.Again(new LinkEvent.PlaceLost(refused.message()));
      }
      case NAME_TAKEN -> {
        if (!otherNames || delivery.place() != null || namesTried >= NAMES) {
          yield new Next.Never(refused.message());
        }
        String taken = hello.name();
        rename(numbered(taken));
        yield new Next.Again(new LinkEvent.NameTaken(taken, hello.name()));
      }
      case RATE_LIMITED, LIMIT_REACHED, SHUTTING_DOWN, STORAGE, INTERNAL, OUTCOME_UNKNOWN ->
          new Next.Later(
              Duration.ofSeconds(refused.retryAfter() == null ? 0 : refused.retryAfter()),
              refused.message());
      default -> new Next.Never(refused.message());
    };
  }

  private void rename(String name) {
    hello = new Request.Hello(null, name, hello.token(), hello.client(), null, null, null);
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
