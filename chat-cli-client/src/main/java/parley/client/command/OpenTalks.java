package parley.client.command;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.client.conversation.Conversation;
import parley.client.conversation.Emoji;
import parley.client.conversation.News;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.client.terminal.Completion;
import parley.client.terminal.ConversationView;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.RoomInfo;
import parley.protocol.TalkInfo;

/**
 * The talks that a person has before them: turned to, shown, closed, and what of them can be
 * completed. Guarded by the link's lock.
 */
final class OpenTalks {
  /** Read lines repeated for context on turning to a talk. */
  private static final int CONTEXT = 10;

  /** Entries of which the messages can be completed. */
  private static final int RECENT = 60;

  private final Conversation conversation;
  private final ConversationView view;
  private final Completion completion;

  private boolean stale = true;

  /** The rooms that the server has told of. */
  private List<String> rooms = List.of();

  /** The people that the server has told of as those one talks with. */
  private List<String> partners = List.of();

  OpenTalks(Conversation conversation, ConversationView view, Completion completion) {
    this.conversation = conversation;
    this.view = view;
    this.completion = completion;
  }

  void turnTo(Talk talk) {
    if (talk != conversation.current()) {
      view.turnTo(talk, conversation.turnTo(talk, CONTEXT));
      learn();
    }
  }

  void show(List<News> news) {
    view.show(news, conversation.current());
  }

  /** Ends a talk because its person wants that. */
  void close(Talk talk) {
    boolean turned = talk == conversation.current();
    conversation.close(talk);
    if (turned) {
      turnOn();
    }
  }

  /**
   * The talk that was turned to is left by its person: a room is turned to, where there is another
   * one. Never a person: the next line would be for them alone, by chance.
   */
  void turnOn() {
    conversation.talks().stream()
        .filter(talk -> !talk.direct())
        .findFirst()
        .ifPresentOrElse(this::turnTo, this::turnAway);
  }

  /** No talk is turned to any more: what is being typed was not meant for any other. */
  void turnAway() {
    conversation.turnAway();
    view.turnAway();
    view.say("You are in no talk now. /room turns to one of yours, /join goes to a room.");
    learn();
  }

  /** The room that was named, or else the current one; says it where there is none. */
  Optional<String> here(Arguments given) {
    if (!given.isEmpty()) {
      return Optional.of(Names.room(given.first()));
    }
    Talk current = conversation.current();
    if (current == null || current.direct()) {
      view.warn("You are in no room just now: name one.");
      return Optional.empty();
    }
    return Optional.of(current.name());
  }

  /** The rooms there are, to be completed. */
  void know(List<RoomInfo> infos) {
    rooms = infos.stream().map(room -> Printable.line(room.room())).toList();
    learn();
  }

  /** The people one talks with, to be completed. */
  void meet(List<TalkInfo> talks) {
    partners = talks.stream().map(talk -> Printable.line(talk.with())).toList();
    learn();
  }

  /** The completion is to know who and what there is now, at the next {@link #tick}. */
  void learn() {
    stale = true;
  }

  /** Lets the completion know what has changed: all at once, however much it was. */
  void tick() {
    learnMessages();
    if (stale) {
      stale = false;
      learnAll();
    }
  }

  private void learnAll() {
    Set<String> people = new LinkedHashSet<>();
    Optional.ofNullable(conversation.current()).ifPresent(talk -> people.addAll(talk.people()));
    conversation.talks().forEach(talk -> people.addAll(talk.people()));
    people.addAll(partners);
    people.remove(conversation.name());
    Set<String> known = new LinkedHashSet<>(rooms);
    conversation.talks().stream().filter(t -> !t.direct()).map(Talk::name).forEach(known::add);
    completion.learn(
        new Completion.Vocabulary(
            Command.words(),
            List.copyOf(known),
            conversation.talks().stream().map(Talk::title).toList(),
            List.copyOf(people),
            Emoji.all()));
  }

  /** Lets the completion know what was said last. */
  private void learnMessages() {
    Talk current = conversation.current();
    if (current != null) {
      completion.learn(
          current.last(RECENT).reversed().stream()
              .filter(TalkEntry::isThere)
              .map(e -> new Completion.Said(e.seq(), e.own(), e.from(), e.text(), e.file() != null))
              .toList());
    }
  }
}
