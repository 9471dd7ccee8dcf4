package parley.client.conversation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.protocol.Event;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Reply;

/**
 * All talks of one person and which of them is turned to. Takes what the server tells and answers
 * what is to be shown for it now; text from others is made {@linkplain Printable printable} here,
 * and in {@link Entry}, so that nothing else can forget it. Knows no terminal and no connection.
 * Guarded by its owner: in the client, by the link's lock.
 */
public final class Conversation {
  /** Comings and goings of connections are not told in rooms with more people than this. */
  private static final int QUIET_ABOVE = 50;

  /**
   * Something to show.
   *
   * @param talk where it belongs
   */
  public record Shown(Talk talk, Entry entry) {}

  private final Map<String, Talk> talks = new LinkedHashMap<>();
  private Me me = Me.NOBODY;
  private Talk current;

  /** Who this is from now on. */
  public void iAm(String name, String id) {
    me = Me.of(name, id);
  }

  public String name() {
    return me.name();
  }

  /** Null while there is none. */
  public Talk current() {
    return current;
  }

  /** In the order they were opened. */
  public List<Talk> talks() {
    return List.copyOf(talks.values());
  }

  /** A talk by its title: {@code lobby}, {@code #lobby}, {@code @alice}. */
  public Optional<Talk> find(String title) {
    String bare = title.startsWith("#") ? title.substring(1) : title;
    return Optional.ofNullable(talks.get(key(bare)));
  }

  /** The talk in a room, opened where it is not. */
  public Talk room(String room) {
    return talks.computeIfAbsent(key(room), _ -> new Talk(Printable.line(room), false));
  }

  /** The talk in a room, as it is at a glance. */
  public Talk room(Reply.RoomInfo info) {
    Talk talk = room(info.room());
    talk.topic(info.topic() == null ? "" : Printable.line(info.topic()));
    talk.count(info.members());
    return talk;
  }

  /** The talk with a person, opened where it is not. */
  public Talk with(String person) {
    return talks.computeIfAbsent(
        key("@" + person),
        _ -> {
          Talk talk = new Talk(Printable.line(person), true);
          talk.here(person);
          return talk;
        });
  }

  /** What the server says of a room on joining it. */
  public void describe(Talk talk, Reply.Ok ok) {
    talk.topic(ok.topic() == null ? "" : Printable.line(ok.topic()));
    meet(talk, ok);
  }

  /** Who the server says is in a room. */
  public void meet(Talk talk, Reply.Ok ok) {
    talk.count(ok.count() == null ? 0 : ok.count());
    if (ok.members() != null) {
      ok.members().forEach(person -> talk.here(Printable.line(person.name())));
    }
  }

  /** Turns to a talk and answers what of it is to be shown: the unread, and some before it. */
  public List<Entry> turnTo(Talk talk, int before) {
    current = talk;
    int most = talk.unread() + before;
    talk.read();
    return talk.last(most);
  }

  /** Ends a talk; another one is turned to where it was the current one. */
  public void close(Talk talk) {
    talks.values().remove(talk);
    if (current == talk) {
      current = talks.isEmpty() ? null : talks.values().iterator().next();
    }
  }

  /** An event in its turn; answers what is to be shown now. */
  public List<Shown> told(Event event) {
    return switch (event) {
      case Event.Message message -> said(message);
      case Event.Joined e -> {
        boolean mine = me.is(e.id());
        Talk talk = mine ? room(e.room()) : find(e.room()).orElse(null);
        if (talk == null) {
          yield List.of();
        }
        String who = Printable.line(e.name());
        if (talk.here(who)) {
          talk.count(talk.count() + 1);
        }
        yield add(talk, Entry.note(e, mine ? "You joined " + talk.name() + "." : who + " joined."));
      }
      case Event.Left e -> left(e);
      case Event.Topic e -> {
        Talk talk = find(e.room()).orElse(null);
        if (talk == null) {
          yield List.of();
        }
        talk.topic(Printable.line(e.text()));
        String who = Printable.line(e.name());
        yield add(
            talk,
            Entry.note(
                e,
                e.text().isEmpty()
                    ? who + " took the topic away."
                    : who + " set the topic: " + talk.topic()));
      }
      case Event.Renamed e -> renamed(e);
      case Event.Online e -> presence(e.room(), e.name(), " is back.");
      case Event.Offline e -> presence(e.room(), e.name(), " lost the connection.");
      case Event.Notice _, Event.Ping _, Event.Gap _, Event.Stats _, Event.Bye _ -> List.of();
    };
  }

  /** Messages read back, as entries. */
  public List<Entry> entries(List<Event.Message> messages) {
    return messages.stream().map(message -> Entry.of(message, me)).toList();
  }

  /**
   * The reply to what a talk awaited: recalled messages go before what came meanwhile.
   *
   * @param messages none where the reply was a refusal or never came
   */
  public List<Shown> recalled(String request, List<Event.Message> messages) {
    for (Talk talk : talks.values()) {
      if (talk.awaits(request)) {
        List<Shown> shown = new ArrayList<>();
        talk.release(entries(messages)).forEach(entry -> shown.addAll(put(talk, entry)));
        return shown;
      }
    }
    return List.of();
  }

  private List<Shown> said(Event.Message message) {
    Talk talk =
        message.room() != null
            ? room(message.room())
            : with(me.said(message) ? message.to() : message.from());
    if (message.room() != null) {
      talk.here(Printable.line(message.from()));
    }
    return add(talk, Entry.of(message, me));
  }

  private List<Shown> left(Event.Left e) {
    Talk talk = find(e.room()).orElse(null);
    if (talk == null) {
      return List.of();
    }
    String who = Printable.line(e.name());
    if (me.is(e.id())) {
      boolean turned = current == talk;
      close(talk);
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
      return List.of(new Shown(shownIn, Entry.note(e, why + next)));
    }
    talk.gone(who);
    talk.count(talk.count() - 1);
    return add(
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

  private List<Shown> renamed(Event.Renamed e) {
    Talk talk = find(e.room()).orElse(null);
    String was = Printable.line(e.was());
    String now = Printable.line(e.name());
    Talk direct = talks.remove(key("@" + e.was()));
    if (direct != null) {
      direct.rename(now);
      direct.gone(was);
      direct.here(now);
      talks.put(key("@" + e.name()), direct);
    }
    boolean mine = me.is(e.id());
    if (mine) {
      iAm(e.name(), e.id());
    }
    if (talk == null) {
      return List.of();
    }
    talk.gone(was);
    talk.here(now);
    return add(
        talk, Entry.note(e, mine ? "You are now " + now + "." : was + " is now " + now + "."));
  }

  private List<Shown> presence(String room, String who, String what) {
    Optional<Talk> talk = room == null ? Optional.empty() : find(room);
    if (talk.isEmpty() || talk.get().count() > QUIET_ABOVE || who.equals(me.name())) {
      return List.of();
    }
    return add(talk.get(), Entry.note(Printable.line(who) + what));
  }

  private List<Shown> add(Talk talk, Entry entry) {
    if (talk.awaiting()) {
      talk.hold(entry);
      return List.of();
    }
    return put(talk, entry);
  }

  private List<Shown> put(Talk talk, Entry entry) {
    talk.keep(entry, talk == current);
    if (entry.own()) {
      talk.read();
    }
    return talk == current || talk.direct() ? List.of(new Shown(talk, entry)) : List.of();
  }

  private static String key(String title) {
    return title.startsWith("@") ? "@" + Names.fold(title.substring(1)) : Names.fold(title);
  }
}
