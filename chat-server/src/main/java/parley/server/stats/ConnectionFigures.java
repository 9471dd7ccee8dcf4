package parley.server.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The connections of this moment.
 *
 * @param groups how many there are of each kind; kinds of which there is none may be missing
 * @param outboxBytes what waits in memory for all of them
 * @param largestOutbox what waits for the one that has most waiting, in bytes
 * @param behind connections that are served from the log because their outbox was full
 */
public record ConnectionFigures(
    List<Group> groups, long outboxBytes, long largestOutbox, int behind) {
  public static final ConnectionFigures NOBODY = new ConnectionFigures(List.of(), 0, 0, 0);

  /**
   * @param mode as people read it; null until the first bytes have said
   */
  public record Group(String mode, boolean tls, int connections) {}

  public ConnectionFigures {
    groups = List.copyOf(groups);
  }

  public int connections() {
    return groups.stream().mapToInt(Group::connections).sum();
  }

  /** With TLS, or without. */
  public int connections(boolean tls) {
    return groups.stream().filter(g -> g.tls == tls).mapToInt(Group::connections).sum();
  }

  /** Of one mode; null asks for those that have not chosen one yet. */
  public int connections(String mode) {
    return groups.stream()
        .filter(g -> Objects.equals(g.mode, mode))
        .mapToInt(Group::connections)
        .sum();
  }

  /** Adds connections up, one after another; confined to one thread. */
  public static final class Tally {
    private final List<String> modes;

    /** By mode, and behind them those that have not said; without TLS, and with it. */
    private final int[][] counts;

    private long bytes;
    private long largest;
    private int behind;

    /**
     * @param modes those that there are, as people read them
     */
    public Tally(List<String> modes) {
      this.modes = modes;
      this.counts = new int[modes.size() + 1][2];
    }

    /**
     * @param mode null until the first bytes have said
     */
    public void add(String mode, boolean tls, long outboxBytes, boolean isBehind) {
      counts[mode == null ? modes.size() : modes.indexOf(mode)][tls ? 1 : 0]++;
      bytes += outboxBytes;
      largest = Math.max(largest, outboxBytes);
      behind += isBehind ? 1 : 0;
    }

    public ConnectionFigures sum() {
      List<Group> groups = new ArrayList<>();
      for (int i = 0; i < counts.length; i++) {
        String mode = i == modes.size() ? null : modes.get(i);
        groups.add(new Group(mode, false, counts[i][0]));
        groups.add(new Group(mode, true, counts[i][1]));
      }
      return new ConnectionFigures(groups, bytes, largest, behind);
    }
  }
}
