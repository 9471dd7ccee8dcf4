package parley.server.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.log.Log;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Sight;

/** Writes a log as a server would, and searches it. */
final class Talk {
  final Log log;
  private long at = 1_767_225_600_000L; // 2026-01-01T00:00:00Z

  Talk(Log log) {
    this.log = log;
  }

  /** All that follows is said this much later. */
  void later(long millis) {
    at += millis;
  }

  long say(String room, String person, String name, String text) throws Exception {
    return append(
        new Change.Said(
            new Addressee.Room(room), new Author(person, name), Content.of(text), null));
  }

  long tell(String person, String to, String text) throws Exception {
    return append(
        new Change.Said(
            new Addressee.Person(to, to), new Author(person, person), Content.of(text), null));
  }

  long append(Change.Lasting change) throws Exception {
    long seq = log.last() + 1;
    log.append(List.of(new Entry(seq, at, change)));
    return seq;
  }

  /** Many at once. */
  void append(List<? extends Change.Lasting> changes) throws Exception {
    List<Entry> entries = new ArrayList<>();
    for (Change.Lasting change : changes) {
      entries.add(new Entry(log.last() + 1 + entries.size(), at, change));
    }
    log.append(entries);
  }

  /** Many at once. */
  void say(String room, String person, List<String> texts) throws Exception {
    append(
        texts.stream()
            .map(
                text ->
                    new Change.Said(
                        new Addressee.Room(room),
                        new Author(person, person),
                        Content.of(text),
                        null))
            .toList());
  }

  static Search.Scope in(String person, String... rooms) {
    return new Search.Scope(
        new Sight(person, true, Stream.of(rooms).map(Sight.Span::whole).toList()), Map.of());
  }

  static List<Long> find(Search search, String query, Search.Scope scope) throws Exception {
    return search.find(Query.parse(query), scope, null, 100).seqs();
  }
}
