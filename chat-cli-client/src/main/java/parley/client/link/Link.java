package parley.client.link;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.client.net.CannotConnect;
import parley.client.net.Dialer;
import parley.client.net.Line;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/**
 * One person's connection to one server, which mends itself: it dials, says {@code hello}, takes
 * the place from before back, sends again what was not acknowledged, measures the round trip and
 * dials anew when the line breaks or falls silent.
 *
 * <p>One lock guards everything here and is held while the owner is told of a {@link Happening}, so
 * that the owner's state needs no other: what the owner does by itself goes through {@link
 * #exclusively}. One virtual thread dials and receives, one keeps time.
 */
public final class Link implements AutoCloseable {
  private static final Duration PING_EVERY = Duration.ofSeconds(15);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final Duration PARTING = Duration.ofSeconds(3);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when a wait should end early, and when a message was answered. */
  private final Condition changed = lock.newCondition();

  private final Dialer dialer;
  private final Endurance endurance;
  private final Consumer<Happening> owner;
  private final Delivery delivery;
  private final Backoff backoff = new Backoff(new SplittableRandom());
  private final Map<String, Request> asked = new LinkedHashMap<>();

  private Request.Hello hello;
  private Line line;
  private boolean welcome;
  private boolean everWelcome;
  private boolean closing;
  private String lastWords;
  private Ending ended;
  private long lastId;
  private int namesTried;
  private long pingedAt;
  private String pingId;
  private Duration retryAfter = Duration.ZERO;

  /**
   * @param hello who comes, without session, cursor or id
   * @param place the place to take back, null for a new one
   */
  public Link(
      Dialer dialer,
      Request.Hello hello,
      Place place,
      Endurance endurance,
      Consumer<Happening> owner) {
    this.dialer = dialer;
    this.hello = hello;
    this.delivery = new Delivery(place);
    this.endurance = endurance;
    this.owner = owner;
  }

  /** Begins to connect, in threads of its own. */
  public void start() {
    Thread.ofVirtual().name("link").uncaughtExceptionHandler(this::failed).start(this::run);
    Thread.ofVirtual().name("clock").uncaughtExceptionHandler(this::failed).start(this::keepTime);
  }

