package parley.server.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.decide.Command;
import parley.server.log.History;
import parley.server.log.Scope;
import parley.server.state.Entry;

/** Answers {@code history} from the log, cut so that the reply fits one frame. */
final class HistoryReader {
  /** What the reply needs besides its messages, in bytes. */
  private static final int ENVELOPE = 256;

  private HistoryReader() {}

  static Reply read(Services services, String person, Request.History r)
      throws InterruptedException {
    // The sequencer knows the memberships; once it answered, all that this connection asked
    // before is on disk too.
    Reply may = services.sequencer().ask(new Command.MayRead(r.id(), person, r.room(), r.with()));
    if (!(may instanceof Reply.Ok ok)) {
      return may;
    }
    Scope scope = r.with() == null ? new Scope.Room(ok.room()) : new Scope.With(ok.person().id());
    int limit = r.limit() == null ? Limits.HISTORY_DEFAULT : r.limit();
    int bytes = services.settings().get().limits().frameBytes() - ENVELOPE;
    History found = services.log().history(person, scope, r.before(), r.after(), limit, bytes);
    return fitting(r, found, bytes);
  }

  /** Keeps those nearest to where the reading began: the oldest after, the newest before. */
  private static Reply fitting(Request.History r, History found, int bytes) {
    boolean forward = r.after() != null;
    List<Entry> entries = forward ? found.entries() : found.entries().reversed();
    Deque<Event.Message> messages = new ArrayDeque<>();
    int used = 0;
    for (Entry entry : entries) {
      Event.Message message = (Event.Message) entry.event();
      used += Json.bytes(message).length + 1;
      if (used > bytes) {
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
}
