package parley.client.conversation;

import java.util.List;
import java.util.Optional;
import parley.protocol.BarWords;
import parley.protocol.Event;
import parley.protocol.Leaving;
import parley.protocol.Printable;
import parley.protocol.RoomWords;

/** Who comes into a room and goes, under which name, and what its topic is. */
public final class MemberEvents {
  /** Comings and goings of connections are not told in rooms with more people than this. */
  private static final int QUIET_ABOVE = 50;

  private final Conversation conversation;

  MemberEvents(Conversation conversation) {
    this.conversation = conversation;
  }

  /** Whether whoever left did so by their own wish. */
  public static boolean isWanted(Event.Left left) {
    return Leaving.of(left.reason()) == Leaving.LEFT;
  }

  List<News> joined(Event.Joined e) {
    boolean mine = conversation.me().is(e.id());
    Talk talk = mine ? conversation.room(e.room()) : conversation.inRoom(e.room()).orElse(null);
    if (talk == null) {
      return List.of();
    }
    String who = Printable.line(e.name());
    if (talk.here(who)) {
      talk.count(talk.count() + 1);
    }
    return conversation.add(
        talk,
        mine
            ? TalkEntry.note(e, "You joined " + talk.name() + ".")
            : TalkEntry.presence(e, who, " joined."));
  }

  List<News> topic(Event.Topic e) {
    Talk talk = conversation.inRoom(e.room()).orElse(null);
    if (talk == null) {
      return List.of();
    }
    talk.topic(Printable.line(e.text()));
    String who = Printable.line(e.name());
    return conversation.add(
        talk,
        TalkEntry.note(
            e,
            e.text().isEmpty()
                ? who + " took the topic away."
                : who + " set the topic: " + talk.topic()));
  }

  List<News> settings(Event.Settings e) {
    return noted(
        e.room(),
        e,
        Printable.line(e.name())
            + " changed the room, which is now "
            + Printable.line(RoomWords.sentence(e.settings()))
            + ".");
  }

  List<News> role(Event.Role e) {
    String role =
        switch (e.role()) {
          case MEMBER -> "a mere member";
          case MODERATOR -> "a moderator";
          case OWNER -> "an owner";
        };
    String whose = conversation.me().is(e.id()) ? "you" : Printable.line(e.name());
    return noted(e.room(), e, Printable.line(e.by()) + " made " + whose + " " + role + ".");
  }

  List<News> barred(Event.Barred e) {
    return noted(e.room(), e, Printable.line(BarWords.sentence(e)) + ".");
  }

  /** Told where its person looks: of that room they have no talk. */
  List<News> invited(Event.Invited e) {
    String room = Printable.line(e.room());
    String by = Printable.line(e.by());
    String told =
        Boolean.TRUE.equals(e.removed())
            ? by + " took your invitation into " + room + " back."
            : by + " invites you into " + room + ": /join " + room + " goes there.";
    Talk current = conversation.current();
    Talk shownIn = current == null ? new Talk(room, false) : current;
    return List.of(new News.Fresh(shownIn, TalkEntry.note(e, told), false));
  }

  private List<News> noted(String room, Event.Logged e, String sentence) {
    return conversation
        .inRoom(room)
        .map(talk -> conversation.add(talk, TalkEntry.note(e, sentence)))
        .orElse(List.of());
  }

  List<News> left(Event.Left e) {
    Talk talk = conversation.inRoom(e.room()).orElse(null);
    if (talk == null) {
      return List.of();
    }
    String who = Printable.line(e.name());
    if (conversation.me().is(e.id())) {
      conversation.close(talk);
      Talk current = conversation.current();
      Talk shownIn = current == null ? talk : current;
      String why =
          switch (Leaving.of(e.reason())) {
            case KICKED -> "You were removed from " + talk.title() + by(e) + ".";
            case CLOSED -> talk.title() + " was closed.";
            case LEFT, QUIT, LOST -> "You left " + talk.title() + ".";
          };
      return List.of(new News.Fresh(shownIn, TalkEntry.note(e, why), false));
    }
    talk.gone(who);
    talk.count(talk.count() - 1);
    return conversation.add(
        talk,
        switch (Leaving.of(e.reason())) {
          case QUIT -> TalkEntry.presence(e, who, " left the chat.");
          case LOST -> TalkEntry.presence(e, who, " left the chat (connection lost).");
          case KICKED -> TalkEntry.note(e, who + " was removed" + by(e) + ".");
          case CLOSED -> TalkEntry.note(e, who + " left: the room was closed.");
          case LEFT -> TalkEntry.presence(e, who, " left.");
        });
  }

  private static String by(Event.Left e) {
    return (e.by() == null ? "" : " by " + Printable.line(e.by()))
        + (e.why() == null ? "" : ": " + Printable.line(e.why()));
  }

  List<News> renamed(Event.Renamed e) {
    Talk talk = conversation.inRoom(e.room()).orElse(null);
    String was = Printable.line(e.was());
    String now = Printable.line(e.name());
    conversation.rename(e.was(), e.name(), e.id());
    boolean mine = conversation.me().is(e.id());
    if (mine) {
      conversation.iAm(e.name(), e.id());
    }
    if (talk == null) {
      return List.of();
    }
    boolean away = talk.isAway(was);
    talk.gone(was);
    talk.here(now);
    talk.away(now, away);
    return conversation.add(
        talk, TalkEntry.note(e, mine ? "You are now " + now + "." : was + " is now " + now + "."));
  }

  /** Seen in the list of who is there; in the talk itself it would be in the way. */
  List<News> away(Event.Away e) {
    String who = Printable.line(e.name());
    Optional<Talk> room = e.room() == null ? Optional.empty() : conversation.inRoom(e.room());
    room.ifPresent(talk -> talk.away(who, e.away() != null));
    conversation.withPerson(e.name()).ifPresent(talk -> talk.away(who, e.away() != null));
    return List.of();
  }

  List<News> presence(String room, String who, String what) {
    Optional<Talk> talk = room == null ? Optional.empty() : conversation.inRoom(room);
    talk.ifPresent(its -> its.away(Printable.line(who), false));
    if (talk.isEmpty() || talk.get().count() > QUIET_ABOVE || who.equals(conversation.name())) {
      return List.of();
    }
    return conversation.add(talk.get(), TalkEntry.presence(Printable.line(who), what));
  }
}
