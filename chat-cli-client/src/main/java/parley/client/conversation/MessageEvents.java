package parley.client.conversation;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
    Talk talk =
        message.room() != null
            ? conversation.room(message.room())
            : conversation.with(me.said(message) ? message.to() : message.from());
    if (message.room() != null) {
      talk.here(Printable.line(message.from()));
    }
    return conversation.add(talk, Entry.of(message, me));
  }

  List<News> edited(Event.Edited e) {
    Talk talk = where(e.room(), e.target()).orElse(null);
    if (talk == null || isHeld(talk, e)) {
      return List.of();
    }
    String told = who(e.from()) + " edited #" + e.target() + ": " + Entry.shown(e.text());
    if (talk.entry(e.target()).isEmpty()) {
      return conversation.add(talk, Entry.note(e, told));
    }
    return changed(talk, e.target(), entry -> entry.edited(e.text()), Entry.note(e, told));
  }

  List<News> deleted(Event.Deleted e) {
    Talk talk = where(e.room(), e.target()).orElse(null);
    if (talk == null || isHeld(talk, e)) {
      return List.of();
    }
    Entry told = Entry.note(e, who(e.by()) + " deleted #" + e.target() + ".");
    return changed(talk, e.target(), Entry::deleted, told);
  }

  List<News> reacted(Event.Reacted e) {
    Talk talk = where(e.room(), e.target()).orElse(null);
    if (talk == null || isHeld(talk, e)) {
      return List.of();
    }
    boolean mine = conversation.me().is(e.fromId());
    boolean removed = Boolean.TRUE.equals(e.removed());
    Optional<Entry> mineSaid = talk.entry(e.target()).filter(Entry::own);
    String begins = mineSaid.map(entry -> begins(entry.text())).orElse("");
    Entry told =
        Entry.note(e, who(e.from()) + ": " + Printable.line(e.emoji()) + " to “" + begins + "”");
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
    String title = e.room() != null ? e.room() : "@" + e.with();
    conversation
        .find(title)
        .ifPresent(talk -> talk.marks().readElsewhere(e.upTo(), talk.last(Entries.KEPT)));
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
        ? conversation.find(room)
        : conversation.talks().stream()
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
  private List<News> changed(Talk talk, long target, UnaryOperator<Entry> change, Entry instead) {
    Optional<Entry> was = talk.entry(target);
    if (was.isEmpty()) {
      return List.of();
    }
    Entry now = change.apply(was.get());
    if (now.equals(was.get())) {
      return List.of();
    }
    talk.entries().replace(was.get(), now);
    boolean inSight = talk == conversation.current();
    return List.of(new News.Changed(talk, now, inSight ? instead : null));
  }
}
