package parley.client.link;

import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Function;
import parley.client.net.CannotConnect;
import parley.client.net.ChatConnection;
import parley.client.net.Dialer;
import parley.client.net.ImplausibleMessage;
import parley.protocol.Printable;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/**
 * Dials, receives until the line is lost, waits and dials again, until the link ends or has been
 * without a connection for longer than it is to endure. {@link #run} is one thread of its own,
 * which takes the link's lock for all but dialling and receiving; that lock guards the state here.
 */
final class Redialling {
  private final Dialer dialer;
  private final RetryPolicy policy;
  private final Lifetime lifetime;
  private final Exchange exchange;
  private final Backoff backoff = new Backoff(new SplittableRandom());

  /** Whether the wait is to end early. */
  private boolean hurried;

  /** When the last good line was lost, or the first attempt began. */
  private long troubleSince;

  Redialling(Dialer dialer, RetryPolicy policy, Lifetime lifetime, Exchange exchange) {
    this.dialer = dialer;
    this.policy = policy;
    this.lifetime = lifetime;
    this.exchange = exchange;
  }

  /** The next attempt comes now; called with the lock held. */
  void hurry() {
    backoff.reset();
    hurried = true;
    lifetime.changed();
  }

  /** Returns when the link has ended. */
  void run() {
    String why = "";
    troubleSince = System.nanoTime();
    do {
      try {
        lifetime.exclusively(() -> lifetime.tell(new LinkEvent.Connecting()));
        why = live(dialer.dial());
      } catch (CannotConnect e) {
        if (e.distrusted()) {
          lifetime.exclusively(() -> exchange.end(LinkEnding.DISTRUSTED, e.getMessage()));
          return;
        }
        why = e.getMessage();
      }
    } while (goesOn(why));
  }

  /** Lives through one connection and answers why it is over. */
  private String live(ChatConnection opened) {
    boolean wanted =
        lifetime.locked(
            () -> {
              boolean stillWanted = !lifetime.isClosing() && !lifetime.isEnded();
              if (stillWanted) {
                exchange.begin(opened);
              }
              return stillWanted;
            });
    try (opened) {
      if (!wanted) {
        return "";
      }
      Function<String, Request> asked = id -> lifetime.locked(() -> exchange.asked(id));
      ServerMessage message = opened.receive(asked);
      while (message != null) {
        ServerMessage came = message;
        lifetime.exclusively(() -> exchange.take(came));
        message = opened.receive(asked);
      }
      return "The server closed the connection." + hint(opened);
    } catch (ImplausibleMessage e) {
      // The next time it would say the same.
      lifetime.exclusively(() -> exchange.end(LinkEnding.FAULT, e.getMessage()));
      return "";
    } catch (IOException e) {
      String why = Printable.line(String.valueOf(e.getMessage()));
      return "The connection broke: " + why + (why.endsWith(".") ? "" : ".") + hint(opened);
    }
  }

  private String hint(ChatConnection opened) {
    boolean suspicious =
        opened.protection().equals("plain") && !lifetime.locked(exchange::everWelcome);
    return suspicious ? " If this port speaks TLS, leave --plain out." : "";
  }

  /** Waits before the next attempt; false where there is none. */
  private boolean goesOn(String why) {
    return lifetime.locked(
        () -> {
          try {
            return waits(why);
          } catch (InterruptedException e) {
            exchange.end(LinkEnding.CLOSED, "");
            return false;
          }
        });
  }

  private boolean waits(String why) throws InterruptedException {
    if (lifetime.isEnded() || lifetime.isClosing()) {
      exchange.end(LinkEnding.CLOSED, "");
      return false;
    }
    Exchange.Over over = exchange.lineLost();
    if (over.welcome()) {
      troubleSince = System.nanoTime();
    }
    if (over.useful()) {
      backoff.reset();
    }
    if (over.moving()) {
      return true;
    }
    String known = over.lastWords() == null ? why : over.lastWords();
    Duration wait = backoff.next();
    if (wait.compareTo(over.retryAfter()) < 0) {
      wait = over.retryAfter();
    }
    Duration limit = exchange.everWelcome() ? policy.later() : policy.atFirst();
    if (wait.plusNanos(System.nanoTime() - troubleSince).compareTo(limit) > 0) {
      exchange.end(LinkEnding.UNREACHABLE, known);
      return false;
    }
    lifetime.tell(new LinkEvent.Lost(known, wait));
    hurried = false;
    lifetime.await(() -> hurried || lifetime.isClosing(), wait);
    return !lifetime.isClosing() && !lifetime.isEnded();
  }
}
