package parley.server.rate;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import parley.server.net.Network;

/**
 * A lane for each network: of those in it one goes on at a time, and the others wait behind it in
 * the order in which they came. So what follows, which all networks share, is a queue in which each
 * has one place and stands behind the others again after each turn: no longer than there are lanes.
 * Safe on any thread.
 */
public final class Lanes {
  private static final class Lane {
    private final Semaphore first = new Semaphore(1, true);

    /** Who goes on and who waits; guarded by the lanes. */
    private int in;
  }

  private final Map<Network, Lane> lanes = new HashMap<>();
  private final int networks;
  private final int most;

  /** For as many as come: whoever lets them in bounds them. */
  public Lanes() {
    this(Integer.MAX_VALUE, Integer.MAX_VALUE - 1);
  }

  /**
   * @param networks of how many networks somebody may be in
   * @param waiting how many of a network may wait behind the one that goes on
   */
  public Lanes(int networks, int waiting) {
    this.networks = networks;
    most = waiting + 1;
  }

  /**
   * Waits until it is the first of its network. Whoever was let in says so when it is done, with
   * {@link #leave}.
   *
   * @return false where too many wait already, of the network or of others; not let in then
   */
  public boolean enter(Network network) throws InterruptedException {
    Lane lane;
    synchronized (this) {
      lane = lanes.get(network);
      if (lane == null ? lanes.size() == networks : lane.in == most) {
        return false;
      }
      if (lane == null) {
        lane = new Lane();
        lanes.put(network, lane);
      }
      lane.in++;
    }
    try {
      lane.first.acquire();
    } catch (InterruptedException e) {
      forget(network, lane);
      throw e;
    }
    return true;
  }

  /** The first of a network is done. */
  public void leave(Network network) {
    Lane lane;
    synchronized (this) {
      lane = lanes.get(network);
    }
    lane.first.release();
    forget(network, lane);
  }

  private synchronized void forget(Network network, Lane lane) {
    lane.in--;
    if (lane.in == 0) {
      lanes.remove(network);
    }
  }
}
