package parley.server.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import parley.protocol.Names;
import parley.server.state.Change;
import parley.server.state.Entry;

/**
 * Who may see what, told the slow and simple way: every event is walked through with the members of
 * every room at that moment.
 */
final class Model {
  private final List<Entry> entries = new ArrayList<>();

  /** The people who may see the event of the same place in {@link #entries}. */
  private final List<Set<String>> audiences = new ArrayList<>();

  /** The members' ids by folded room. */
  private final Map<String, Set<String>> members = new HashMap<>();

  void add(Entry entry) {
    Change.Lasting change = entry.change();
    Set<String> audience = new HashSet<>();
    if (change instanceof Change.Joined joined) {
      members(joined.room()).add(joined.person());
    }
    if (change.room() != null) {
      audience.addAll(members(change.room()));
    }
    if (change.recipient() != null) {
      audience.add(change.person());
      audience.add(change.recipient());
    }
    if (change instanceof Change.Left left) {
      members(left.room()).remove(left.person());
    }
    if (change instanceof Change.Expired expired) {
      members.values().forEach(room -> room.remove(expired.person()));
    }
    entries.add(entry);
    audiences.add(audience);
  }

  private Set<String> members(String room) {
    return members.computeIfAbsent(Names.fold(room), _ -> new HashSet<>());
  }

  List<Entry> visible(String person, long after, long upTo) {
    List<Entry> visible = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      long seq = entries.get(i).seq();
      if (seq > after && seq <= upTo && audiences.get(i).contains(person)) {
        visible.add(entries.get(i));
      }
    }
    return visible;
  }

  /** All messages of a scope, oldest first. */
  List<Entry> said(String viewer, Scope scope) {
    return entries.stream()
        .filter(entry -> entry.change() instanceof Change.Said said && is(said, viewer, scope))
        .toList();
  }

  private static boolean is(Change.Said said, String viewer, Scope scope) {
    return switch (scope) {
      case Scope.Room room ->
          said.room() != null && Names.fold(said.room()).equals(Names.fold(room.room()));
      case Scope.With with ->
          Objects.equals(said.to(), with.person()) && said.person().equals(viewer)
              || Objects.equals(said.to(), viewer) && said.person().equals(with.person());
    };
  }
}
