package parley.server.stats;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.Mode;

/**
 * The connections of this moment.
 *
 * @param groups how many there are of each kind; kinds of which there is none may be missing
 * @param outboxBytes what waits in memory for all of them
 * @param largestOutbox what waits for the one that has most waiting, in bytes
 * @param behind connections that are served from the log because their outbox was full
 */
public record Live(List<Group> groups, long outboxBytes, long largestOutbox, int behind) {
  public static final Live NOBODY = new Live(List.of(), 0, 0, 0);

  /**
   * @param mode null until the first byte has said
   */
  public record Group(Mode mode, boolean tls, int connections) {}

  public Live {
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
  public int connections(Mode mode) {
    return groups.stream().filter(g -> g.mode == mode).mapToInt(Group::connections).sum();
  }

  /** Adds connections up, one after another; confined to one thread. */
  public static final class Tally {
    private static final int UNKNOWN = Mode.values().length;
    private final int[][] counts = new int[UNKNOWN + 1][2];
    private long bytes;
    private long largest;
    private int behind;

    /**
     * @param mode null until the first byte has said
     */
    public void add(Mode mode, boolean tls, long outboxBytes, boolean isBehind) {
      counts[mode == null ? UNKNOWN : mode.ordinal()][tls ? 1 : 0]++;
      bytes += outboxBytes;
      largest = Math.max(largest, outboxBytes);
      behind += isBehind ? 1 : 0;
    }

    public Live sum() {
      List<Group> groups = new ArrayList<>();
      for (int mode = 0; mode <= UNKNOWN; mode++) {
        for (int tls = 0; tls < 2; tls++) {
          groups.add(
              new Group(mode == UNKNOWN ? null : Mode.values()[mode], tls == 1, counts[mode][tls]));
        }
      }
      return new Live(groups, bytes, largest, behind);
    }
  }
}
