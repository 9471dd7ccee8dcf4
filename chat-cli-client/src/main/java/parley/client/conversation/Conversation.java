package parley.client.conversation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import parley.protocol.Addressee;
import parley.protocol.Event;
import parley.protocol.Names;
import parley.protocol.PersonInfo;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;
import parley.protocol.TalkInfo;

/**
 * All talks of one person and which of them is turned to. Takes what the server tells and answers
 * what is to be shown for it now; text from others is made {@linkplain Printable printable} here,
 * and in {@link TalkEntry}, so that nothing else can forget it. Knows no terminal and no
 * connection. Guarded by its owner: in the client, by the link's lock.
 */
public final class Conversation {
  /**
   * What of a talk is to be shown when it is turned to.
   *
   * @param read some of what was read before
   * @param unread what was not
   * @param count how many those are in all; fewer may be kept here
   */
  public record Turned(List<TalkEntry> read, List<TalkEntry> unread, int count) {}

  /** What tells one talk from the others: a room may be called as a person is written. */
  private record Key(boolean direct, String folded) {
    static Key of(boolean direct, String name) {
      return new Key(direct, Names.fold(name));
    }
  }

  /** So many talks at once: what a server tells of more than anybody reads is not kept. */
  static final int MOST = 2_000;

  /** So many of them end at once where there are more, so that this is seldom looked for. */
  private static final int END_AT_ONCE = 100;

  /** In so many talks, the oldest, is looked whether somebody is away with whom one begins. */
  private static final int ASKED = 200;

  private final Map<Key, Talk> talks = new LinkedHashMap<>();

  /** How many were ever opened. */
  private int opened;

  /** Whether talks ended because there were too many, and whether that was told. */
  private boolean crowded;

  private boolean crowdedTold;
  private final MemberEvents members = new MemberEvents(this);
  private final MessageEvents messages = new MessageEvents(this);
  private final Supplier<List<String>> words;

  private Me me;
  private Talk current;

  /** Whether somebody looks at the screen, as far as is known. */
  private boolean looking = true;

  /**
   * @param words that call this person as their name does
   */
  public Conversation(Supplier<List<String>> words) {
    this.words = words;
    this.me = new Me("", "", words);
  }

  /**
   * The server has another log: nothing that was numbered before is what has that number now, and
   * no person has the id they had. Talks with people end, rooms begin anew; what was turned to is
   * turned to still where it is a room.
   */
  public void beginAnew() {
    talks.values().removeIf(Talk::direct);
    talks.replaceAll((_, talk) -> new Talk(talk.name(), false));
    if (current != null) {
      current = current.direct() ? null : talks.get(Key.of(false, current.name()));
    }
  }

