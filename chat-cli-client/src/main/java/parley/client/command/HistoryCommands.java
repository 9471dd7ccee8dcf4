package parley.client.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.client.terminal.ConversationView;
import parley.client.terminal.FoundMessage;
import parley.protocol.Addressee;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * Older messages: the last ones, those around one, and those that are found. Guarded by the lock.
 */
final class HistoryCommands {
  private static final int AROUND = 8;
  private static final int HITS = 10;
  private static final int REMEMBERED = 500;

  private final ChatParts chat;

  /** Where the messages are that searches found last, by number. */
  private final Map<Long, Addressee> found =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Addressee> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Messages that are read on at a time. */
  private static final int PAGE = 100;

  private boolean readingOn;
  private String query;

  /** The oldest that was found; to read on before it. */
  private Long oldest;

  HistoryCommands(ChatParts chat) {
    this.chat = chat;
  }

  /** The last messages, so many of them; or those around one. */
  void history(Arguments given) {
    Talk talk = chat.conversation().current();
    String word = given.isEmpty() ? Limits.HISTORY_DEFAULT + "" : given.first();
    if (talk == null) {
      chat.view().warn("You are in no room.");
    } else if (word.matches("[0-9]{1,4}")) {
      int limit = Math.clamp(Integer.parseInt(word), 1, Limits.HISTORY_MAX);
      ask(talk.addressee(), null, null, limit, history -> show(talk, history, "history"));
    } else if (word.startsWith("#") && MessageReference.isOne(word)) {
      around(MessageReference.number(word), talk);
    } else {
      chat.view().warn(Help.line(Command.HISTORY));
    }
  }

  /** Reads on where somebody reads; one page at a time is on its way. */
  void readOn() {
    if (readingOn) {
      return;
    }
    chat.view().wanted().ifPresent(this::readOn);
  }

  private void readOn(ConversationView.Wanted wanted) {
    Addressee place = wanted.talk().addressee();
    Long before = wanted.before() == 0 ? null : wanted.before();
    String asked =
        chat.requests()
            .quietly(
                id ->
                    new Request.History(
                        id, place.room(), place.person(), before, null, PAGE, place.personId()),
                (_, reply) -> {
                  readingOn = false;
                  switch (reply.orElse(null)) {
                    case Reply.History page ->
                        chat.view().older(wanted, entries(page), page.more());
                    case null -> {}
                    default -> chat.view().older(wanted, List.of(), false);
                  }
                });
    readingOn = asked != null;
  }

  /** Goes to where a message was said. */
  void goTo(long seq) {
    Talk here = chat.conversation().current();
    if (here != null) {
      around(seq, here);
    }
  }

  private void around(long seq, Talk here) {
    Addressee place = found.getOrDefault(seq, here.addressee());
    ask(
        place,
        seq + 1,
        null,
        AROUND,
        before -> {
          if (before.messages().stream().noneMatch(message -> message.seq() == seq)) {
            String title = Printable.line(place.title());
            chat.view().warn("There is no message #" + seq + " in " + title + ".");
            return;
          }
          ask(place, null, seq, AROUND, after -> show(place, seq, before, after));
        });
  }

  /** Where it was said if that is an open talk, or else here. */
  private void show(Addressee place, long seq, Reply.History before, Reply.History after) {
    List<Event.Message> all =
        Stream.concat(before.messages().stream(), after.messages().stream()).toList();
    Optional<Talk> talk = chat.conversation().find(place);
    if (talk.isEmpty()) {
      chat.view().answer("━━ " + Printable.line(place.title()) + ", around #" + seq + " ━━");
      chat.view().found(all.stream().map(FoundMessage::of).toList(), false);
      return;
    }
    if (talk.get() != chat.conversation().current()) {
      chat.openTalks().turnTo(talk.get());
    }
    chat.view().goTo(talk.get(), seq, chat.conversation().entries(all));
  }

  private void ask(
      Addressee place, Long before, Long after, int limit, Consumer<Reply.History> answered) {
    chat.requests()
        .ask(
            id ->
                new Request.History(
                    id, place.room(), place.person(), before, after, limit, place.personId()),
            Reply.History.class,
            answered);
  }

  private void show(Talk talk, Reply.History history, String what) {
    if (history.messages().isEmpty()) {
      chat.view().answer("Nothing was said here.");
      return;
    }
    chat.view().answer("━━ " + what + (history.more() ? ", there is more" : "") + " ━━");
    chat.view().history(talk, entries(history));
  }

  private List<TalkEntry> entries(Reply.History history) {
    return chat.conversation().entries(history.messages());
  }

  /** The newest that are found; without a query, the next older ones of the search before. */
  void search(Arguments given) {
    if (!given.isEmpty()) {
      query = given.rest();
      oldest = null;
    } else if (query == null) {
      chat.view().warn(Help.line(Command.SEARCH));
      return;
    }
    String asked = query;
    Long before = oldest;
    chat.requests()
        .ask(
            id -> new Request.Search(id, asked, null, null, HITS, before),
            Reply.History.class,
            hits -> show(asked, before, hits));
  }

  /**
   * @param asked what was searched for; another search may have been begun since
   * @param before as it was then
   */
  private void show(String asked, Long before, Reply.History hits) {
    String shown = Printable.line(asked);
    if (hits.note() != null && before == null) {
      chat.view().answer(Printable.line(hits.note()));
    }
    if (hits.messages().isEmpty()) {
      chat.view()
          .answer(before == null ? "Nothing found: " + shown : "Nothing older was found: " + shown);
      return;
    }
    for (Event.Message message : hits.messages()) {
      found.put(message.seq(), place(message));
      if (asked.equals(query)) {
        oldest = oldest == null ? message.seq() : Math.min(oldest, message.seq());
      }
    }
    chat.view().answer("━━ found: " + shown + " ━━");
    chat.view().found(hits.messages().stream().map(FoundMessage::of).toList(), hits.more());
  }

  private Addressee place(Event.Message message) {
    boolean mine = chat.conversation().isMine(message);
    return Addressee.ofFields(
        message.room(),
        message.room() != null ? null : mine ? message.to() : message.from(),
        message.room() != null ? null : mine ? message.toId() : message.fromId());
  }
}
