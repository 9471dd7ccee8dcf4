package parley.server.state;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import parley.protocol.RoomBar;

/** Who is kept from something in a room. Changed by one thread, read on any. */
public final class RoomBars {
  private final Map<RoomBar, Map<String, Bar>> byPerson =
      Map.of(RoomBar.MUTE, new ConcurrentHashMap<>(2), RoomBar.BAN, new ConcurrentHashMap<>(2));

  /** By what somebody is kept from something, by their id; null for nothing. It may be over. */
  public Bar of(RoomBar bar, String person) {
    return byPerson.get(bar).get(person);
  }

  /** By what newcomers of one of these networks are kept from something; null for nothing. */
  public Bar ofNetworks(RoomBar bar, Collection<String> networks, long now) {
    return byPerson.get(bar).values().stream()
        .filter(b -> !b.over(now) && b.networks().stream().anyMatch(networks::contains))
        .findFirst()
        .orElse(null);
  }

  public boolean isEmpty() {
    return byPerson.values().stream().allMatch(Map::isEmpty);
  }

  /** All of them, in the order in which they were said. */
  public List<Bar> all() {
    return byPerson.values().stream()
        .flatMap(of -> of.values().stream())
        .sorted(Comparator.comparingLong(Bar::since).thenComparing(Bar::person))
        .toList();
  }

  public void add(Bar bar) {
    byPerson.get(bar.bar()).put(bar.person(), bar);
  }

  public void remove(RoomBar bar, String person) {
    byPerson.get(bar).remove(person);
  }

  /** Who is gone for good is kept out by nothing but where they came from. */
  public void forget(String person) {
    for (Map<String, Bar> of : byPerson.values()) {
      of.computeIfPresent(person, (_, bar) -> bar.networks().isEmpty() ? null : bar);
    }
  }
}
