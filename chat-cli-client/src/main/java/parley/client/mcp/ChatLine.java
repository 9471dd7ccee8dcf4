package parley.client.mcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import parley.client.link.Link;
import parley.client.link.LinkEvent;
import parley.client.link.PendingMessage;
import parley.client.link.SavedSession;
import parley.protocol.Addressee;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.InvalidRequest;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * The one connection to the chat, which is kept and made again, and what is asked over it. The
 * link's lock guards the state; who waits does so without it.
 */
public final class ChatLine {
  /** For how long a tool waits for an answer of the server. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int ROOMS = 100;

  private final Heard heard = new Heard();

  /** Empty where no answer will come, so that it is asked again. */
  private final Map<String, CompletableFuture<Optional<Reply>>> asked = new HashMap<>();

  private final List<CompletableFuture<Optional<Reply>>> unasked = new ArrayList<>();

  /** By nonce. */
  private final Map<String, CompletableFuture<Reply>> said = new HashMap<>();

  /** Rooms that this program came into by itself, and comes into again. */
  private final Set<String> entered = new LinkedHashSet<>();

  private Link link;

  /** Why there is no connection just now. */
  private String trouble = "it did not answer yet";

  private boolean connected;

  /** Why there will be none; null while there may be. */
  private String over;

  /** To be called before the link starts. */
  public void over(Link its) {
    link = its;
  }

  Heard heard() {
    return heard;
  }

  /** Who this program is; null while that is not known. */
  SavedSession me() {
    return link.place();
  }

  /** What the link tells, in its turn. */
  public void happened(LinkEvent event) {
    switch (event) {
      case LinkEvent.Connected connected -> connected(connected);
      case LinkEvent.Answered(Request request, Reply reply) -> settle(request, Optional.of(reply));
      case LinkEvent.Unanswered(Request request) -> settle(request, Optional.empty());
      case LinkEvent.Acknowledged(PendingMessage message, Reply.Sent ok) -> {
        heard.said(ok.seq());
        answer(message, ok);
      }
      case LinkEvent.NotSent(PendingMessage message, Reply.Refused no) -> answer(message, no);
      case LinkEvent.Told(Event.Message message) ->
          heard.told(message, link.place().name(), link.place().id());
      case LinkEvent.Told(Event.Gap _) -> heard.lose();
      case LinkEvent.Lost(String why, _) -> {
        connected = false;
        trouble = Printable.line(why);
      }
      case LinkEvent.Ended ended -> end(Printable.line(ended.sentence()));
      default -> {}
    }
  }

  private void connected(LinkEvent.Connected connected) {
    this.connected = true;
    if (connected.otherLog()) {
      heard.beginAnew();
    } else if (connected.again() && !connected.resumed()) {
      heard.lose();
    }
    for (PendingMessage unsure : link.discardUnsure()) {
      fail(
          said.remove(unsure.nonce()),
          "The place at the server was lost before it was confirmed: it may or may not have"
              + " arrived. Look into the history before you send it again.");
    }
    if (!connected.resumed()) {
      entered.forEach(room -> link.ask(id -> Request.Join.existing(id, room)));
    }
    unasked.forEach(answer -> answer.complete(Optional.empty()));
    unasked.clear();
  }

  private void settle(Request request, Optional<Reply> reply) {
    CompletableFuture<Optional<Reply>> answer = asked.remove(request.id());
    if (answer != null) {
      answer.complete(reply);
    }
  }

  private void answer(PendingMessage message, Reply reply) {
    CompletableFuture<Reply> waits = said.remove(message.nonce());
    if (waits != null) {
      waits.complete(reply);
    }
  }

  private void end(String sentence) {
    over =
        (sentence.isEmpty() ? "The connection was closed." : sentence)
            + " This program has to be started again, perhaps with another token or server.";
    asked.values().forEach(answer -> fail(answer, over));
    unasked.forEach(answer -> fail(answer, over));
    said.values().forEach(answer -> fail(answer, over));
  }

  /**
   * Why nothing is heard just now; null where there is a connection.
   *
   * @throws ToolFailure where there will be none any more
   */
  String trouble() throws ToolFailure {
    String[] why = new String[2];
    link.exclusively(
        () -> {
          why[0] = over;
          why[1] = connected ? null : trouble;
        });
    if (why[0] != null) {
      throw new ToolFailure(why[0]);
    }
    return why[1];
  }

  private static void fail(CompletableFuture<?> waits, String sentence) {
    if (waits != null) {
      waits.completeExceptionally(new ToolFailure(sentence));
    }
  }

  /**
   * Asks something that may be asked twice, and waits for the answer, over one line or the next.
   */
  Reply ask(Function<String, Request> request) throws ToolFailure, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<Reply> reply = Optional.empty();
    while (reply.isEmpty()) {
      CompletableFuture<Optional<Reply>> answer = new CompletableFuture<>();
      link.exclusively(() -> ask(request, answer));
      reply = await(answer, end, "It was not done");
    }
    return reply.get();
  }

  private void ask(Function<String, Request> request, CompletableFuture<Optional<Reply>> answer) {
    if (over != null) {
      fail(answer, over);
      return;
    }
    String id = link.ask(request);
    if (id == null) {
      unasked.add(answer);
    } else {
      asked.put(id, answer);
    }
  }

  /** The answer that was looked for; else why there is another one. */
  <T extends Reply> T ask(Class<T> type, Function<String, Request> request)
      throws ToolFailure, InterruptedException {
    return expect(type, ask(request));
  }

  static <T extends Reply> T expect(Class<T> type, Reply reply) throws ToolFailure {
    if (type.isInstance(reply)) {
      return type.cast(reply);
    }
    throw new ToolFailure(
        reply instanceof Reply.Refused no
            ? Printable.line(no.message())
                + (no.code() == ErrorCode.FORBIDDEN
                    ? " The tool rooms lists what you may see."
                    : "")
            : "The server answered with something else.");
  }

  /** Comes into a room that must be there. */
  void enter(String room) throws ToolFailure, InterruptedException {
    ask(Reply.Joined.class, id -> Request.Join.existing(id, room));
    link.exclusively(
        () -> {
          if (entered.size() < ROOMS) {
            entered.add(room);
          }
        });
  }

  /** Says something, and waits until the server has it on its disk. */
  Reply.Sent say(Addressee to, String text, Request.Kind kind, Long replyTo)
      throws ToolFailure, InterruptedException {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    try {
      link.exclusively(
          () -> {
            if (over != null) {
              fail(answer, over);
              return;
            }
            PendingMessage message =
                link.say(
                    to.room(),
                    to.person(),
                    to.personId(),
                    text,
                    kind,
                    replyTo,
                    to.isPerson() ? null : true);
            said.put(message.nonce(), answer);
          });
    } catch (InvalidRequest e) {
      throw new ToolFailure(e.getMessage());
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    return expect(
        Reply.Sent.class,
        await(answer, end, "It is not confirmed, and goes out by itself: do not send it again"));
  }

  private <T> T await(CompletableFuture<T> answer, long end, String state)
      throws ToolFailure, InterruptedException {
    try {
      return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      String[] why = new String[1];
      link.exclusively(() -> why[0] = trouble);
      throw new ToolFailure(
          state
              + ". There is no answer from the chat server ("
              + why[0]
              + "); it is tried again all the time.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ToolFailure failure) {
        throw new ToolFailure(failure.getMessage());
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
