package parley.server.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.InvalidRequest;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.Snippet;
import parley.server.fanout.Roster;
import parley.server.fanout.Subscriber;
import parley.server.net.Network;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.search.Query;
import parley.server.search.Search;
import parley.server.search.Snippets;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Sight;

/** Answers {@code search}: the index tells which messages, the log what they say now. */
final class SearchReader {
  /** What the reply needs besides its messages, in bytes. */
  private static final int ENVELOPE = 256;

  /** Messages that are read from the log at a time: so few that they are about a frame. */
  private static final int AT_ONCE = 25;

  private SearchReader() {}

  /**
   * As {@link HistoryReader#read}: of what is on disk, whatever a disk keeps others waiting for.
   */
  static Reply read(Sources sources, Subscriber subscriber, Asker.Person asker, Request.Search r)
      throws InterruptedException {
    if (sources.search().isEmpty()) {
      return new Reply.Refused(
          r.id(), ErrorCode.FORBIDDEN, "Searching is switched off on this server.", null);
    }
    Query query;
    try {
      query = r.from() == null ? Query.parse(r.query()) : Query.parse(r.query()).by(r.from());
    } catch (InvalidRequest e) {
      return new Reply.Refused(r.id(), e.code(), e.getMessage(), null);
    }
    List<String> rooms = r.room() == null ? query.rooms() : List.of(r.room());
    subscriber.undecided().awaitNone();
    Roster roster = sources.roster();
    for (String room : rooms) {
      Reply.Refused refusal = sources.gate().refusal(r.id(), asker, Right.READ, On.room(room));
      if (refusal != null) {
        return refusal;
      }
    }
    String person = asker.id();
    List<String> searched = rooms.isEmpty() ? roster.roomsOf(person) : rooms;
    List<String> folded = searched.stream().map(Names::fold).toList();
    Sight sight = Rights.sight(roster, asker, folded, rooms.isEmpty());
    Search.Scope scope = new Search.Scope(sight, people(roster, query));
    int limit = r.limit() == null ? Limits.HISTORY_DEFAULT : r.limit();
    try {
      Search.Result found =
          sources.search().get().find(subscriber.network(), query, scope, r.before(), limit);
      return reply(sources, subscriber.network(), r, query, sight, found);
    } catch (Search.Unavailable e) {
      return new Reply.Refused(r.id(), ErrorCode.LIMIT_REACHED, e.getMessage(), e.retryAfter());
    }
  }

  /** Who has which of the names now. */
  private static Map<String, String> people(Roster roster, Query query) {
    Map<String, String> people = new HashMap<>();
    for (List<String> names : List.of(query.from(), query.notFrom())) {
      for (String name : names) {
        String id = roster.named(name);
        if (id != null) {
          people.put(name, id);
        }
      }
    }
    return people;
  }

  private static Reply reply(
      Sources sources,
      Network from,
      Request.Search r,
      Query query,
      Sight sight,
      Search.Result found)
      throws InterruptedException {
    String held = sources.search().get().note();
    String note =
        held == null ? query.note() : query.note() == null ? held : query.note() + " " + held;
    // A quotation mark or a backslash is two bytes in JSON.
    int noted = note == null ? 0 : 2 * note.getBytes(StandardCharsets.UTF_8).length;
    int bytes = sources.settings().get().limits().frameBytes() - ENVELOPE - noted;
    Deque<Event.Message> messages = new ArrayDeque<>();
    int used = 0;
    List<Long> seqs = found.seqs();
    for (int at = 0; at < seqs.size(); at += AT_ONCE) {
      List<Long> some = seqs.subList(at, Math.min(seqs.size(), at + AT_ONCE));
      for (Entry entry : sources.log().messages(from, some)) {
        Event.Message message = message(entry, sight, query);
        if (message == null) {
          continue;
        }
        used += Json.bytes(message).length + 1;
        if (used > bytes && !messages.isEmpty()) {
          return new Reply.History(r.id(), List.copyOf(messages), true, note);
        }
        messages.addFirst(used > bytes ? message.bare(HistoryReader.TOO_LARGE) : message);
      }
    }
    return new Reply.History(r.id(), List.copyOf(messages), found.more(), note);
  }

  /** Null where it is not what was looked for: the index may be a moment behind. */
  private static Event.Message message(Entry entry, Sight sight, Query query) {
    // What may be read is looked at once more, whatever the index says.
    if (!(entry.change() instanceof Change.Said said)
        || !sight.holds(said.audience(), entry.seq())) {
      return null;
    }
    Snippet snippet = Snippets.of(Snippets.searched(said), query);
    return snippet == null ? null : ((Event.Message) entry.event()).with(snippet);
  }
}
