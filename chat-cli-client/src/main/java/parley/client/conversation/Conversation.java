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
   * What of a talk is to be shown when it is turned to.
   *
   * @param read some of what was read before
   * @param unread what was not
   * @param count how many those are in all; fewer may be kept here
   */
  public record Turned(List<Entry> read, List<Entry> unread, int count) {}

  private final Map<String, Talk> talks = new LinkedHashMap<>();
  private final MemberEvents members = new MemberEvents(this);
  private final MessageEvents messages = new MessageEvents(this);
  private Me me = Me.NOBODY;
  private Talk current;

  /** Whether somebody looks at the screen, as far as is known. */
  private boolean looking = true;

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
    if (info.read() == null) {
      talk.marks().nothingUpTo(info.last());
    } else {
      talk.marks().told(info.read(), info.unread() == null ? 0 : info.unread(), info.last());
    }
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
  public Turned turnTo(Talk talk, int before) {
    current = talk;
    int count = talk.unread();
    long mark = talk.marks().mark();
    List<Entry> kept = talk.last(Entries.KEPT);
    int first = kept.size();
    for (int i = kept.size() - 1; count > 0 && i >= 0; i--) {
      if (kept.get(i).seq() > mark) {
        first = kept.get(i).byOthers() ? i : first;
      }
    }
    if (looking) {
      talk.read();
    }
    return new Turned(
        kept.subList(Math.max(0, first - before), first), kept.subList(first, kept.size()), count);
  }

  /** Whether somebody looks at the screen; where not, what comes stays unread. */
  public void looking(boolean looking) {
    this.looking = looking;
    if (looking && current != null) {
      current.read();
    }
  }

  /** Ends a talk; another one is turned to where it was the current one. */
  public void close(Talk talk) {
    talks.values().remove(talk);
    if (current == talk) {
      current = talks.isEmpty() ? null : talks.values().iterator().next();
    }
  }

  /** An event in its turn; answers what is to be shown now. */
  public List<News> told(Event event) {
    return switch (event) {
      case Event.Message message -> messages.said(message);
      case Event.Edited e -> messages.edited(e);
      case Event.Deleted e -> messages.deleted(e);
      case Event.Reacted e -> messages.reacted(e);
      case Event.Read e -> messages.read(e);
      case Event.Joined e -> members.joined(e);
      case Event.Left e -> members.left(e);
      case Event.Topic e -> members.topic(e);
      case Event.Renamed e -> members.renamed(e);
      case Event.Online e -> members.presence(e.room(), e.name(), " is back.");
      case Event.Offline e -> members.presence(e.room(), e.name(), " lost the connection.");
      case Event.Notice _, Event.Ping _, Event.Gap _, Event.Stats _, Event.Bye _ -> List.of();
    };
  }

  /** Whether this person said it. */
  public boolean isMine(Event.Message message) {
    return me.said(message);
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
  public List<News> recalled(String request, List<Event.Message> messages) {
    for (Talk talk : talks.values()) {
      if (talk.entries().awaits(request)) {
        List<News> news = new ArrayList<>();
        talk.entries().release(entries(messages)).forEach(entry -> news.addAll(put(talk, entry)));
        talk.entries().releaseChanges().forEach(change -> news.addAll(told(change)));
        return news;
      }
    }
    return List.of();
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
  List<News> add(Talk talk, Entry entry) {
    if (talk.entries().awaiting()) {
      talk.entries().hold(entry);
      return List.of();
    }
    return put(talk, entry);
  }

  private List<News> put(Talk talk, Entry entry) {
    boolean firstNew = talk.keep(entry, talk == current, looking);
    if (entry.own()) {
      talk.read();
    }
    return talk == current || talk.direct()
        ? List.of(new News.Fresh(talk, entry, firstNew))
        : List.of();
  }

  private static String key(String title) {
    return title.startsWith("@") ? "@" + Names.fold(title.substring(1)) : Names.fold(title);
  }
}
