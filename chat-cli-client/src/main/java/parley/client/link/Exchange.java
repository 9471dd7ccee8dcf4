package parley.client.link;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import parley.client.net.Line;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/**
 * What is said over one line after the other: requests out, replies and events in. Guarded by the
 * lock of its {@link Link}.
 */
final class Exchange {
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Lifetime lifetime;
  private final Greeting greeting;
  private final Delivery delivery;
  private final Outstanding outstanding = new Outstanding();
  private final Probe probe = new Probe();

  /** Null while there is none. */
  private Line line;

  /** Whether the server knows who is on this line; nothing but {@code hello} is said before. */
  private boolean welcome;

  private boolean everWelcome;

  /** Why the line ends, where it was said or is known; null where it is not. */
  private String lastWords;

  private Duration retryAfter = Duration.ZERO;
  private long lastId;

  Exchange(Lifetime lifetime, Greeting greeting, Delivery delivery) {
    this.lifetime = lifetime;
    this.greeting = greeting;
    this.delivery = delivery;
  }

  /** A new line: says {@code hello} on it. */
  void begin(Line opened) {
    line = opened;
    line.send(greeting.hello(nextId()));
  }

  /**
   * What came to an end with a line.
   *
   * @param welcome whether the server had let this person in on it
   * @param lastWords why it ended, null where nobody said
   * @param retryAfter what the server wants waited
   */
  record Over(boolean welcome, String lastWords, Duration retryAfter) {}

  /** Afterwards there is no line, and what was asked on it is unanswered. */
  Over lineLost() {
    final Over over = new Over(welcome, lastWords, retryAfter);
    line = null;
    welcome = false;
    lastWords = null;
    retryAfter = Duration.ZERO;
    probe.lineLost();
    delivery.lineLost();
    outstanding.lineLost().forEach(request -> lifetime.tell(new Happening.Unanswered(request)));
    return over;
  }

  /** Whether the server ever let this person in. */
  boolean everWelcome() {
    return everWelcome;
  }

  /** As {@link Link#ask}. */
  String ask(Function<String, Request> request) {
    if (!welcome) {
      return null;
    }
    Request made = request.apply(nextId());
    outstanding.add(made);
    line.send(made);
    return made.id();
  }

  /** Sends what waits and may go out now. */
  void pump() {
    if (!welcome) {
      return;
    }
    Instant now = Instant.now();
    for (Pending next = delivery.next(now); next != null; next = delivery.next(now)) {
      String id = nextId();
      delivery.sent(id, next);
      line.send(next.request(id));
    }
  }

  /** Says {@code bye}; false where there is nobody to say it to. */
  boolean bye() {
    if (line == null || !welcome) {
      return false;
    }
    line.send(new Request.Bye(nextId()));
    return true;
  }

  /** What time alone asks for: a probe, what was held back, the end of a line that fell silent. */
  void tick(long now) {
    if (line == null || lifetime.isEnded()) {
      return;
    }
    if (now - line.heardAt() > SILENCE.toNanos()) {
      hangUp("The server has been silent for " + SILENCE.toSeconds() + " s.");
    } else if (welcome && probe.isDue(now)) {
      line.send(probe.ask(nextId(), now));
    }
    pump();
  }

  /** Ends the link and its line. */
  void end(Ending ending, String sentence) {
    if (lifetime.end(ending, sentence) && line != null) {
      line.close();
    }
  }

  /** A message from the server, in its turn. */
  void take(ServerMessage message) {
    if (lifetime.isEnded()) {
      return;
    }
    switch (message) {
      case Reply.Welcome reply -> welcomed(reply);
      case Reply.Refused refused when !welcome -> turnedAway(refused);
      case Reply reply -> replied(reply);
      case Event.Ping ping -> line.send(new Request.Pong(null, ping.data()));
      case Event.Bye word -> parted(word);
      case Event.Logged event -> {
        if (delivery.place() != null && delivery.advance(event)) {
          lifetime.tell(new Happening.Told(event));
        }
      }
      case Event.Stats stats -> {
        outstanding.answered(stats);
        lifetime.tell(new Happening.Told(stats));
      }
      case Event event -> lifetime.tell(new Happening.Told(event));
    }
  }

  private void welcomed(Reply.Welcome reply) {
    final boolean again = everWelcome;
    boolean resumed = delivery.welcomed(reply, Instant.now()) == Delivery.Arrival.RESUMED;
    welcome = true;
    everWelcome = true;
    lifetime.tell(
        new Happening.Connected(
            reply, resumed, again, delivery.resending(), delivery.unsure(), line.protection()));
    line.send(probe.ask(nextId(), System.nanoTime()));
    pump();
  }

  private void turnedAway(Reply.Refused refused) {
    switch (greeting.refused(refused)) {
      case Greeting.Next.Again again -> {
        lifetime.tell(again.told());
        line.send(greeting.hello(nextId()));
      }
      case Greeting.Next.Later later -> {
        retryAfter = later.retryAfter();
        hangUp(later.why());
      }
      case Greeting.Next.Never never -> end(Ending.REFUSED, never.why());
    }
  }

  private void replied(Reply reply) {
    Duration roundTrip = probe.answered(reply, System.nanoTime());
    if (roundTrip != null) {
      lifetime.tell(new Happening.RoundTrip(roundTrip));
      return;
    }
    Pending message = delivery.answered(reply.re());
    if (message != null) {
      settled(message, reply);
      pump();
      lifetime.changed();
      return;
    }
    Request request = outstanding.answered(reply);
    if (request != null) {
      if (reply instanceof Reply.Ok ok && request instanceof Request.Nick && ok.name() != null) {
        delivery.renamed(ok.name());
      }
      lifetime.tell(new Happening.Answered(request, reply));
    }
  }

  private void settled(Pending message, Reply reply) {
    switch (reply) {
      case Reply.Ok ok -> {
        delivery.done(message);
        lifetime.tell(new Happening.Acknowledged(message, ok));
      }
      case Reply.Refused refused -> {
        boolean later =
            refused.code() == ErrorCode.OUTCOME_UNKNOWN
                || refused.code() == ErrorCode.SHUTTING_DOWN
                || refused.code() == ErrorCode.RATE_LIMITED;
        if (later) {
          int seconds = refused.retryAfter() == null ? 1 : Math.clamp(refused.retryAfter(), 1, 60);
          delivery.hold(Instant.now().plusSeconds(seconds));
          lifetime.tell(new Happening.Delayed(message, Duration.ofSeconds(seconds), refused));
        } else {
          delivery.done(message);
          lifetime.tell(new Happening.NotSent(message, refused));
        }
      }
      default -> lifetime.tell(new Happening.Answered(message.request(reply.re()), reply));
    }
  }

  private void parted(Event.Bye word) {
    switch (word.reason()) {
      case "replaced", "kicked", "banned" -> end(Ending.REFUSED, word.message());
      case "protocol" -> end(Ending.FAULT, word.message());
      case "bye" -> {
        if (lifetime.isClosing()) {
          end(Ending.CLOSED, "");
        }
      }
      default -> lastWords = word.message();
    }
  }

  private void hangUp(String why) {
    lastWords = why;
    line.close();
  }

  private String nextId() {
    lastId++;
    return Long.toString(lastId, 36);
  }
}
