package parley.server.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.MessageState;
import parley.protocol.Names;
import parley.protocol.Reaction;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Place;

/**
 * Who may see what, and what became of it, told the slow and simple way: every event is walked
 * through with the members of every room at that moment.
 */
final class Model {
  /** A file of a message. */
  record Attached(String person, String sha256, long size) {}

  private final List<Entry> entries = new ArrayList<>();

  /** The people who may see the event of the same place in {@link #entries}. */
  private final List<Set<String>> audiences = new ArrayList<>();

  /** The members' ids by folded room. */
  private final Map<String, Set<String>> members = new HashMap<>();

  /** The names of the rooms there are, by their folded names. */
  private final Map<String, String> rooms = new HashMap<>();

  /** What everyone is called, or was at last. */
  private final Map<String, String> names = new HashMap<>();

  /** The newest edit of a message. */
  private final Map<Long, Entry> edits = new HashMap<>();

  private final Set<Long> deleted = new HashSet<>();

  /** The people who reacted, by message and emoji, in their order. */
  private final Map<Long, Map<String, Set<String>>> reactions = new HashMap<>();

  void add(Entry entry) {
    Change.Lasting change = entry.change();
    Set<String> audience = new HashSet<>();
    if (change instanceof Change.Joined joined) {
      members(joined.room()).add(joined.person());
    }
    switch (change.audience()) {
      case Place.Room room -> audience.addAll(members(room.name()));
      case Place.Talk talk -> audience.addAll(Arrays.asList(talk.a(), talk.b()));
      case null -> {}
    }
    switch (change) {
      case Change.Joined c -> rooms.putIfAbsent(Names.fold(c.room()), c.room());
      case Change.RoomClosed c -> rooms.remove(Names.fold(c.room()));
      case Change.Left c -> members(c.room()).remove(c.person());
      case Change.Expired c -> members.values().forEach(room -> room.remove(c.person()));
      case Change.AccountDeleted c -> members.values().forEach(room -> room.remove(c.person()));
      case Change.AccountMade c -> names.putIfAbsent(c.person(), c.name());
      case Change.Came c -> names.put(c.person(), c.name());
      case Change.Named c -> names.put(c.person(), c.name());
      case Change.Edited c -> edits.put(c.target(), entry);
      case Change.Deleted c -> {
        deleted.add(c.target());
        reactions.remove(c.target());
      }
      case Change.Reacted c -> react(c);
      default -> {
        // Changes nothing here.
      }
    }
    entries.add(entry);
    audiences.add(audience);
  }

  private void react(Change.Reacted c) {
    Map<String, Set<String>> ofTarget =
        reactions.computeIfAbsent(c.target(), _ -> new LinkedHashMap<>());
    Set<String> people = ofTarget.computeIfAbsent(c.emoji(), _ -> new LinkedHashSet<>());
    if (c.removed()) {
      people.remove(c.person());
    } else {
      people.add(c.person());
    }
    if (people.isEmpty()) {
      ofTarget.remove(c.emoji());
    }
  }

  private Set<String> members(String room) {
    return members.computeIfAbsent(Names.fold(room), _ -> new HashSet<>());
  }

  /** The numbers of the events that a person may see, whether or not anything is left to tell. */
  List<Long> numbers(String person, long after, long upTo) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      long seq = entries.get(i).seq();
      if (seq > after && seq <= upTo && audiences.get(i).contains(person)) {
        numbers.add(seq);
      }
    }
    return numbers;
  }

  /** The same events as they are told now. */
  List<Entry> visible(String person, long after, long upTo) {
    List<Entry> visible = new ArrayList<>();
    for (long seq : numbers(person, after, upTo)) {
      Entry entry = entries.get((int) seq - 1);
      switch (entry.change()) {
        case Change.Said said ->
            visible.add(maySeeNewest(person, entry, said) ? asItIs(entry) : tombstone(entry));
        case Change.Edited edited -> {
          boolean newest = edits.get(edited.target()).equals(entry);
          if (newest && !deleted.contains(edited.target())) {
            visible.add(entry);
          }
        }
        default -> visible.add(entry);
      }
    }
    return visible;
  }

  /** Who left before a message got its text is not shown that text, unless they are back. */
  private boolean maySeeNewest(String person, Entry message, Change.Said said) {
    Entry edit = edits.get(message.seq());
    return edit == null
        || !(said.audience() instanceof Place.Room room)
        || audiences.get((int) edit.seq() - 1).contains(person)
        || members(room.name()).contains(person);
  }

  private Entry asItIs(Entry message) {
    if (deleted.contains(message.seq())) {
      return tombstone(message);
    }
    Entry edit = edits.get(message.seq());
    return edit == null
        ? message
        : new Entry(
            message.seq(),
            message.at(),
            ((Change.Edited) edit.change()).now(),
            new MessageState(Entry.iso(edit.at()), false, null));
  }

  private Entry tombstone(Entry message) {
    Change.Said said = (Change.Said) message.change();
    Addressee addressee =
        switch (said.addressee()) {
          case Addressee.Room room -> {
            String folded = Names.fold(room.name());
            yield new Addressee.Room(rooms.getOrDefault(folded, folded));
          }
          case Addressee.Person to -> new Addressee.Person(names.get(to.id()), to.id());
        };
    Change.Said left =
        new Change.Said(
            addressee, new Author(said.person(), names.get(said.person())), Content.of(""), null);
    return new Entry(message.seq(), message.at(), left, new MessageState(null, true, null));
  }

  /** The files of the messages that are still there, by the messages' numbers. */
  Map<Long, Attached> attached() {
    Map<Long, Attached> attached = new TreeMap<>();
    for (Entry entry : entries) {
      if (entry.change() instanceof Change.Said said && !dropped(entry)) {
        FileInfo file = ((Change.Said) asItIs(entry).change()).file();
        if (file != null) {
          attached.put(entry.seq(), new Attached(said.person(), file.sha256(), file.size()));
        }
      }
    }
    return attached;
  }

  private boolean dropped(Entry message) {
    return entries.stream()
        .anyMatch(
            entry ->
                entry.change() instanceof Change.Dropped dropped
                    && covers(dropped, message.seq(), (Change.Said) message.change()));
  }

  /** Whether retention took a message: one of its room, or of all but some rooms. */
  static boolean covers(Change.Dropped dropped, long seq, Change.Said said) {
    String room = said.audience() instanceof Place.Room in ? in.folded() : null;
    boolean there =
        dropped.inRoom() == null
            ? room == null || !dropped.except().contains(room)
            : dropped.inRoom().equals(room);
    return there && seq <= dropped.upTo();
  }

  /** All messages of a place as they are now, oldest first. */
  List<Entry> said(Place place) {
    return entries.stream()
        .filter(
            entry -> entry.change() instanceof Change.Said said && said.audience().equals(place))
        .map(this::asItIs)
        .map(this::withReactions)
        .toList();
  }

  private Entry withReactions(Entry message) {
    List<Reaction> told = new ArrayList<>();
    reactions
        .getOrDefault(message.seq(), Map.of())
        .forEach(
            (emoji, people) -> {
              List<String> first = people.stream().limit(10).map(names::get).toList();
              told.add(new Reaction(emoji, people.size(), first));
            });
    return told.isEmpty()
        ? message
        : new Entry(message.seq(), message.at(), message.change(), message.fate().with(told));
  }
}
