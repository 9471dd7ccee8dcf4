package parley.server.session;

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
import parley.protocol.RoomInfo;
import parley.protocol.Snippet;
import parley.server.decide.Command;
import parley.server.fanout.Directory;
import parley.server.fanout.Subscriber;
import parley.server.search.Query;
import parley.server.search.Search;
import parley.server.search.Snippets;
import parley.server.state.Change;
import parley.server.state.Entry;

/** Answers {@code search}: the index tells which messages, the log what they say now. */
final class SearchReader {
  /** What the reply needs besides its messages, in bytes. */
  private static final int ENVELOPE = 256;

  private SearchReader() {}

  /**
   * As {@link HistoryReader#read}: of what is on disk, whatever a disk keeps others waiting for.
   */
  static Reply read(Services services, Subscriber subscriber, String person, Request.Search r)
      throws InterruptedException {
    if (services.search().isEmpty()) {
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
    Directory directory = services.fanout().directory();
    List<String> searched = rooms.isEmpty() ? directory.roomsOf(person) : rooms;
    if (!rooms.stream().allMatch(room -> directory.isMember(person, room))) {
      // The sequencer knows what was decided since.
      Reply may = services.sequencer().ask(new Command.MaySearch(r.id(), person, rooms));
      if (!(may instanceof Reply.Ok ok)) {
        return may;
      }
      searched = ok.rooms().stream().map(RoomInfo::room).toList();
    }
    Search.Scope scope =
        new Search.Scope(
            person,
            searched.stream().map(Names::fold).toList(),
            rooms.isEmpty(),
            people(directory, query));
    int limit = r.limit() == null ? Limits.HISTORY_DEFAULT : r.limit();
    try {
      Search.Result found = services.search().get().find(query, scope, r.before(), limit);
      return reply(services, r, query, scope, found);
    } catch (Search.Unavailable e) {
      return new Reply.Refused(r.id(), ErrorCode.LIMIT_REACHED, e.getMessage(), e.retryAfter());
    }
  }

  /** Who has which of the names now. */
  private static Map<String, String> people(Directory directory, Query query) {
    Map<String, String> people = new HashMap<>();
    for (List<String> names : List.of(query.from(), query.notFrom())) {
      for (String name : names) {
        String id = directory.named(name);
        if (id != null) {
          people.put(name, id);
        }
      }
    }
    return people;
  }

  private static Reply reply(
      Services services, Request.Search r, Query query, Search.Scope scope, Search.Result found)
      throws InterruptedException {
    int bytes = services.settings().get().limits().frameBytes() - ENVELOPE;
    boolean more = found.more();
    Deque<Event.Message> messages = new ArrayDeque<>();
    int used = 0;
    for (Entry entry : services.log().messages(found.seqs())) {
      // The index may be a moment behind: a message may be another one by now.
      if (!(entry.change() instanceof Change.Said said) || !isIn(scope, said)) {
        continue;
      }
      Snippet snippet = Snippets.of(Snippets.searched(said), query);
      if (snippet == null) {
        continue;
      }
      Event.Message message = ((Event.Message) entry.event()).with(snippet);
      used += Json.bytes(message).length + 1;
      if (used > bytes) {
        more = true;
        break;
      }
      messages.addFirst(message);
    }
    return new Reply.History(r.id(), List.copyOf(messages), more);
  }

  /** The right once more, whatever the index says. */
  private static boolean isIn(Search.Scope scope, Change.Said said) {
    return said.room() != null
        ? scope.rooms().contains(Names.fold(said.room()))
        : scope.direct()
            && (scope.person().equals(said.person()) || scope.person().equals(said.to()));
  }
}
