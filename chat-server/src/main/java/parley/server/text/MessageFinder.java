package parley.server.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.server.session.Session;

/**
 * Finds the message that a person who types lines means, because they see no numbers: their own
 * last one, wherever it went, or one of the room's. Confined to the connection's reader.
 */
final class MessageFinder {
  /** One's own messages that can be corrected or taken back, one after another. */
  private static final int OWN = 50;

  /** How far back in a room a message is looked for. */
  private static final int LAST = 100;

  /** Characters of a message by which a person is told which one was found. */
  private static final int GLANCE = 40;

  private static final String NOTHING_SAID = "! There is nothing that you said here.";

  private final Session session;
  private final Deque<Long> own = new ArrayDeque<>();

  MessageFinder(Session session) {
    this.session = session;
  }

  /** Remembers what was said. */
  void note(Request request, ServerMessage reply) {
    if (request instanceof Request.Send && reply instanceof Reply.Sent ok) {
      own.addLast(ok.seq());
      if (own.size() > OWN) {
        own.removeFirst();
      }
    }
  }

  /**
   * Does it, and answers the line to say, empty for none.
   *
   * @param room the current room, null where there is none
   */
  String handle(TextInput.About about, String room) throws InterruptedException {
    try {
      return handled(about, room);
    } catch (InvalidRequest e) {
      return "! " + Printable.line(e.getMessage());
    }
  }

  private String handled(TextInput.About about, String room) throws InterruptedException {
    return switch (about) {
      case TextInput.Correct(String text) -> correct(text);
      case TextInput.TakeBack(String name) when name == null -> takeBackOwn();
      case TextInput.TakeBack(String name) -> takeBack(name, room);
      case TextInput.Report(String name, String reason) -> report(name, reason, room);
      case TextInput.React(String emoji, boolean remove, int back) ->
          react(emoji, remove, back, room);
      case TextInput.Answer(String name, String text) -> answer(name, text, room);
    };
  }

  private String correct(String text) throws InterruptedException {
    if (own.isEmpty()) {
      return NOTHING_SAID;
    }
    ServerMessage reply = session.ask(new Request.Edit("edit", own.getLast(), text, null));
    if (reply instanceof Reply.Refused refused && refused.code() == ErrorCode.NO_SUCH_MESSAGE) {
      // Somebody else took it back: the next command is about the one before.
      own.removeLast();
    }
    return answered(reply, "-- corrected");
  }

  private String takeBackOwn() throws InterruptedException {
    if (own.isEmpty()) {
      return NOTHING_SAID;
    }
    return done(new Request.Delete("delete", own.removeLast()), "-- taken back");
  }

  private String takeBack(String name, String room) throws InterruptedException {
    Optional<Event.Message> message = lastBy(name, room);
    return message.isEmpty()
        ? nothingBy(name)
        : done(
            new Request.Delete("delete", message.get().seq()),
            "-- taken back: " + glance(message.get()));
  }

  private String report(String name, String reason, String room) throws InterruptedException {
    Optional<Event.Message> message = lastBy(name, room);
    return message.isEmpty()
        ? nothingBy(name)
        : done(
            new Request.Report("report", message.get().seq(), reason),
            "-- reported: " + glance(message.get()));
  }

  private String react(String emoji, boolean remove, int back, String room)
      throws InterruptedException {
    List<Event.Message> last = last(room, _ -> true);
    if (last.size() < back) {
      return "! Nothing was said here that far back.";
    }
    Event.Message message = last.get(last.size() - back);
    return done(
        new Request.React("react", message.seq(), emoji, remove ? true : null),
        "-- " + emoji + (remove ? " taken back from " : " to ") + glance(message));
  }

  private String answer(String name, String text, String room) throws InterruptedException {
    Optional<Event.Message> message = lastBy(name, room);
    if (message.isEmpty()) {
      return nothingBy(name);
    }
    Request.Send send = new Request.Send("send", room, null, text, null, null, message.get().seq());
    ServerMessage reply = session.ask(send);
    note(send, reply);
    return answered(reply, "");
  }

  private String done(Request request, String done) throws InterruptedException {
    return answered(session.ask(request), done);
  }

  private static String answered(ServerMessage reply, String done) {
    return reply instanceof Reply.Refused refused ? "! " + Printable.line(refused.message()) : done;
  }

  private static String nothingBy(String name) {
    return "! " + Printable.line(name) + " said nothing here lately.";
  }

  private Optional<Event.Message> lastBy(String name, String room) throws InterruptedException {
    String folded = Names.fold(Names.person(name));
    List<Event.Message> theirs = last(room, m -> Names.fold(m.from()).equals(folded));
    return theirs.isEmpty() ? Optional.empty() : Optional.of(theirs.getLast());
  }

  /** The room's last messages that were not taken back, oldest first. */
  private List<Event.Message> last(String room, Predicate<Event.Message> which)
      throws InterruptedException {
    Request.History request = new Request.History("last", room, null, null, null, LAST);
    return session.ask(request) instanceof Reply.History history
        ? history.messages().stream().filter(m -> m.deleted() == null).filter(which).toList()
        : List.of();
  }

  /** The number of the newest message of a room that has a file; null where none has lately. */
  Long newestFile(String room) throws InterruptedException {
    List<Event.Message> files =
        room == null ? List.of() : last(room, message -> message.file() != null);
    return files.isEmpty() ? null : files.getLast().seq();
  }

  private static String glance(Event.Message message) {
    String text = message.text();
    boolean cut = text.codePointCount(0, text.length()) > GLANCE;
    String start = cut ? text.substring(0, text.offsetByCodePoints(0, GLANCE)) + "…" : text;
    return Printable.line(message.from() + ": " + start);
  }
}
