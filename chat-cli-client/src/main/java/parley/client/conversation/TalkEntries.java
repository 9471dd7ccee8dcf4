package parley.client.conversation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.protocol.Event;

/**
 * The last entries of a talk, and what came while older ones were being read back. Guarded by
 * whoever guards its {@link Conversation}.
 */
final class TalkEntries {
  /** Entries kept to be shown when the talk is turned to. */
  static final int KEPT = 500;

  private final List<TalkEntry> kept = new ArrayList<>();

  /** The request whose reply goes before what is held, null where nothing is awaited. */
  private String awaited;

  private final List<TalkEntry> held = new ArrayList<>();
  private final List<Event> heldChanges = new ArrayList<>();

  /** The last ones, oldest first. */
  List<TalkEntry> last(int most) {
    return List.copyOf(kept.subList(Math.max(0, kept.size() - most), kept.size()));
  }

  Optional<TalkEntry> find(long seq) {
    for (int i = kept.size() - 1; i >= 0 && seq > 0; i--) {
      if (kept.get(i).seq() == seq && !kept.get(i).isNote()) {
        return Optional.of(kept.get(i));
      }
    }
    return Optional.empty();
  }

  /** At its place by its number: older ones may be read back once newer ones are here. */
  void add(TalkEntry entry) {
    int at = kept.size();
    while (entry.seq() > 0 && at > 0 && kept.get(at - 1).seq() > entry.seq()) {
      at--;
    }
    kept.add(at, entry);
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
  }

  void replace(TalkEntry was, TalkEntry now) {
    kept.set(kept.lastIndexOf(was), now);
  }

  /** What comes is held until the reply to this request was put before it. */
  void await(String request) {
    awaited = request;
  }

  boolean awaits(String request) {
    return request != null && request.equals(awaited);
  }

  boolean awaiting() {
    return awaited != null;
  }

  void hold(TalkEntry entry) {
    held.add(entry);
  }

  /** A change of what may be among the awaited: told again once they are there. */
  void hold(Event change) {
    heldChanges.add(change);
  }

  /** Ends the wait: what was recalled and what came meanwhile, each once, in order. */
  List<TalkEntry> release(List<TalkEntry> recalled) {
    awaited = null;
    Set<Long> known = new HashSet<>();
    held.forEach(entry -> known.add(entry.seq()));
    List<TalkEntry> all = new ArrayList<>(recalled);
    all.removeIf(entry -> known.contains(entry.seq()));
    all.addAll(held);
    held.clear();
    all.sort(Comparator.comparingLong(TalkEntry::seq));
    return all;
  }

  /** The changes that came during the wait, in order; to be told now. */
  List<Event> releaseChanges() {
    List<Event> changes = List.copyOf(heldChanges);
    heldChanges.clear();
    return changes;
  }
}
