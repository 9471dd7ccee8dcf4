package parley.benchmarks;

/**
 * At full load, which messages are on their way: one is until every member has it. That keeps a
 * fixed number of them between the senders and the slowest member, so that what waits anywhere is
 * bounded and no one is measured by how much it can pile up. Confined to the loop's thread.
 */
final class InFlight {
  private final int members;
  private final int outstanding;

  /**
   * How many members have a message, by sender and number modulo {@code outstanding}: members get a
   * sender's messages in order, so those on their way are neighbours.
   */
  private final int[] arrived;

  /** By sender: messages that arrived everywhere and have had no successor yet. */
  private final int[] owed;

  private int owedInAll;

  InFlight(int members, int senders, int outstanding) {
    this.members = members;
    this.outstanding = outstanding;
    this.arrived = new int[senders * outstanding];
    this.owed = new int[senders];
  }

  /** One more member has it. */
  void arrived(int sender, int number) {
    int slot = sender * outstanding + number % outstanding;
    if (++arrived[slot] == members) {
      arrived[slot] = 0;
      owed[sender]++;
      owedInAll++;
    }
  }

  boolean isOwed() {
    return owedInAll > 0;
  }

  /** How many messages a sender may send now; it will. */
  int take(int sender) {
    int count = owed[sender];
    owed[sender] = 0;
    owedInAll -= count;
    return count;
  }
}