  /** Who this is from now on. */
  public void iAm(String name, String id) {
    me = new Me(name, id, words);
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

  /** An open talk. */
  public Optional<Talk> find(Addressee which) {
    return which.isPerson() ? withPerson(which.person()) : inRoom(which.room());
  }

  /** The open talk in the room of this name. */
  public Optional<Talk> inRoom(String room) {
    return Optional.ofNullable(talks.get(Key.of(false, room)));
  }

  /** The open talk with the person of this name. */
  public Optional<Talk> withPerson(String person) {
    return Optional.ofNullable(talks.get(Key.of(true, person)));
  }

  /** The talk in a room, opened where it is not. */
  public Talk room(String room) {
    Key key = Key.of(false, room);
    Talk there = talks.get(key);
    return there == null ? open(key, new Talk(Printable.line(room), false)) : there;
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

  /** The talk with a person, as it is at a glance. */
  public Talk with(TalkInfo info) {
    Talk talk = with(info.with());
    if (talk.personId() == null) {
      talk.isWith(info.withId());
    }
    if (info.unread() > talk.unread() && !(talk == current && looking)) {
      talk.marks().told(info.read() == null ? 0 : info.read(), info.unread(), info.last());
    } else if (info.unread() == 0) {
      talk.marks().nothingUpTo(info.last());
    }
    return talk;
  }

  /** The talk with a person, opened where it is not. */
  public Talk with(String person) {
    Key key = Key.of(true, person);
    Talk there = talks.get(key);
    if (there != null) {
      return there;
    }
    Talk talk = new Talk(Printable.line(person), true);
    talk.here(person);
    talk.away(person, each().limit(ASKED).anyMatch(other -> other.isAwayFolded(key.folded())));
    return open(key, talk);
  }

  private Talk open(Key key, Talk talk) {
    if (talks.size() >= MOST) {
      end(one -> one.unread() == 0);
      if (talks.size() >= MOST) {
        end(_ -> true);
      }
      crowded = true;
    }
    opened++;
    talks.put(key, talk);
    return talk;
  }

  /** The oldest of such talks end, but for the one that is turned to. */
  private void end(Predicate<Talk> which) {
    List<Talk> oldest =
        each().filter(one -> one != current && which.test(one)).limit(END_AT_ONCE).toList();
    talks.values().removeAll(Set.copyOf(oldest));
  }

  /** How many talks were ever opened: another number means that there is a new one. */
  public int opened() {
    return opened;
  }

  /** All, as {@link #talks}, and without a copy of them. */
  Stream<Talk> each() {
    return talks.values().stream();
  }

  /** What the server says of a room on joining it. */
  public void describe(Talk talk, Reply.Joined joined) {
    talk.nobodyHere();
    talk.topic(Printable.line(joined.topic()));
    meet(talk, joined.count(), joined.members());
  }

  /** Who the server says is in a room. */
  public void meet(Talk talk, Reply.MemberList list) {
    meet(talk, list.count(), list.members());
  }

  private static void meet(Talk talk, int count, List<PersonInfo> members) {
    talk.count(count);
    for (PersonInfo person : members) {
      String name = Printable.line(person.name());
      talk.here(name);
      talk.away(name, person.away() != null);
    }
  }

  /** Turns to a talk and answers what of it is to be shown: the unread, and some before it. */
  public Turned turnTo(Talk talk, int before) {
    current = talk;
    int count = talk.unread();
    long mark = talk.marks().mark();
    List<TalkEntry> kept = talk.last(TalkEntries.KEPT);
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

  /** From now on no talk is turned to: what is typed goes nowhere. */
  public void turnAway() {
    current = null;
  }

  /** Ends a talk; where it was turned to, none is from now on. */
  public void close(Talk talk) {
    talks.values().remove(talk);
    if (current == talk) {
      turnAway();
    }
  }

  /** An event in its turn; answers what is to be shown now. */
  public List<News> told(Event event) {
    List<News> news = newsOf(event);
    if (!crowded || crowdedTold) {
      return news;
    }
    crowdedTold = true;
    String text =
        "More than %d talks are open at this server: the oldest are closed here, those without anything unread first."
            .formatted(MOST);
    Talk shownIn = current == null ? new Talk("", false) : current;
    List<News> all = new ArrayList<>(news);
    all.add(new News.Fresh(shownIn, TalkEntry.note(text), false));
    return all;
  }

  private List<News> newsOf(Event event) {
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
      case Event.Settings e -> members.settings(e);
      case Event.Role e -> members.role(e);
      case Event.Barred e -> members.barred(e);
      case Event.Invited e -> members.invited(e);
      case Event.Online e -> members.presence(e.room(), e.name(), " is back.");
      case Event.Offline e -> members.presence(e.room(), e.name(), " went offline.");
      case Event.Away e -> members.away(e);
      case Event.Notice _, Event.Ping _, Event.Gap _, Event.Stats _, Event.Bye _ -> List.of();
    };
  }

  /** Whether this person said it. */
  public boolean isMine(Event.Message message) {
    return me.said(message);
  }

  /** Messages read back, as entries. */
  public List<TalkEntry> entries(List<Event.Message> messages) {
    return messages.stream().map(message -> TalkEntry.of(message, me)).toList();
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
  void rename(String was, String name, String id) {
    Talk direct = talks.get(Key.of(true, was));
    if (direct != null && (direct.personId() == null || direct.personId().equals(id))) {
      talks.remove(Key.of(true, was));
      direct.rename(Printable.line(name));
      direct.gone(Printable.line(was));
      direct.here(Printable.line(name));
      talks.put(Key.of(true, name), direct);
    }
  }

  /** Who this is. */
  Me me() {
    return me;
  }

  /** Keeps an entry, and answers it where it is to be shown now. */
  List<News> add(Talk talk, TalkEntry entry) {
    if (talk.entries().awaiting()) {
      talk.entries().hold(entry);
      return List.of();
    }
    return put(talk, entry);
  }

  /**
   * A message of a talk that was read perhaps names this person by now.
   *
   * @return whether nobody is looking at that talk just now
   */
  boolean named(Talk talk, boolean named) {
    boolean away = talk != current || !looking;
    if (named && away) {
      talk.marks().named();
    }
    return away;
  }

  private List<News> put(Talk talk, TalkEntry entry) {
    boolean seen = talk == current && looking;
    boolean firstNew = talk.keep(entry, talk == current, looking);
    if (entry.own() && seen) {
      talk.read(); // who writes to another talk, or from another place, did not see what is there
    }
    return talk == current || talk.direct()
        ? List.of(new News.Fresh(talk, entry, firstNew))
        : List.of(new News.Kept(talk, entry));
  }
}
