package parley.client.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import parley.client.conversation.Conversation;
import parley.client.conversation.Entry;
import parley.client.conversation.Talk;
import parley.client.terminal.Hit;
import parley.client.terminal.View;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * Older messages: the last ones, those around one, and those that are found. Guarded by the lock.
 */
final class ReadingBack {
  private static final int AROUND = 8;
  private static final int HITS = 10;
  private static final int REMEMBERED = 500;

  private final Conversation conversation;
  private final View view;
  private final Asking asking;

  /** Where the messages are that searches found last, by number. */
  private final Map<Long, Place> found =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Place> eldest) {
          return size() > REMEMBERED;
        }
      };

  private String query;

  /** The oldest that was found; to read on before it. */
  private Long oldest;

  /** A room, or the talk with a person; as requests want it, with the other one null. */
  private record Place(String room, String person) {
    static Place of(Talk talk) {
      return new Place(talk.room(), talk.person());
    }
  }

  ReadingBack(Conversation conversation, View view, Asking asking) {
    this.conversation = conversation;
    this.view = view;
    this.asking = asking;
  }

  /** The last messages, so many of them; or those around one. */
  void history(Arguments given) {
    Talk talk = conversation.current();
    String word = given.isEmpty() ? Limits.HISTORY_DEFAULT + "" : given.first();
    if (talk == null) {
      view.warn("You are in no room.");
    } else if (word.matches("[0-9]{1,4}")) {
      int limit = Math.clamp(Integer.parseInt(word), 1, Limits.HISTORY_MAX);
      ask(Place.of(talk), null, null, limit, history -> show(talk, history, "history"));
    } else if (word.startsWith("#") && Reference.isOne(word)) {
      around(Reference.number(word), talk);
    } else {
      view.warn(Help.line(Command.HISTORY));
    }
  }

  private void around(long seq, Talk here) {
    Place place = found.getOrDefault(seq, Place.of(here));
    String title = place.room() != null ? place.room() : "@" + place.person();
    Talk talk = conversation.find(title).orElse(here);
    ask(
        place,
        seq + 1,
        null,
        AROUND,
        before -> {
          if (before.messages().stream().noneMatch(message -> message.seq() == seq)) {
            view.warn("There is no message #" + seq + " in " + Printable.line(title) + ".");
            return;
          }
          show(talk, before, Printable.line(title) + ", around #" + seq);
          ask(place, null, seq, AROUND, after -> view.history(talk, entries(after)));
        });
  }

  private void ask(
      Place place, Long before, Long after, int limit, Consumer<Reply.History> answered) {
    asking.ask(
        id -> new Request.History(id, place.room(), place.person(), before, after, limit),
        reply -> {
          if (reply instanceof Reply.History history) {
            answered.accept(history);
          }
        });
  }

  private void show(Talk talk, Reply.History history, String what) {
    if (history.messages().isEmpty()) {
      view.answer("Nothing was said here.");
      return;
    }
    view.answer("━━ " + what + (history.more() ? ", there is more" : "") + " ━━");
    view.history(talk, entries(history));
  }

  private List<Entry> entries(Reply.History history) {
    return conversation.entries(history.messages());
  }

  /** The newest that are found; without a query, the next older ones of the search before. */
  void search(Arguments given) {
    if (!given.isEmpty()) {
      query = given.rest();
      oldest = null;
    } else if (query == null) {
      view.warn(Help.line(Command.SEARCH));
      return;
    }
    asking.ask(
        id -> new Request.Search(id, query, null, null, HITS, oldest),
        reply -> {
          if (reply instanceof Reply.History hits) {
            show(hits);
          }
        });
  }

  private void show(Reply.History hits) {
    String shown = Printable.line(query);
    if (hits.messages().isEmpty()) {
      view.answer(oldest == null ? "Nothing found: " + shown : "Nothing older was found: " + shown);
      return;
    }
    for (Event.Message message : hits.messages()) {
      found.put(message.seq(), place(message));
      oldest = oldest == null ? message.seq() : Math.min(oldest, message.seq());
    }
    view.answer("━━ found: " + shown + " ━━");
    view.found(hits.messages().stream().map(Hit::of).toList());
    view.answer(
        "/history #"
            + hits.messages().getLast().seq()
            + " shows what stands around it"
            + (hits.more() ? "; /search alone, the next older ones" : "")
            + ".");
  }

  private Place place(Event.Message message) {
    return message.room() != null
        ? new Place(message.room(), null)
        : new Place(null, conversation.isMine(message) ? message.to() : message.from());
  }
}
