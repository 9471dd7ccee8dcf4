package parley.client.link;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import parley.client.net.ChatConnection;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Goodbye;
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
  private final HelloAttempts greeting;
  private final Delivery delivery;
  private final OpenRequests outstanding = new OpenRequests();
  private final RoundTripProbe probe = new RoundTripProbe();

  /** Null while there is none. */
  private ChatConnection clientSocket;

  /** Whether the server knows who is on this line; nothing but {@code hello} is said before. */
  private boolean welcome;

  /** Whether anything came by this connection besides its welcome. */
  private boolean useful;

  private boolean everWelcome;

  /** Whether the line ends because this person comes back by another session. */
  private boolean moving;

  /** Why the line ends, where it was said or is known; null where it is not. */
  private String lastWords;

  private Duration retryAfter = Duration.ZERO;
  private long lastId;

  Exchange(Lifetime lifetime, HelloAttempts greeting, Delivery delivery) {
    this.lifetime = lifetime;
    this.greeting = greeting;
    this.delivery = delivery;
  }

  /** A new line: says {@code hello} on it. */
  void begin(ChatConnection opened) {
    clientSocket = opened;
    clientSocket.send(greeting.hello(nextId()));
  }

  /**
   * What came to an end with a line.
   *
   * @param welcome whether the server had let this person in on it
   * @param useful whether something came by it besides, so that it is worth to come again at once
   * @param lastWords why it ended, null where nobody said
   * @param retryAfter what the server wants waited
   * @param moving whether the next line is to come at once
   */
  record Over(
      boolean welcome, boolean useful, String lastWords, Duration retryAfter, boolean moving) {}

  /** Afterwards there is no line, and what was asked on it is unanswered. */
  Over lineLost() {
    final Over over = new Over(welcome, useful, lastWords, retryAfter, moving);
    clientSocket = null;
    welcome = false;
    useful = false;
    moving = false;
    lastWords = null;
    retryAfter = Duration.ZERO;
    probe.lineLost();
    delivery.lineLost();
    outstanding.lineLost().forEach(request -> lifetime.tell(new LinkEvent.Unanswered(request)));
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
    clientSocket.send(made);
    return made.id();
  }

  /** Sends what waits and may go out now. */
  void pump() {
    if (!welcome) {
      return;
    }
    Instant now = Instant.now();
    for (PendingMessage next = delivery.next(now); next != null; next = delivery.next(now)) {
      String id = nextId();
      delivery.sent(id, next);
      clientSocket.send(next.request(id));
    }
  }

  /**
   * Says {@code bye}; false where there is nobody to say it to. While {@code hello} is on its way
   * too: the server answers it afterwards, and would keep the name for one who is gone.
   */
  boolean bye() {
    if (clientSocket == null) {
      return false;
    }
    clientSocket.send(new Request.Bye(nextId()));
    return true;
  }

  /** As {@link Link#comeBack}. */
  void comeBack(SavedSession session) {
    delivery.adopt(session);
    moving = bye();
  }

  /** What time alone asks for: a probe, what was held back, the end of a line that fell silent. */
  void tick(long now) {
    if (clientSocket == null || lifetime.isEnded()) {
      return;
    }
    if (now - clientSocket.heardAt() > SILENCE.toNanos()) {
      hangUp("The server has been silent for " + SILENCE.toSeconds() + " s.");
    } else if (welcome && probe.isDue(now)) {
      clientSocket.send(probe.ask(nextId(), now));
    }
    pump();
  }

  /** Ends the link and its line. */
  void end(LinkEnding ending, String sentence) {
    if (lifetime.end(ending, sentence) && clientSocket != null) {
      clientSocket.close();
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
      case Event.Ping ping -> clientSocket.send(new Request.Pong(null, ping.data()));
      case Event.Bye word -> parted(word);
      case Event.Logged event -> {
        if (delivery.place() != null && delivery.advance(event)) {
          useful = true;
          lifetime.tell(new LinkEvent.Told(event));
        }
      }
      case Event.Stats stats -> {
        outstanding.answered(stats);
        lifetime.tell(new LinkEvent.Told(stats));
      }
      case Event event -> lifetime.tell(new LinkEvent.Told(event));
    }
  }

  private void welcomed(Reply.Welcome reply) {
    final boolean again = everWelcome;
    boolean resumed = delivery.welcomed(reply, Instant.now()) == Delivery.Arrival.RESUMED;
    welcome = true;
    everWelcome = true;
    lifetime.tell(
        new LinkEvent.Connected(
            reply,
            resumed,
            again,
            delivery.resending(),
            delivery.unsure(),
            clientSocket.protection(),
            delivery.isOtherLog()));
    lifetime.changed();
    clientSocket.send(probe.ask(nextId(), System.nanoTime()));
    pump();
  }

  private void turnedAway(Reply.Refused refused) {
    if (lifetime.isClosing()) {
      end(LinkEnding.CLOSED, "");
      return;
    }
    switch (greeting.refused(refused)) {
      case HelloAttempts.Next.Again again -> {
        lifetime.tell(again.told());
        clientSocket.send(greeting.hello(nextId()));
      }
      case HelloAttempts.Next.Later later -> {
        retryAfter = later.retryAfter();
        hangUp(later.why());
      }
      case HelloAttempts.Next.Never never -> end(never.ending(), never.why());
    }
  }

  /** The request that a reply to this id answers, null where none is owed. */
  Request asked(String id) {
    PendingMessage message = delivery.inFlight(id);
    return message == null ? outstanding.request(id) : message.request(id);
  }

  private void replied(Reply reply) {
    useful = true;
    Duration roundTrip = probe.answered(reply, System.nanoTime());
    if (roundTrip != null) {
      lifetime.tell(new LinkEvent.RoundTrip(roundTrip));
      return;
    }
    PendingMessage message = delivery.answered(reply.re());
    if (message != null) {
      settled(message, reply);
      pump();
      lifetime.changed();
      return;
    }
    Request request = outstanding.answered(reply);
    if (request != null) {
      if (reply instanceof Reply.Named named) {
        delivery.renamed(named.name());
      }
      lifetime.tell(new LinkEvent.Answered(request, reply));
    }
  }

  private void settled(PendingMessage message, Reply reply) {
    switch (reply) {
      case Reply.Sent ok -> {
        delivery.done(message);
        lifetime.tell(new LinkEvent.Acknowledged(message, ok));
      }
      case Reply.Refused refused -> {
        boolean later =
            refused.code() == ErrorCode.OUTCOME_UNKNOWN
                || refused.code() == ErrorCode.SHUTTING_DOWN
                || refused.code() == ErrorCode.RATE_LIMITED;
        if (later) {
          int seconds = refused.retryAfter() == null ? 1 : Math.clamp(refused.retryAfter(), 1, 60);
          delivery.hold(Instant.now().plusSeconds(seconds));
          lifetime.tell(new LinkEvent.Delayed(message, Duration.ofSeconds(seconds), refused));
        } else {
          delivery.done(message);
          lifetime.tell(new LinkEvent.NotSent(message, refused));
        }
      }
      // Sent again, it would be answered so again, without end.
      default -> end(LinkEnding.FAULT, "This server answered a message with what is no answer.");
    }
  }

  private void parted(Event.Bye word) {
    String why = word.message() == null ? "The server ended it: " + word.reason() : word.message();
    switch (Goodbye.of(word.reason()).orElse(null)) {
      case REPLACED, KICKED, BANNED -> end(LinkEnding.REFUSED, why);
      case SIGNED_OUT -> end(LinkEnding.SIGNED_OUT, why);
      case SUSPENDED, DELETED -> end(LinkEnding.SHUT_OUT, why);
      case PROTOCOL -> end(LinkEnding.FAULT, why);
      case BYE -> {
        if (lifetime.isClosing()) {
          delivery.leave();
          end(LinkEnding.CLOSED, "");
        } else if (moving) {
          clientSocket.close();
        }
      }
      case IDLE, TIMEOUT, FULL, SHUTDOWN -> lastWords = why;
      case null -> lastWords = why;
    }
  }

  private void hangUp(String why) {
    lastWords = why;
    clientSocket.close();
  }

  private String nextId() {
    lastId++;
    return Long.toString(lastId, 36);
  }
}
