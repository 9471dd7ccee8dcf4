package parley.client.command;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.client.link.Link;
import parley.client.terminal.View;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * Asks the server what a person typed, and knows what is to be done with each answer. Guarded by
 * the link's lock.
 */
final class Asking {
  private final Link link;
  private final View view;

  /** What awaits the replies, by the request's id. */
  private final Map<String, Consumer<Reply>> typed = new HashMap<>();

  Asking(Link link, View view) {
    this.link = link;
    this.view = view;
  }

  /**
   * Asks, or says that there is nobody to ask.
   *
   * @param answered gets the reply where it is no refusal
   */
  void ask(Function<String, Request> request, Consumer<Reply> answered) {
    String id = link.ask(request);
    if (id == null) {
      view.warn("There is no connection just now; try again when there is.");
    } else {
      typed.put(id, answered);
    }
  }

  /** Asks what is answered with {@code ok}. */
  void askOk(Function<String, Request> request, Consumer<Reply.Ok> done) {
    ask(
        request,
        reply -> {
          if (reply instanceof Reply.Ok ok) {
            done.accept(ok);
          }
        });
  }

  /** Hands a reply on; false where its request was not typed by a person. */
  boolean answered(Request request, Reply reply) {
    Consumer<Reply> answered = typed.remove(request.id());
    if (answered == null) {
      return false;
    }
    if (reply instanceof Reply.Refused refused) {
      view.warn(sentence(refused));
    } else {
      answered.accept(reply);
    }
    return true;
  }

  /** Whether a person typed the request with this id; true once. */
  boolean typed(String id) {
    return typed.remove(id) != null;
  }

  /** What was asked on an earlier connection is not answered any more. */
  void forget() {
    typed.clear();
  }

  static String sentence(Reply.Refused refused) {
    return Printable.line(String.valueOf(refused.message()));
  }
}
