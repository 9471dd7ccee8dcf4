package parley.client.link;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import parley.client.net.Dialer;
import parley.protocol.Request;

/**
 * One person's connection to one server, which mends itself: it dials, says {@code hello}, takes
 * the place from before back, sends again what was not acknowledged, measures the round trip and
 * dials anew when the line breaks or falls silent.
 *
 * <p>One lock guards everything here and is held while the owner is told of a {@link LinkEvent}, so
 * that the owner's state needs no other: what the owner does by itself goes through {@link
 * #exclusively}. One virtual thread dials and receives, one keeps time.
 */
public final class Link implements AutoCloseable {
  private static final Duration PARTING = Duration.ofSeconds(3);
  private static final Duration TICK = Duration.ofMillis(250);

  /** As above while nothing waits to be sent: a program that idles is to cost next to nothing. */
  private static final Duration IDLE_TICK = Duration.ofSeconds(1);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Lifetime lifetime;
  private final Delivery delivery;
  private final Exchange exchange;
  private final Redialling redialling;

  /** One that keeps nothing for another time. */
  public Link(
      Dialer dialer,
      Request.Hello hello,
      SavedSession place,
      RetryPolicy policy,
      Consumer<LinkEvent> owner) {
    this(dialer, hello, place, null, policy, owner);
  }

  /**
   * @param hello who comes, without session, cursor or id
   * @param place the place to take back, null for a new one
   * @param outbox keeps what is not acknowledged for another time, null for nothing; it is closed
   *     by its owner
   */
  public Link(
      Dialer dialer,
      Request.Hello hello,
      SavedSession place,
      Outbox outbox,
      RetryPolicy policy,
      Consumer<LinkEvent> owner) {
    lifetime = new Lifetime(owner);
    delivery = new Delivery(place, outbox);
    HelloAttempts greeting = new HelloAttempts(hello, delivery, policy);
    exchange = new Exchange(lifetime, greeting, delivery);
    redialling = new Redialling(dialer, policy, lifetime, exchange);
  }

  /** Begins to connect, in threads of its own. */
  public void start() {
    Thread.ofVirtual().name("link").uncaughtExceptionHandler(this::failed).start(redialling::run);
    Thread.ofVirtual().name("clock").uncaughtExceptionHandler(this::failed).start(this::keepTime);
  }

  /** Runs with nothing happening meanwhile. */
  public void exclusively(Runnable action) {
    lifetime.exclusively(action);
  }

  /**
   * Asks something that is not {@code send}.
   *
   * @param request makes the request, given its id
   * @return the request's id; null where nothing was asked because there is no connection
   */
  public String ask(Function<String, Request> request) {
    return lifetime.locked(() -> exchange.ask(request));
  }

  /** A message that answers no other, as below. */
  public PendingMessage say(String room, String to, String text, Request.Kind kind) {
    return say(room, to, text, kind, null);
  }

  /** To a person of whom no more is known than the name. */
  public PendingMessage say(String room, String to, String text, Request.Kind kind, Long replyTo) {
    return say(room, to, null, text, kind, replyTo);
  }

  /**
   * Sends a message now or as soon as there is a connection; it is pending until acknowledged.
   *
   * @param toId who {@code to} is, null where that is not known
   * @param replyTo the message that it answers, null for none
   */
  public PendingMessage say(
      String room, String to, String toId, String text, Request.Kind kind, Long replyTo) {
    return say(room, to, toId, text, kind, replyTo, null);
  }

  /**
   * The same.
   *
   * @param passing true where one need not be a member of the room, else null
   */
  public PendingMessage say(
      String room,
      String to,
      String toId,
      String text,
      Request.Kind kind,
      Long replyTo,
      Boolean passing) {
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    PendingMessage pending =
        new PendingMessage(
            HexFormat.of().formatHex(nonce),
            room,
            to,
            text,
            kind,
            replyTo,
            Instant.now(),
            toId,
            passing);
    pending.request("check");
    lifetime.exclusively(
        () -> {
          delivery.add(pending);
          exchange.pump();
        });
    return pending;
  }

  /** Messages that are not acknowledged, oldest first. */
  public List<PendingMessage> pending() {
    return lifetime.locked(delivery::waiting);
  }

  /** Those of {@link #pending} that go out again only when asked for. */
  public List<PendingMessage> unsure() {
    return lifetime.locked(delivery::unsure);
  }

  /** Sends those again that were left to a decision, though they may become doubles. */
  public List<PendingMessage> resendUnsure() {
    return lifetime.locked(
        () -> {
          List<PendingMessage> released = delivery.release();
          exchange.pump();
          return released;
        });
  }

  /** Gives those up that were left to a decision. */
  public List<PendingMessage> discardUnsure() {
    return lifetime.locked(
        () -> {
          List<PendingMessage> given = delivery.discard();
          lifetime.changed();
          return given;
        });
  }

  /**
   * What takes this place back later; null before the first welcome, and after a goodbye that the
   * server took.
   */
  public SavedSession place() {
    return lifetime.locked(delivery::place);
  }

  /**
   * Waits for a place for which a test holds.
   *
   * @return false where the time or the link ended first
   */
  public boolean awaitPlace(Predicate<SavedSession> wanted, Duration atMost)
      throws InterruptedException {
    return lifetime.await(() -> wanted.test(delivery.place()), atMost);
  }

  /** Dials now instead of after the wait. */
  public void hurry() {
    lifetime.exclusively(redialling::hurry);
  }

  /**
   * Waits until at most so many messages are pending.
   *
   * @return false where the time or the link ended first
   */
  public boolean awaitPending(int most, Duration atMost) throws InterruptedException {
    return lifetime.await(() -> delivery.waiting().size() <= most, atMost);
  }

  /**
   * Comes back at once by another session of the same person, at the same point of the stream; its
   * owner is told only that there is a connection again.
   */
  public void comeBack(SavedSession session) {
    lifetime.exclusively(() -> exchange.comeBack(session));
  }

  /** Waits for the end and answers why it came. */
  public LinkEnding awaitEnd() throws InterruptedException {
    return lifetime.awaitEnd();
  }

  /** Says {@code bye}, so that the place is given up, waits shortly for the answer and ends. */
  @Override
  public void close() {
    boolean said =
        lifetime.locked(
            () -> {
              lifetime.beginClosing();
              return !lifetime.isEnded() && exchange.bye();
            });
    try {
      if (said) {
        lifetime.await(lifetime::isEnded, PARTING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    abandon();
  }

  /** Ends without {@code bye}, so that the place is kept for as long as the server's grace. */
  public void abandon() {
    lifetime.exclusively(() -> exchange.end(LinkEnding.CLOSED, ""));
  }

  public boolean isEnded() {
    return lifetime.locked(lifetime::isEnded);
  }

  /** A fault of this program ends the link, so that nobody waits for it. */
  private void failed(Thread thread, Throwable fault) {
    lifetime.exclusively(
        () ->
            exchange.end(
                LinkEnding.FAULT, "A fault of this program (" + thread.getName() + "): " + fault));
  }

  private void keepTime() {
    try {
      while (!isEnded()) {
        lifetime.exclusively(() -> exchange.tick(System.nanoTime()));
        lifetime.await(() -> false, pending().isEmpty() ? IDLE_TICK : TICK);
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }
}
