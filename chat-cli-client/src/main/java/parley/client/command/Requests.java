package parley.client.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.client.link.Link;
import parley.client.terminal.ConversationView;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * What was asked of the server, by a person who typed it or by this program itself, and what is to
 * be done with each answer: the one place where replies come in. Guarded by the link's lock.
 */
final class Requests {
  /** Within that time nobody reads that something failed and types a line for it. */
  private static final Duration TYPED_AHEAD = Duration.ofSeconds(1);

  /** Of those that wait for a connection. */
  private static final int WAITING = 20;

  private final Link link;
  private final ConversationView view;
  private final Runnable astray;

  /** What awaits the replies, by the request's id: each gets one, empty where the line broke. */
  private final Map<String, BiConsumer<Request, Optional<Reply>>> owed = new HashMap<>();

  /** What turns to another talk, until it is answered: whether it did. */
  private volatile CompletableFuture<Boolean> turning = CompletableFuture.completedFuture(true);

  /** What was typed while there was no connection and is asked later, in order. */
  private final List<Runnable> waiting = new ArrayList<>();

  private String turningId;
  private volatile long astraySince;

  /**
   * @param astray runs where a talk could not be turned to that a person wanted to
   */
  Requests(Link link, ConversationView view, Runnable astray) {
    this.link = link;
    this.view = view;
    this.astray = astray;
  }

  /**
   * Asks what no person typed; where there is no connection, nothing is asked and nothing said.
   *
   * @param settled gets the reply, which may be a refusal, or nothing where the line broke
   * @return the request's id, null where there is nobody to ask
   */
  String quietly(Function<String, Request> request, BiConsumer<Request, Optional<Reply>> settled) {
    String id = link.ask(request);
    if (id != null) {
      owed.put(id, settled);
    }
    return id;
  }

  /** As above, where nothing is to be done but with this answer. */
  <T extends Reply> void quietly(
      Function<String, Request> request, Class<T> type, Consumer<T> done) {
    quietly(request, (_, reply) -> reply.filter(type::isInstance).map(type::cast).ifPresent(done));
  }

  /**
   * Asks what a person typed, or says that there is nobody to ask. A refusal is shown.
   *
   * @param type what it is answered with where it is not refused
   * @return the request's id, null where there is nobody
   */
  <T extends Reply> String ask(Function<String, Request> request, Class<T> type, Consumer<T> done) {
    String id =
        quietly(
            request,
            (_, reply) -> {
              if (reply.orElse(null) instanceof Reply.Refused refused) {
                view.warn(sentence(refused));
              } else {
                reply.filter(type::isInstance).map(type::cast).ifPresent(done);
              }
            });
    if (id == null) {
      wait(request, () -> ask(request, type, done));
    }
    return id;
  }

  /** What only reads, or brings into a room, can as well be done later; all else is typed again. */
  private void wait(Function<String, Request> request, Runnable again) {
    boolean waits =
        switch (request.apply("later")) {
          case Request.Join _,
              Request.Rooms _,
              Request.Talks _,
              Request.Members _,
              Request.Whois _,
              Request.History _,
              Request.Search _,
              Request.Sessions _,
              Request.Tokens _ ->
              waiting.size() < WAITING;
          default -> false;
        };
    if (waits) {
      waiting.add(again);
      view.say("There is no connection just now; it is asked when there is.");
    } else {
      view.warn("There is no connection just now; try again when there is.");
    }
  }

  /** There is a connection: what waits for one is asked. */
  void goOn() {
    List<Runnable> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(Runnable::run);
  }

  /** As above, where nothing is left to do once it is done: its event tells of it. */
  void ask(Function<String, Request> request) {
    ask(request, Reply.class, _ -> {});
  }

  /** Asks what turns to another talk when it is done; lines that are typed meanwhile wait. */
  <T extends Reply.Ok> void turn(
      Function<String, Request> request, Class<T> type, Consumer<T> done) {
    turning = new CompletableFuture<>();
    turningId =
        ask(
            request,
            type,
            reply -> {
              done.accept(reply);
              turning.complete(true);
            });
    if (turningId == null) {
      notTurned();
    }
  }

  private void notTurned() {
    if (!turning.isDone()) {
      turning.complete(false);
      astray();
    }
  }

  /** A person wanted to turn to another talk, and there is none such. */
  void astray() {
    astraySince = System.nanoTime();
    turning.complete(false); // who waits for it already does not wait for the next one
    turning = CompletableFuture.completedFuture(false);
    astray.run();
  }

  /**
   * Waits until what was typed before has turned to another talk; without the link's lock.
   *
   * @return false where it did not, and whoever typed this line could not know that yet
   */
  boolean awaitTurn() throws InterruptedException {
    try {
      return turning.get() || System.nanoTime() - astraySince > TYPED_AHEAD.toNanos();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The reply is there. */
  void answered(Request request, Reply reply) {
    settle(request, Optional.of(reply));
  }

  /** No answer comes any more. */
  void unanswered(Request request) {
    settle(request, Optional.empty());
  }

  private void settle(Request request, Optional<Reply> reply) {
    BiConsumer<Request, Optional<Reply>> settled = owed.remove(request.id());
    if (settled != null) {
      settled.accept(request, reply);
    }
    if (request.id().equals(turningId)) {
      notTurned();
    }
  }

  /** Whether something is owed that is answered by no reply; true once. */
  boolean settled(String id) {
    return owed.remove(id) != null;
  }

  /** What was asked on an earlier connection is not answered any more. */
  void forget() {
    owed.clear();
    notTurned();
  }

  static String sentence(Reply.Refused refused) {
    return Printable.lines(String.valueOf(refused.message()));
  }
}
