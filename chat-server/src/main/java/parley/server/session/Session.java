package parley.server.session;

import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.FileInfo;
import parley.protocol.Json;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.server.decide.Command;
import parley.server.fanout.Subscriber;
import parley.server.outbox.Encoded;
import parley.server.stats.Counter;

/**
 * What one connection asks, and who asks it. Confined to the connection's reader; replies to
 * commands come on the fan-out thread.
 */
public final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** How long a sender waits at most for a congested room, in milliseconds. */
  private static final int CONGESTION_MILLIS = 1_000;

  /** What a wrong token costs, so that guessing is slow. */
  private static final int GUESS_SECONDS = 1;

  private final Subscriber subscriber;
  private final Services services;
  private final Throttle throttle = new Throttle();
  private final Consumer<Reply> decided;
  private String person;
  private Future<?> repeatedStats;
  private boolean orderly;

  public Session(Subscriber subscriber, Services services) {
    this.subscriber = subscriber;
    this.services = services;
    this.decided =
        reply -> {
          subscriber.reply(reply);
          subscriber.undecided().answered();
        };
  }

  /** What a request comes to. */
  private sealed interface Outcome {}

  /** It needs a decision. */
  private record Decide(Command command) implements Outcome {}

  /** It is answered. */
  private record Answer(ServerMessage reply) implements Outcome {}

  /** Its answer is given already, or it gets none. */
  private record Silence() implements Outcome {}

  /** Whether the person said goodbye, so that nothing of theirs is kept for a return. */
  public boolean orderly() {
    return orderly;
  }

  /** Whether hello was said and accepted. */
  public boolean greeted() {
    return person != null;
  }

  /** Who it is, an id; null before hello. */
  public String person() {
    return person;
  }

  /** Handles a request; its reply is given as soon as it is there. */
  public void handle(Request request) throws InterruptedException {
    if (!(request instanceof Request.Pong || request instanceof Request.Bye)) {
      subscriber.outbox().reserve();
    }
    switch (outcome(request)) {
      case Decide(Command.Hello hello) -> welcome(hello);
      case Decide d -> {
        subscriber.undecided().asked();
        services.sequencer().submit(d.command(), decided);
      }
      case Answer a -> subscriber.reply(a.reply());
      case Silence _ -> {
        // A bye has ended the outbox, a pong asked for nothing.
      }
    }
  }

  /** The welcome is the first thing a client gets; what it is owed comes after. */
  private void welcome(Command.Hello hello) throws InterruptedException {
    subscriber.outbox().hold();
    try {
      subscriber.reply(greet(hello));
    } finally {
      subscriber.outbox().release();
    }
  }

  /** Handles a request and waits for its reply, which it does not give: for the text mode. */
  ServerMessage ask(Request request) throws InterruptedException {
    return switch (outcome(request)) {
      case Decide(Command.Hello hello) -> greet(hello);
      case Decide d -> decision(d.command());
      case Answer a -> a.reply();
      case Silence _ -> null;
    };
  }

  /**
   * The connection ended.
   *
   * @param orderly by a goodbye or a clean end, so that nothing is kept for a return
   */
  public void gone(boolean orderly) {
    stopStats();
    if (!greeted()) {
      services.fanout().remove(subscriber);
      return;
    }
    try {
      services.sequencer().submit(new Command.Gone(subscriber.connection(), orderly), null);
    } catch (InterruptedException e) {
      LOG.warn("the server stops before this end was written down");
    }
  }

  private void stopStats() {
    if (repeatedStats != null) {
      repeatedStats.cancel(false);
    }
  }

  private Outcome outcome(Request request) throws InterruptedException {
    boolean free =
        switch (request) {
          case Request.Ping _, Request.Pong _, Request.Echo _, Request.Bye _ -> true;
          default -> false;
        };
    if (!free) {
      slowDown();
      if (person == null && !(request instanceof Request.Hello)) {
        return new Answer(
            new Reply.Refused(request.id(), ErrorCode.HELLO_FIRST, "Say hello first.", null));
      }
    }
    return switch (request) {
      case Request.Hello r -> hello(r);
      case Request.Join r -> new Decide(new Command.Join(r.id(), person, r.room()));
      case Request.Leave r -> new Decide(new Command.Leave(r.id(), person, r.room()));
      case Request.Send r -> {
        awaitRoom(r.room());
        yield new Decide(
            new Command.Say(
                r.id(), person, r.room(), r.to(), r.text(), r.kind(), r.nonce(), r.replyTo()));
      }
      case Request.Edit r -> {
        awaitRoom(services.log().roomOf(r.seq()));
        yield new Decide(new Command.Edit(r.id(), person, r.seq(), r.text(), r.nonce()));
      }
      case Request.React r -> {
        awaitRoom(services.log().roomOf(r.seq()));
        boolean remove = Boolean.TRUE.equals(r.remove());
        yield new Decide(new Command.React(r.id(), person, r.seq(), r.emoji(), remove));
      }
      case Request.Delete r -> new Decide(new Command.Delete(r.id(), person, r.seq(), null));
      case Request.Read r ->
          new Decide(new Command.MarkRead(r.id(), person, r.room(), r.with(), r.seq()));
      case Request.Upload r -> new Answer(upload(r));
      case Request.Download r -> new Answer(download(r));
      case Request.Transfer r ->
          new Answer(
              new Reply.Refused(
                  r.id(),
                  ErrorCode.BAD_REQUEST,
                  "A transfer is the first request of a connection of its own.",
                  null));
      case Request.Topic r -> new Decide(new Command.SetTopic(r.id(), person, r.room(), r.text()));
      case Request.Nick r -> new Decide(new Command.Rename(r.id(), person, r.name()));
      case Request.Rooms r ->
          new Answer(
              Unread.in(
                  services,
                  person,
                  services.sequencer().ask(new Command.ListRooms(r.id(), person, r.after()))));
      case Request.Members r -> new Decide(new Command.ListMembers(r.id(), r.room(), r.after()));
      case Request.Whois r -> new Decide(new Command.Whois(r.id(), person, r.name()));
      case Request.History r -> new Answer(HistoryReader.read(services, subscriber, person, r));
      case Request.Search r -> new Answer(SearchReader.read(services, subscriber, person, r));
      case Request.Stats r -> stats(r);
      case Request.Admin r -> new Answer(admin(r));
      case Request.Ping r -> new Answer(new Reply.Pong(r.id(), r.data()));
      case Request.Echo r -> new Answer(echo(r));
      case Request.Pong _ -> new Silence();
      case Request.Bye r -> {
        orderly = true;
        // What was asked before is answered before.
        subscriber.outbox().awaitReplies();
        subscriber.goodbye(r.id());
        yield new Silence();
      }
    };
  }

  /** First the right to say it, and whether that was done before; then the room for the file. */
  private Reply upload(Request.Upload r) throws InterruptedException {
    FileInfo file = new FileInfo(r.name(), r.size(), r.sha256());
    String text = r.text() == null ? r.name() : r.text();
    Command.Say say =
        new Command.Say(
            r.id(), person, r.room(), r.to(), text, null, r.nonce(), null, file, null, null);
    Reply may = decision(new Command.Offer(say));
    return may instanceof Reply.Ok ok && ok.seq() == null ? services.transfers().offer(say) : may;
  }

  private Reply download(Request.Download r) throws InterruptedException {
    Reply may = decision(new Command.Fetch(r.id(), person, r.seq()));
    return may instanceof Reply.Ok ok
        ? services.transfers().fetch(r.id(), person, r.seq(), ok.file())
        : may;
  }

  /** Asks the sequencer, and waits for what it decides. */
  private Reply decision(Command command) throws InterruptedException {
    subscriber.undecided().asked();
    try {
      return services.sequencer().ask(command);
    } finally {
      subscriber.undecided().answered();
    }
  }

  /** Takes requests no faster than the limit allows: nothing is refused, it is only read later. */
  private void slowDown() throws InterruptedException {
    long wait =
        throttle.take(services.settings().get().limits().messagesPerSecond(), System.nanoTime());
    if (wait > 0) {
      services.stats().count(Counter.THROTTLED);
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  /** Those who fill a room faster than its members take it in are read more slowly. */
  private void awaitRoom(String room) throws InterruptedException {
    for (int waited = 0;
        room != null && waited < CONGESTION_MILLIS && services.fanout().congested(room);
        waited++) {
      Thread.sleep(1);
    }
  }

  private Outcome hello(Request.Hello r) throws InterruptedException {
    if (r.session() == null && !greeted()) {
      long wait =
          services
              .newcomers()
              .take(subscriber.address(), services.settings().get().limits(), System.nanoTime());
      if (wait > 0) {
        int seconds = Math.toIntExact(TimeUnit.NANOSECONDS.toSeconds(wait)) + 1;
        return new Answer(
            new Reply.Refused(
                r.id(),
                ErrorCode.RATE_LIMITED,
                "Too many people come for the first time just now. Try again in " + seconds + " s.",
                seconds));
      }
    }
    boolean operator = r.token() != null && services.operatorToken().test(r.token());
    if (r.token() != null && !operator) {
      TimeUnit.SECONDS.sleep(GUESS_SECONDS);
      return new Answer(
          new Reply.Refused(
              r.id(), ErrorCode.BAD_TOKEN, "That is not the operator's token.", null));
    }
    Long cursor = services.log().id().equals(r.log()) ? r.since() : null;
    String fresh = Secret.fresh();
    return new Decide(
        new Command.Hello(
            r.id(),
            subscriber.connection(),
            r.name(),
            r.session() == null ? null : Secret.hash(r.session()),
            r.session(),
            Secret.hash(fresh),
            fresh,
            subscriber.address(),
            operator,
            cursor));
  }

  private Reply greet(Command.Hello hello) throws InterruptedException {
    Reply reply = decision(hello);
    switch (reply) {
      case Reply.Welcome welcome -> {
        person = welcome.id();
        MDC.put("name", welcome.name());
        LOG.info(
            "{} ({}) is here by {}{} from {}",
            welcome.name(),
            welcome.id(),
            subscriber.mode(),
            subscriber.tls() == null ? "" : " over " + subscriber.tls(),
            subscriber.address());
        return Unread.in(services, person, welcome);
      }
      case Reply.Refused refused ->
          LOG.info("hello as {} was refused: {}", hello.name(), refused.code().wire());
      default -> throw new IllegalStateException("hello is answered by welcome or error");
    }
    return reply;
  }

  private Outcome stats(Request.Stats r) {
    if (r.every() != null) {
      stopStats();
    }
    if (r.every() != null && r.every() > 0) {
      repeatedStats =
          services
              .timer()
              .scheduleAtFixedRate(
                  () ->
                      subscriber
                          .outbox()
                          .offerPassing(
                              Encoded.event(subscriber.outbox().wire().encode(figures(r)))),
                  r.every(),
                  r.every(),
                  TimeUnit.SECONDS);
    }
    return new Answer(figures(r));
  }

  private Event.Stats figures(Request.Stats r) {
    Map<String, Object> figures = services.figures().get();
    return new Event.Stats(r.id(), figures);
  }

  private Reply echo(Request.Echo r) {
    return fitting(new Reply.Echo(r.id(), r.fields()), "The echo");
  }

  /** A reply of somebody's own length, or a refusal where it fits no frame. */
  private Reply fitting(Reply reply, String what) {
    int limit = services.settings().get().limits().frameBytes();
    return Json.bytes(reply).length <= limit
        ? reply
        : new Reply.Refused(
            reply.re(),
            ErrorCode.LIMIT_REACHED,
            what + " would not fit a frame of " + limit + " bytes.",
            null);
  }

  private Reply admin(Request.Admin r) throws InterruptedException {
    Reply who = decision(new Command.Whois(null, person, subscriber.name()));
    boolean operator =
        who instanceof Reply.Ok ok
            && ok.person().id().equals(person)
            && Boolean.TRUE.equals(ok.person().operator());
    AdminLine.Answer answer =
        services
            .admin()
            .run(
                r.line(),
                new AdminLine.Caller(subscriber.connection(), person, subscriber.name(), operator));
    return answer.ok()
        ? fitting(Reply.Ok.text(r.id(), answer.text()), "The answer")
        : new Reply.Refused(
            r.id(), operator ? ErrorCode.BAD_COMMAND : ErrorCode.FORBIDDEN, answer.text(), null);
  }
}
