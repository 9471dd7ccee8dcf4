package parley.client.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import parley.client.link.Link;
import parley.client.link.LinkEnding;
import parley.client.link.LinkEvent;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * Asks over a link and waits for the answer, over as many of its connections as that takes. Only
 * for what may be asked twice. The link's lock guards the state.
 */
public final class TransferRequests {
  private final Link link;

  /** Empty where no answer will come, so that it is asked again. */
  private final Map<String, CompletableFuture<Optional<Reply>>> asked = new HashMap<>();

  private final List<CompletableFuture<Optional<Reply>>> unasked = new ArrayList<>();
  private TransferFailure over;

  public TransferRequests(Link link) {
    this.link = link;
  }

  /** What the link tells, in its turn; after what else is asked on a new connection. */
  public void take(LinkEvent event) {
    switch (event) {
      case LinkEvent.Connected _ -> {
        unasked.forEach(answer -> answer.complete(Optional.empty()));
        unasked.clear();
      }
      case LinkEvent.Answered(Request request, Reply reply) -> settle(request, Optional.of(reply));
      case LinkEvent.Unanswered(Request request) -> settle(request, Optional.empty());
      case LinkEvent.Ended ended -> end(ended);
      default -> {}
    }
  }

  private void settle(Request request, Optional<Reply> reply) {
    CompletableFuture<Optional<Reply>> answer = asked.remove(request.id());
    if (answer != null) {
      answer.complete(reply);
    }
  }

  private void end(LinkEvent.Ended ended) {
    String why = Printable.line(ended.sentence());
    over =
        new TransferFailure(
            kind(ended.ending()), why.isEmpty() ? "The connection was closed." : why);
    asked.values().forEach(answer -> answer.completeExceptionally(over));
    unasked.forEach(answer -> answer.completeExceptionally(over));
  }

  private static TransferFailure.Kind kind(LinkEnding ending) {
    return switch (ending) {
      case CLOSED -> TransferFailure.Kind.CANCELLED;
      case REFUSED, OWNED, SIGNED_OUT, SHUT_OUT -> TransferFailure.Kind.REFUSED;
      case UNREACHABLE -> TransferFailure.Kind.UNREACHABLE;
      case DISTRUSTED -> TransferFailure.Kind.DISTRUSTED;
      case FAULT -> TransferFailure.Kind.WRONG;
    };
  }

  /**
   * Asks, and waits for the answer.
   *
   * @throws TransferFailure where the link ends before it
   */
  Reply ask(Function<String, Request> request) throws TransferFailure, InterruptedException {
    try {
      Optional<Reply> reply = Optional.empty();
      while (reply.isEmpty()) {
        CompletableFuture<Optional<Reply>> answer = new CompletableFuture<>();
        link.exclusively(() -> ask(request, answer));
        reply = answer.get();
      }
      return reply.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransferFailure failure) {
        throw new TransferFailure(failure.kind(), failure.getMessage(), failure);
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void ask(Function<String, Request> request, CompletableFuture<Optional<Reply>> answer) {
    if (over != null) {
      answer.completeExceptionally(over);
      return;
    }
    String id = link.ask(request);
    if (id == null) {
      unasked.add(answer);
    } else {
      asked.put(id, answer);
    }
  }
}
