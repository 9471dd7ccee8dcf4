package parley.server.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Reaction;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.decide.Command;
import parley.server.fanout.Directory;
import parley.server.fanout.Subscriber;
import parley.server.log.History;
import parley.server.log.Scope;
import parley.server.state.Entry;

/** Answers {@code history} from the log, cut so that the reply fits one frame. */
final class HistoryReader {
  /** What the reply needs besides its messages, in bytes. */
  private static final int ENVELOPE = 256;

  /** JSON values and names of one reply; a reader's limit is 20,000 (docs/protocol.md). */
  private static final int TOKENS = 18_000;

  /** Those of a message but for its lists, at most: a brace, a name and a value for each field. */
  private static final int MESSAGE_TOKENS = 32;

  /** A name, and an object of three fields. */
  private static final int FILE_TOKENS = 9;

  private HistoryReader() {}

  /**
   * Reads what is on disk, without asking the sequencer: a disk that stalls under what others write
   * holds nobody up who reads. What this connection itself asked before is waited for.
   */
  static Reply read(Services services, Subscriber subscriber, String person, Request.History r)
      throws InterruptedException {
    subscriber.undecided().awaitNone();
    Scope scope = scope(services.fanout().directory(), person, r);
    if (scope == null) {
      Reply may = services.sequencer().ask(new Command.MayRead(r.id(), person, r.room(), r.with()));
      if (!(may instanceof Reply.Ok ok)) {
        return may;
      }
      scope = r.with() == null ? new Scope.Room(ok.room()) : new Scope.With(ok.person().id());
    }
    int limit = r.limit() == null ? Limits.HISTORY_DEFAULT : r.limit();
    int bytes = services.settings().get().limits().frameBytes() - ENVELOPE;
    History found = services.log().history(person, scope, r.before(), r.after(), limit, bytes);
    return fitting(r, found, bytes);
  }

  /** What may be read, as far as it is known without the sequencer; null where it is not. */
  private static Scope scope(Directory directory, String person, Request.History r) {
    if (r.with() == null) {
      return directory.isMember(person, r.room()) ? new Scope.Room(r.room()) : null;
    }
    String other = directory.named(r.with());
    return other == null ? null : new Scope.With(other);
  }

  /** Keeps those nearest to where the reading began: the oldest after, the newest before. */
  private static Reply fitting(Request.History r, History found, int bytes) {
    boolean forward = r.after() != null;
    List<Entry> entries = forward ? found.entries() : found.entries().reversed();
    Deque<Event.Message> messages = new ArrayDeque<>();
    int used = 0;
    int tokens = 0;
    for (Entry entry : entries) {
      Event.Message message = (Event.Message) entry.event();
      used += Json.bytes(message).length + 1;
      tokens += tokens(message);
      if (used > bytes || tokens > TOKENS) {
        return new Reply.History(r.id(), List.copyOf(messages), true);
      }
      if (forward) {
        messages.addLast(message);
      } else {
        messages.addFirst(message);
      }
    }
    return new Reply.History(r.id(), List.copyOf(messages), found.more());
  }

  private static int tokens(Event.Message message) {
    int tokens = MESSAGE_TOKENS + (message.file() == null ? 0 : FILE_TOKENS);
    if (message.reactions() != null) {
      for (Reaction reaction : message.reactions()) {
        tokens += 9 + reaction.names().size();
      }
    }
    if (message.snippet() != null) {
      tokens += 8 + 4 * message.snippet().hits().size();
    }
    return tokens;
  }
}
