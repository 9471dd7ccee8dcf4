package parley.server.session;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.server.decide.Act;
import parley.server.fanout.Subscriber;
import parley.server.net.Network;
import parley.server.outbox.Encoded;
import parley.server.state.Asker;
import parley.server.state.Scope;
import parley.server.stats.SteadyClock;

/**
 * What one connection asks, and who asks it. A request is paced, looked at whether it may come now,
 * and is then an act, which is decided, or a query, which is answered. Confined to the connection's
 * reader; replies to acts come on the fan-out thread.
 */
public final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  private final Subscriber subscriber;
  private final SessionParts parts;
  private final Network network;
  private final RequestPace pace;
  private final Decisions decisions;
  private final AccountDoor door;
  private final Introduction introduction;
  private final Queries queries;
  private boolean orderly;

  /** The type of the request that is handled, null before it is known; read by any thread. */
  private volatile Class<?> at;

  /**
   * @param spoke told once hello was accepted
   * @param certificate what the client's says, asked for at each hello
   */
  public Session(
      Subscriber subscriber,
      Runnable spoke,
      Supplier<ShownCertificate> certificate,
      SessionParts parts) {
    this.subscriber = subscriber;
    this.parts = parts;
    this.network = subscriber.network();
    this.pace = new RequestPace(subscriber, parts);
    this.decisions = new Decisions(parts.sequencer(), subscriber);
    this.door = new AccountDoor(subscriber, certificate, parts);
    this.introduction = new Introduction(subscriber, spoke, decisions, pace, door, parts);
    this.queries = new Queries(subscriber, decisions, parts);
  }

  /** What a request comes to. */
  private sealed interface Outcome {}

  /**
   * It needs a decision.
   *
   * @param settle told the reply before anyone else is; null where nobody is
   */
  private record Decide(Act act, Consumer<Reply> settle) implements Outcome {
    Decide(Act act) {
      this(act, null);
    }

    /** The same, with one more that is told. */
    Decide also(Consumer<Reply> told) {
      return new Decide(act, settle == null ? told : settle.andThen(told));
    }
  }

  /** It is answered. */
  private record Answer(ServerMessage reply) implements Outcome {}

  /** Its answer is given already, or it gets none. */
  private record Silence() implements Outcome {}

  private static final Silence SILENCE = new Silence();

  /** Whether the person said goodbye, so that nothing of theirs is kept for a return. */
  public boolean orderly() {
    return orderly;
  }

  /** Whether hello was said and accepted. */
  public boolean greeted() {
    return person() != null;
  }

  /** Who it is, an id; null before hello. */
  public String person() {
    return introduction.person();
  }

  /**
   * A record came, which is read as soon as its sender's rate allows.
   *
   * @return whether it is still to be read: the end of the connection may have come before
   */
  public boolean arrives(int bytes) throws InterruptedException {
    at = null;
    pace.record(bytes);
    return subscriber.endReason() == null;
  }

  /** So many bytes came that are no record, such as empty lines. */
  public void passedOver(int bytes) throws InterruptedException {
    pace.record(bytes);
  }

  /** A record was no request. */
  public void malformed() throws InterruptedException {
    pace.unnamed();
  }

  /** Gives a reply for which room was kept. */
  public void give(ServerMessage reply) throws InterruptedException {
    pace.answered(reply, subscriber.reply(reply));
  }

  /** The type of the request that is handled, {@code send}; null before it is known. Any thread. */
  public String at() {
    Class<?> type = at;
    return type == null ? null : type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** Handles a request; its reply is given as soon as it is there. */
  public void handle(Request request) throws InterruptedException {
    if (!(request instanceof Request.Pong || request instanceof Request.Bye)) {
      subscriber.outbox().reserve();
    }
    if (request instanceof Request.Hello) {
      // The welcome is the first thing a client gets; what it is owed comes after.
      subscriber.outbox().hold();
      try {
        subscriber.reply(ask(request));
      } finally {
        subscriber.outbox().release();
      }
      return;
    }
    switch (outcome(request)) {
      case Decide d -> decisions.submit(d.act(), d.settle());
      case Answer a -> give(a.reply());
      case Silence _ -> {
        // A bye has ended the outbox, a pong asked for nothing; of what came too late, nobody waits
        // for an answer.
        if (!(request instanceof Request.Pong || request instanceof Request.Bye)) {
          subscriber.outbox().reply(Encoded.reply(new byte[0]));
        }
      }
    }
  }

  /** Handles a request and waits for its reply, which it does not give: for the text mode. */
  public ServerMessage ask(Request request) throws InterruptedException {
    return switch (outcome(request)) {
      case Decide d -> {
        Reply reply = decisions.await(d.act());
        if (d.settle() != null) {
          d.settle().accept(reply);
        }
        yield reply;
      }
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
    queries.stop();
    if (!greeted()) {
      parts.fanout().remove(subscriber);
      return;
    }
    try {
      parts.sequencer().submit(new Act.Gone(subscriber.connection(), orderly), null);
    } catch (InterruptedException e) {
      LOG.warn("the server stops before this end was written down");
    }
  }

  private Outcome outcome(Request request) throws InterruptedException {
    at = request.getClass();
    RequestTerms terms = RequestTerms.of(request);
    pace.request(request, terms);
    if (subscriber.endReason() != null) {
      return SILENCE;
    }
    if (!greeted()) {
      Reply.Refused refusal =
          parts.sources().gate().beforeHello(request, terms.right(), subscriber.connection());
      if (refusal != null) {
        return new Answer(refusal);
      }
    }
    LogGrowth.Charge charge =
        parts
            .rates()
            .growth()
            .charge(
                request,
                terms,
                person(),
                network,
                parts.settings().get().limits(),
                System.nanoTime());
    if (charge.refused != null) {
      return new Answer(charge.refused);
    }
    pace.room(terms);
    Outcome outcome = admitted(request, introduction.asker());
    if (outcome instanceof Answer answer) {
      charge.settle(answer.reply());
    }
    return outcome instanceof Decide decide && charge.bytes > 0
        ? decide.also(charge::settle)
        : outcome;
  }

  /** Of a request that came at its time and is within the limits: acts mapped, queries answered. */
  private Outcome admitted(Request request, Asker.Person by) throws InterruptedException {
    return switch (request) {
      case Request.Hello r -> new Answer(introduction.hello(r));
      case Request.Bye r -> goodbye(r);

      case Request.Register r ->
          found(door.register(r, by), reply -> door.registered(reply, r.name()), r.name());
      case Request.Password r -> found(door.change(r, by), null, subscriber.name());
      case Request.Forget r -> found(door.forget(r, by), null, subscriber.name());
      case Request.Sessions r ->
          new Decide(new Act.ListSessions(r.id(), by, subscriber.connection()));
      case Request.Revoke r ->
          new Decide(
              r.token() == null
                  ? new Act.EndSession(r.id(), by, r.session())
                  : new Act.EndToken(r.id(), by, r.token()));
      case Request.Token r -> new Decide(token(r, by));
      case Request.Tokens r -> new Decide(new Act.ListTokens(r.id(), by));

      case Request.Join r -> join(r, by);
      case Request.Leave r -> new Decide(new Act.Leave(r.id(), by, r.room()));
      case Request.Send r ->
          new Decide(
              new Act.Say(
                  r.id(),
                  by,
                  r.addressee(),
                  r.content(),
                  r.nonce(),
                  Boolean.TRUE.equals(r.passing())));
      case Request.Edit r -> new Decide(new Act.Edit(r.id(), by, r.seq(), r.text(), r.nonce()));
      case Request.React r ->
          new Decide(
              new Act.React(r.id(), by, r.seq(), r.emoji(), Boolean.TRUE.equals(r.remove())));
      case Request.Report r ->
          new Decide(new Act.Report(r.id(), by, r.seq(), r.reason() == null ? "" : r.reason()));
      case Request.Delete r -> new Decide(new Act.Delete(r.id(), by, r.seq()));
      case Request.Read r -> new Decide(new Act.MarkRead(r.id(), by, r.of(), r.seq()));
      case Request.Topic r -> new Decide(new Act.SetTopic(r.id(), by, r.room(), r.text()));
      case Request.Away r ->
          new Decide(new Act.BeAway(r.id(), by, subscriber.connection(), r.text()));
      case Request.Room r -> new Decide(new Act.SetRoom(r.id(), by, r.room(), r.set(), false));
      case Request.Invite r ->
          new Decide(
              new Act.InviteIn(
                  r.id(), by, r.room(), r.person(), Boolean.TRUE.equals(r.remove()), false));
      case Request.Role r ->
          new Decide(
              new Act.GiveRoomRole(
                  r.id(),
                  by,
                  r.room(),
                  r.person(),
                  r.role(),
                  Boolean.TRUE.equals(r.instead()),
                  false));
      case Request.Bar r ->
          new Decide(
              new Act.BarFrom(
                  r.id(),
                  by,
                  r.room(),
                  r.person(),
                  r.bar(),
                  r.seconds() == null ? 0 : SteadyClock.millis() + r.seconds() * 1_000,
                  r.reason() == null ? "" : r.reason(),
                  Boolean.TRUE.equals(r.remove()),
                  false));
      case Request.Erase r ->
          new Decide(
              new Act.EraseRoom(r.id(), by, r.room(), Boolean.TRUE.equals(r.archive()), false));
      case Request.Kick r ->
          new Decide(new Act.PutOut(r.id(), by, r.room(), r.person(), r.reason()));
      case Request.Nick r -> new Decide(new Act.Rename(r.id(), by, r.name()));
      case Request.Members r -> new Decide(new Act.ListMembers(r.id(), by, r.room(), r.after()));
      case Request.Whois r -> new Decide(new Act.Whois(r.id(), by, r.name()));

      case Request.Rooms r -> new Answer(queries.rooms(r, by));
      case Request.Talks r -> new Answer(queries.talks(r, by));
      case Request.History r -> new Answer(queries.history(r, by));
      case Request.Export r -> new Answer(queries.export(r, by));
      case Request.Search r -> new Answer(queries.search(r, by));
      case Request.Upload r -> new Answer(queries.upload(r, by));
      case Request.Download r -> new Answer(queries.download(r, by));
      case Request.Transfer r -> new Answer(Queries.transfer(r));
      case Request.Stats r -> new Answer(queries.stats(r, by));
      case Request.Admin r -> new Answer(queries.admin(r, by));
      case Request.Ping r -> new Answer(new Reply.Pong(r.id(), r.data()));
      case Request.Echo r -> new Answer(queries.echo(r));
      case Request.Pong _ -> SILENCE;
    };
  }

  /**
   * @param as under which name the secret was tried
   */
  private Outcome found(AccountDoor.Found<? extends Act> found, Consumer<Reply> settle, String as) {
    return switch (found) {
      case AccountDoor.Found.Right<? extends Act>(Act act) -> new Decide(act, settle);
      case AccountDoor.Found.No<? extends Act>(Reply.Refused answer, boolean wrong) -> {
        if (wrong) {
          FailedSignIns.log(subscriber.address(), answer.code(), as);
        }
        yield new Answer(answer);
      }
    };
  }

  private static Act token(Request.Token r, Asker.Person by) {
    Scope scope = new Scope(r.rooms(), Set.copyOf(r.may()));
    String secret = Secret.freshToken();
    return new Act.MakeToken(r.id(), by, r.name(), scope, Secret.hash(secret), secret, r.seconds());
  }

  private Decide join(Request.Join r, Asker.Person by) {
    if (Boolean.FALSE.equals(r.make())) {
      return new Decide(new Act.Join(r.id(), by, r.room(), 0, true));
    }
    RoomRate.Asked asked =
        parts
            .rates()
            .newRooms()
            .ask(
                r.id(),
                by,
                r.room(),
                network,
                parts.settings().get().limits().newRoomsPerHour(),
                parts.fanout().directory(),
                System.nanoTime());
    return new Decide(asked.command(), asked.settle());
  }

  private Silence goodbye(Request.Bye r) throws InterruptedException {
    orderly = true;
    // What was asked before is answered before.
    subscriber.outbox().awaitReplies();
    if (greeted()) {
      // Who hears goodbye may come again under the same name at once.
      decisions.await(new Act.Gone(subscriber.connection(), true));
    }
    subscriber.goodbye(r.id());
    return SILENCE;
  }
}
