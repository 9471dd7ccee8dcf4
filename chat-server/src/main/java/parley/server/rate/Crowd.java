package parley.server.rate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.server.net.Network;

/**
 * Those who came and have not shown yet what they want: so many of one network, and so many in all.
 * Nobody is turned away; who comes when all places are taken has the place of whoever has stood
 * there for longest, of the same network, or else of the network that has most places. Guarded by
 * itself; who loses a place is told without its lock.
 */
public final class Crowd {
  /** Where somebody stands. */
  public final class Place {
    private final Network network;
    private final Runnable out;

    private Place(Network network, Runnable out) {
      this.network = network;
      this.out = out;
    }

    /** Gives the place back; nothing where it was lost or given back before. */
    public void leave() {
      Crowd.this.leave(this);
    }
  }

  /** Oldest first. */
  private final Map<Network, Set<Place>> places = new HashMap<>();

  private int taken;

  /**
   * Takes a place, of somebody else if need be.
   *
   * @param ofNetwork how many places one network may have, at least 1
   * @param inAll how many places there are, at least 1
   * @param out told when this place is lost to somebody else; must not block
   */
  public Place enter(Network network, int ofNetwork, int inAll, Runnable out) {
    Place mine = new Place(network, out);
    List<Place> lost = new ArrayList<>();
    synchronized (this) {
      Set<Place> own = places.getOrDefault(network, Set.of());
      while (own.size() >= ofNetwork) {
        lost.add(removeOldest(network));
      }
      while (taken >= inAll) {
        lost.add(removeOldest(fullest()));
      }
      places.computeIfAbsent(network, _ -> new LinkedHashSet<>()).add(mine);
      taken++;
    }
    lost.forEach(place -> place.out.run());
    return mine;
  }

  /** How many places are taken. */
  public synchronized int taken() {
    return taken;
  }

  private Network fullest() {
    return places.entrySet().stream()
        .max((a, b) -> Integer.compare(a.getValue().size(), b.getValue().size()))
        .orElseThrow()
        .getKey();
  }

  private Place removeOldest(Network network) {
    Set<Place> own = places.get(network);
    Iterator<Place> oldestFirst = own.iterator();
    Place oldest = oldestFirst.next();
    oldestFirst.remove();
    removed(network, own);
    return oldest;
  }

  private synchronized void leave(Place place) {
    Set<Place> own = places.get(place.network);
    if (own != null && own.remove(place)) {
      removed(place.network, own);
    }
  }

  private void removed(Network network, Set<Place> left) {
    taken--;
    if (left.isEmpty()) {
      places.remove(network);
    }
  }
}