  /** Runs with nothing happening meanwhile. */
  public void exclusively(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks something that is not {@code send}.
   *
   * @param request makes the request, given its id
   * @return the request's id; null where nothing was asked because there is no connection
   */
  public String ask(Function<String, Request> request) {
    lock.lock();
    try {
      if (!welcome) {
        return null;
      }
      Request made = request.apply(nextId());
      asked.put(made.id(), made);
      line.send(made);
      return made.id();
    } finally {
      lock.unlock();
    }
  }

  /** Sends a message now or as soon as there is a connection; it is pending until acknowledged. */
  public Pending say(String room, String to, String text, Request.Kind kind) {
    byte[] nonce = new byte[16];
    RANDOM.nextBytes(nonce);
    Pending pending =
        new Pending(HexFormat.of().formatHex(nonce), room, to, text, kind, Instant.now());
    pending.request("check");
    lock.lock();
    try {
      delivery.add(pending);
      pump();
      return pending;
    } finally {
      lock.unlock();
    }
  }

  /** Messages that are not acknowledged, oldest first. */
  public List<Pending> pending() {
    lock.lock();
    try {
      return delivery.waiting();
    } finally {
      lock.unlock();
    }
  }

  /** Those of {@link #pending} that go out again only when asked for. */
  public List<Pending> unsure() {
    lock.lock();
    try {
      return delivery.unsure();
    } finally {
      lock.unlock();
    }
  }

  /** Sends those again that were left to a decision, though they may become doubles. */
  public List<Pending> resendUnsure() {
    lock.lock();
    try {
      List<Pending> released = delivery.release();
      pump();
      return released;
    } finally {
      lock.unlock();
    }
  }

  /** Gives those up that were left to a decision. */
  public List<Pending> discardUnsure() {
    lock.lock();
    try {
      List<Pending> given = delivery.discard();
      changed.signalAll();
      return given;
    } finally {
      lock.unlock();
    }
  }

  /** What takes this place back later, null before the first welcome. */
  public Place place() {
    lock.lock();
    try {
      return delivery.place();
    } finally {
      lock.unlock();
    }
  }

  /** Dials now instead of after the wait. */
  public void hurry() {
    lock.lock();
    try {
      backoff.reset();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until at most so many messages are pending.
   *
   * @return false where the time or the link ended first
   */
  public boolean awaitPending(int most, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (delivery.waiting().size() > most && ended == null) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return delivery.waiting().size() <= most;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the end and answers why it came. */
  public Ending awaitEnd() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (ended == null) {
        changed.await();
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Says {@code bye}, so that the place is given up, waits shortly for the answer and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (ended != null) {
        return;
      }
      closing = true;
      changed.signalAll();
      if (line != null && welcome) {
        line.send(new Request.Bye(nextId()));
        long left = PARTING.toNanos();
        while (ended == null && left > 0) {
          left = changed.awaitNanos(left);
        }
      }
      end(Ending.CLOSED, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(Ending.CLOSED, "");
    } finally {
      lock.unlock();
    }
  }

  /** Ends without {@code bye}, so that the place is kept for as long as the server's grace. */
  public void abandon() {
    exclusively(() -> end(Ending.CLOSED, ""));
  }

  public boolean isEnded() {
    lock.lock();
    try {
      return ended != null;
    } finally {
      lock.unlock();
    }
  }

  /** A fault of this program ends the link, so that nobody waits for it. */
  private void failed(Thread thread, Throwable fault) {
    exclusively(
        () -> end(Ending.FAULT, "A fault of this program (" + thread.getName() + "): " + fault));
  }

  private void run() {
    long troubleSince = System.nanoTime();
    while (true) {
      String why;
      try {
        exclusively(() -> tell(new Happening.Connecting()));
        why = live(dialer.dial());
      } catch (CannotConnect e) {
        if (e.distrusted()) {
          exclusively(() -> end(Ending.DISTRUSTED, e.getMessage()));
          return;
        }
        why = e.getMessage();
      }
      lock.lock();
      try {
        if (ended != null || closing) {
          end(Ending.CLOSED, "");
          return;
        }
        why = lastWords == null ? why : lastWords;
        if (lineLost()) {
          troubleSince = System.nanoTime();
        }
        Duration wait = backoff.next();
        wait = wait.compareTo(retryAfter) < 0 ? retryAfter : wait;
        retryAfter = Duration.ZERO;
        Duration limit = everWelcome ? endurance.later() : endurance.atFirst();
        if (wait.plusNanos(System.nanoTime() - troubleSince).compareTo(limit) > 0) {
          end(Ending.UNREACHABLE, why);
          return;
        }
        tell(new Happening.Lost(why, wait));
        changed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        end(Ending.CLOSED, "");
        return;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Lives through one connection and answers why it is over. */
  private String live(Line opened) {
    lock.lock();
    try {
      if (closing || ended != null) {
        opened.close();
        return "";
      }
      line = opened;
      greet();
    } finally {
      lock.unlock();
    }
    try (opened) {
      ServerMessage message = opened.receive();
      while (message != null) {
        lock.lock();
        try {
          take(message);
        } finally {
          lock.unlock();
        }
        message = opened.receive();
      }
      return "The server closed the connection." + hint(opened);
    } catch (IOException e) {
      return "The connection broke: "
          + Printable.line(String.valueOf(e.getMessage()))
          + "."
          + hint(opened);
    }
  }

  private String hint(Line opened) {
    lock.lock();
    try {
      boolean suspicious = !everWelcome && opened.protection().equals("plain");
      return suspicious ? " If this port speaks TLS, leave --plain out." : "";
    } finally {
      lock.unlock();
    }
  }

  /** Afterwards there is no line. Whether there had been a welcome on it. */
  private boolean lineLost() {
    boolean had = welcome;
    line = null;
    welcome = false;
    lastWords = null;
    pingId = null;
    delivery.lineLost();
    List<Request> open = new ArrayList<>(asked.values());
    asked.clear();
    open.forEach(request -> tell(new Happening.Unanswered(request)));
    return had;
  }

  private void greet() {
    line.send(delivery.resuming(named(hello.name())));
  }

  private Request.Hello named(String name) {
    return new Request.Hello(nextId(), name, hello.token(), hello.client(), null, null, null);
  }

  private void take(ServerMessage message) {
    if (ended != null) {
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
          rename(event);
          tell(new Happening.Told(event));
        }
      }
      case Event.Stats stats -> {
        if (stats.re() != null
            && asked.get(stats.re()) instanceof Request.Stats(_, var every)
            && every == null) {
          asked.remove(stats.re());
        }
        tell(new Happening.Told(stats));
      }
      case Event event -> tell(new Happening.Told(event));
    }
  }

  private void rename(Event.Logged event) {
    if (event instanceof Event.Renamed renamed && renamed.id().equals(delivery.place().id())) {
      delivery.renamed(renamed.name());
    }
  }

  private void welcomed(Reply.Welcome reply) {
    boolean again = everWelcome;
    boolean resumed = delivery.welcomed(reply, Instant.now()) == Delivery.Arrival.RESUMED;
    welcome = true;
    everWelcome = true;
    backoff.reset();
    tell(
        new Happening.Connected(
            reply, resumed, again, delivery.resending(), delivery.unsure(), line.protection()));
    ping();
    pump();
  }

  private void turnedAway(Reply.Refused refused) {
    switch (refused.code()) {
      case BAD_SESSION -> {
        hello = named(delivery.place() == null ? hello.name() : delivery.place().name());
        delivery.forget();
        tell(new Happening.PlaceLost(refused.message()));
        greet();
      }
      case NAME_TAKEN -> {
        if (endurance.otherNames() && delivery.place() == null && namesTried < 20) {
          String next = numbered(hello.name());
          tell(new Happening.NameTaken(hello.name(), next));
          hello = named(next);
          greet();
        } else {
          end(Ending.REFUSED, refused.message());
        }
      }
      case RATE_LIMITED, LIMIT_REACHED, SHUTTING_DOWN, STORAGE, INTERNAL, OUTCOME_UNKNOWN -> {
        retryAfter = Duration.ofSeconds(refused.retryAfter() == null ? 0 : refused.retryAfter());
        lastWords = refused.message();
        line.close();
      }
      default -> end(Ending.REFUSED, refused.message());
    }
  }

  private void replied(Reply reply) {
    if (reply.re() != null && reply.re().equals(pingId) && reply instanceof Reply.Pong) {
      pingId = null;
      tell(new Happening.RoundTrip(Duration.ofNanos(System.nanoTime() - pingedAt)));
      return;
    }
    Pending message = delivery.answered(reply.re());
    if (message != null) {
      settled(message, reply);
      pump();
      changed.signalAll();
      return;
    }
    Request request = reply.re() == null ? null : asked.remove(reply.re());
    if (request != null) {
      if (reply instanceof Reply.Ok ok && request instanceof Request.Nick && ok.name() != null) {
        delivery.renamed(ok.name());
      }
      tell(new Happening.Answered(request, reply));
    }
  }

  private void settled(Pending message, Reply reply) {
    switch (reply) {
      case Reply.Ok ok -> {
        delivery.done(message);
        tell(new Happening.Acknowledged(message, ok));
      }
      case Reply.Refused refused -> {
        boolean later =
            refused.code() == ErrorCode.OUTCOME_UNKNOWN
                || refused.code() == ErrorCode.SHUTTING_DOWN
                || (refused.code() == ErrorCode.RATE_LIMITED);
        if (later) {
          int seconds = refused.retryAfter() == null ? 1 : Math.clamp(refused.retryAfter(), 1, 60);
          delivery.hold(Instant.now().plusSeconds(seconds));
          tell(new Happening.Delayed(message, Duration.ofSeconds(seconds), refused));
        } else {
          delivery.done(message);
          tell(new Happening.NotSent(message, refused));
        }
      }
      default -> tell(new Happening.Answered(message.request(reply.re()), reply));
    }
  }

  private void parted(Event.Bye word) {
    switch (word.reason()) {
      case "replaced", "kicked", "banned" -> end(Ending.REFUSED, word.message());
      case "protocol" -> end(Ending.FAULT, word.message());
      case "bye" -> {
        if (closing) {
          end(Ending.CLOSED, "");
        }
      }
      default -> lastWords = word.message();
    }
  }

  private void pump() {
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

  private void ping() {
    pingId = nextId();
    pingedAt = System.nanoTime();
    line.send(new Request.Ping(pingId, null));
  }

  private void keepTime() {
    while (true) {
      lock.lock();
      try {
        if (ended != null) {
          return;
        }
        if (line != null) {
          long now = System.nanoTime();
          if (now - line.heardAt() > SILENCE.toNanos()) {
            lastWords = "The server has been silent for " + SILENCE.toSeconds() + " s.";
            line.close();
          } else if (welcome && now - pingedAt > PING_EVERY.toNanos()) {
            ping();
          }
          pump();
        }
      } finally {
        lock.unlock();
      }
      try {
        Thread.sleep(250);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void end(Ending ending, String sentence) {
    if (ended == null) {
      ended = ending;
      tell(new Happening.Ended(ending, sentence));
      if (line != null) {
        line.close();
      }
      changed.signalAll();
    }
  }

  private void tell(Happening happening) {
    if (ended == null || happening instanceof Happening.Ended) {
      owner.accept(happening);
    }
  }

  private String nextId() {
    lastId++;
    return Long.toString(lastId, 36);
  }

  private String numbered(String name) {
    namesTried++;
    String base = namesTried == 1 ? name : name.substring(0, name.lastIndexOf('-'));
    String suffix = "-" + (namesTried + 1);
    int room = Limits.NAME_LENGTH - suffix.length();
    return base.substring(
            0, base.offsetByCodePoints(0, Math.min(room, base.codePointCount(0, base.length()))))
        + suffix;
  }
}
