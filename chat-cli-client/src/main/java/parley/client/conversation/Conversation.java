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
import parley.protocol.RoomInfo;

/**
 * All talks of one person and which of them is turned to. Takes what the server tells and answers
 * what is to be shown for it now; text from others is made {@linkplain Printable printable} here,
 * and in {@link Entry}, so that nothing else can forget it. Knows no terminal and no connection.
 * Guarded by its owner: in the client, by the link's lock.
 */
public final class Conversation {
  /**
   * Something to show.
   *
   * @param talk where it belongs
   */
  public record Shown(Talk talk, Entry entry) {}

  private final Map<String, Talk> talks = new LinkedHashMap<>();
  private final MemberEvents members = new MemberEvents(this);
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
  public Talk room(RoomInfo info) {
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
      case Event.Joined e -> members.joined(e);
      case Event.Left e -> members.left(e);
      case Event.Topic e -> members.topic(e);
      case Event.Renamed e -> members.renamed(e);
      case Event.Online e -> members.presence(e.room(), e.name(), " is back.");
      case Event.Offline e -> members.presence(e.room(), e.name(), " lost the connection.");
      case Event.Edited _, Event.Deleted _, Event.Reacted _, Event.Read _ -> List.of();
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

  /** A talk with a person goes on under their new name. */
  void rename(String was, String name) {
    Talk direct = talks.remove(key("@" + was));
    if (direct != null) {
      direct.rename(Printable.line(name));
      direct.gone(Printable.line(was));
      direct.here(Printable.line(name));
      talks.put(key("@" + name), direct);
    }
  }

  /** Who this is. */
  Me me() {
    return me;
  }

  /** Keeps an entry, and answers it where it is to be shown now. */
  List<Shown> add(Talk talk, Entry entry) {
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
