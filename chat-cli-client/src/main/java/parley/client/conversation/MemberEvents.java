package parley.client.conversation;

import java.util.List;
import java.util.Optional;
import parley.protocol.Event;
import parley.protocol.Printable;

/** Who comes into a room and goes, under which name, and what its topic is. */
final class MemberEvents {
  /** Comings and goings of connections are not told in rooms with more people than this. */
  private static final int QUIET_ABOVE = 50;

  private final Conversation conversation;

  MemberEvents(Conversation conversation) {
    this.conversation = conversation;
  }

  List<News> joined(Event.Joined e) {
    boolean mine = conversation.me().is(e.id());
    Talk talk = mine ? conversation.room(e.room()) : conversation.find(e.room()).orElse(null);
    if (talk == null) {
      return List.of();
    }
    String who = Printable.line(e.name());
    if (talk.here(who)) {
      talk.count(talk.count() + 1);
    }
    return conversation.add(
        talk, Entry.note(e, mine ? "You joined " + talk.name() + "." : who + " joined."));
  }

  List<News> topic(Event.Topic e) {
    Talk talk = conversation.find(e.room()).orElse(null);
    if (talk == null) {
      return List.of();
    }
    talk.topic(Printable.line(e.text()));
    String who = Printable.line(e.name());
    return conversation.add(
        talk,
        Entry.note(
            e,
            e.text().isEmpty()
                ? who + " took the topic away."
                : who + " set the topic: " + talk.topic()));
  }

  List<News> left(Event.Left e) {
    Talk talk = conversation.find(e.room()).orElse(null);
    if (talk == null) {
      return List.of();
    }
    String who = Printable.line(e.name());
    if (conversation.me().is(e.id())) {
      boolean turned = conversation.current() == talk;
      conversation.close(talk);
      Talk current = conversation.current();
      Talk shownIn = current == null ? talk : current;
      String why =
          switch (e.reason() == null ? "left" : e.reason()) {
            case "kicked" -> "You were removed from " + talk.name() + ".";
            case "closed" -> talk.name() + " was closed.";
            default -> "You left " + talk.name() + ".";
          };
      String next =
          current == null
              ? " /join another room."
              : turned ? " You are now in " + current.title() + "." : "";
      return List.of(new News.Fresh(shownIn, Entry.note(e, why + next), false));
    }
    talk.gone(who);
    talk.count(talk.count() - 1);
    return conversation.add(
        talk,
        Entry.note(
            e,
            who
                + switch (e.reason() == null ? "left" : e.reason()) {
                  case "quit" -> " left the chat.";
                  case "lost" -> " left the chat (connection lost).";
                  case "kicked" -> " was removed.";
                  case "closed" -> " left: the room was closed.";
                  default -> " left.";
                }));
  }

  List<News> renamed(Event.Renamed e) {
    Talk talk = conversation.find(e.room()).orElse(null);
    String was = Printable.line(e.was());
    String now = Printable.line(e.name());
    conversation.rename(e.was(), e.name());
    boolean mine = conversation.me().is(e.id());
    if (mine) {
      conversation.iAm(e.name(), e.id());
    }
    if (talk == null) {
      return List.of();
    }
    talk.gone(was);
    talk.here(now);
    return conversation.add(
        talk, Entry.note(e, mine ? "You are now " + now + "." : was + " is now " + now + "."));
  }

  List<News> presence(String room, String who, String what) {
    Optional<Talk> talk = room == null ? Optional.empty() : conversation.find(room);
    if (talk.isEmpty() || talk.get().count() > QUIET_ABOVE || who.equals(conversation.name())) {
      return List.of();
    }
    return conversation.add(talk.get(), Entry.note(Printable.line(who) + what));
  }
}
