package parley.client.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import parley.protocol.Addressee;
import parley.protocol.Event;
import parley.protocol.Printable;

/**
 * What is said, and what becomes of it. Told again, a change changes nothing; one of a message that
 * is not kept here is passed over, or told in a line where it holds something to read.
 */
final class MessageEvents {
  /** Characters of a message that are repeated where it is told of. */
  private static final int BEGINNING = 40;

  private final Conversation conversation;

  MessageEvents(Conversation conversation) {
    this.conversation = conversation;
  }

  List<News> said(Event.Message message) {
    Me me = conversation.me();
    if (message.room() == null) {
      return direct(message, me);
    }
    Talk talk = conversation.room(message.room());
    talk.heard(Printable.line(message.from()));
    return conversation.add(talk, TalkEntry.of(message, me));
  }

  /** Who it is with is learned from the first message; another one of that name is told of. */
  private List<News> direct(Event.Message message, Me me) {
    boolean mine = me.said(message);
    Talk talk = conversation.with(mine ? message.to() : message.from());
    String id = mine ? message.toId() : message.fromId();
    List<News> news = new ArrayList<>();
    if (talk.personId() == null || mine && id != null) {
      talk.isWith(id);
    } else if (!mine && !id.equals(talk.personId())) {
      String who = who(message.from());
      String told =
          "This %s (%s) is not the one from before (%s), whom what you write here is for; /msg %s:%s TEXT writes to this one."
              .formatted(who, who(id), talk.personId(), who, who(id));
      news.addAll(conversation.add(talk, TalkEntry.note(message, told)));
    }
    news.addAll(conversation.add(talk, TalkEntry.of(message, me)));
    return news;
  }

  List<News> edited(Event.Edited e) {
    Talk talk = where(e.room(), e.target()).orElse(null);
    if (talk == null || isHeld(talk, e)) {
      return List.of();
    }
    TalkEntry told =
        TalkEntry.note(
            e, who(e.from()) + " edited #" + e.target() + ": " + TalkEntry.shown(e.text()));
    Optional<TalkEntry> was = talk.entry(e.target());
    boolean named =
        !conversation.me().is(e.fromId())
            && (talk.direct() || conversation.me().isNamedIn(TalkEntry.shown(e.text())));
    if (was.isEmpty()) {
      List<News> news = conversation.add(talk, told);
      conversation.named(talk, named);
      return news;
    }
    List<News> news =
        new ArrayList<>(changed(talk, e.target(), entry -> entry.edited(e.text(), named), told));
    // Who read it before learns where they are named now.
    if (!news.isEmpty() && named && !was.get().mention() && conversation.named(talk, true)) {
      news.addAll(conversation.add(talk, told));
    }
    return news;
  }

  List<News> deleted(Event.Deleted e) {
    Talk talk = where(e.room(), e.target()).orElse(null);
    if (talk == null || isHeld(talk, e)) {
      return List.of();
    }
    TalkEntry told = TalkEntry.note(e, who(e.by()) + " deleted #" + e.target() + ".");
    return changed(talk, e.target(), TalkEntry::deleted, told);
  }

  List<News> reacted(Event.Reacted e) {
    Talk talk = where(e.room(), e.target()).orElse(null);
    if (talk == null || isHeld(talk, e)) {
      return List.of();
    }
    boolean mine = conversation.me().is(e.fromId());
    boolean removed = Boolean.TRUE.equals(e.removed());
    Optional<TalkEntry> mineSaid = talk.entry(e.target()).filter(TalkEntry::own);
    String begins = mineSaid.map(entry -> begins(entry.text())).orElse("");
    TalkEntry told =
        TalkEntry.note(
            e, who(e.from()) + ": " + Printable.line(e.emoji()) + " to “" + begins + "”");
    return changed(
        talk,
        e.target(),
        entry ->
            entry.with(
                removed
                    ? entry.reactions().without(e.emoji(), e.from(), mine)
                    : entry.reactions().with(e.emoji(), e.from(), mine)),
        mineSaid.isPresent() && !mine && !removed ? told : null);
  }

  List<News> read(Event.Read e) {
    conversation
        .find(Addressee.ofFields(e.room(), e.with(), null))
        .ifPresent(talk -> talk.marks().readElsewhere(e.upTo(), talk.last(TalkEntries.KEPT)));
    return List.of();
  }

  private static String begins(String text) {
    String line = text.replace('\n', ' ');
    return line.codePointCount(0, line.length()) <= BEGINNING
        ? line
        : line.substring(0, line.offsetByCodePoints(0, BEGINNING)) + "…";
  }

  private static String who(String name) {
    return Printable.line(name);
  }

  /** The room, or the talk that keeps the message: an event names only one of its two people. */
  private Optional<Talk> where(String room, long target) {
    return room != null
        ? conversation.inRoom(room)
        : conversation
            .each()
            .filter(talk -> talk.direct() && talk.entry(target).isPresent())
            .findFirst();
  }

  private static boolean isHeld(Talk talk, Event event) {
    if (talk.entries().awaiting()) {
      talk.entries().hold(event);
      return true;
    }
    return false;
  }

  /**
   * @param instead told where the entry is not in sight, if its talk is; null for nothing
   */
  private List<News> changed(
      Talk talk, long target, UnaryOperator<TalkEntry> change, TalkEntry instead) {
    Optional<TalkEntry> was = talk.entry(target);
    if (was.isEmpty()) {
      return List.of();
    }
    TalkEntry now = change.apply(was.get());
    if (now.equals(was.get())) {
      return List.of();
    }
    talk.entries().replace(was.get(), now);
    boolean inSight = talk == conversation.current();
    return List.of(new News.Changed(talk, now, inSight ? instead : null));
  }
}
