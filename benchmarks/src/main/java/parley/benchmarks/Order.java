package parley.benchmarks;

/**
 * What one member has had of every sender: each message comes once, in order and unharmed, or is
 * counted as a fault. Confined to the thread of its member.
 */
final class Order {
  private final Plan plan;
  private final Tally tally;
  private final InFlight inFlight;

  /** The next number of each sender. */
  private final int[] next;

  private long lastSeq = -1;

  Order(Plan plan, Tally tally, InFlight inFlight) {
    this.plan = plan;
    this.tally = tally;
    this.inFlight = inFlight;
    this.next = new int[plan.senders()];
  }

  /** For a member that came while others had sent already: what is the next of each of them. */
  void expect(long[] sent) {
    for (int sender = 0; sender < next.length; sender++) {
      next[sender] = (int) sent[sender];
    }
  }

  /** A message of the member itself, that is not sent back to it. */
  void own(int sender, int number) {
    next[sender] = number + 1;
    inFlight.arrived(sender, number);
  }

  /**
   * @param text where the text begins
   * @param now of the receipt, {@link System#nanoTime}; -1 where its latency does not count
   */
  void check(long seq, byte[] bytes, int text, long now) {
    int sender = Text.sender(bytes, text);
    int number = Text.number(bytes, text);
    long time = Text.time(bytes, text);
    boolean whole = plan.text().isAt(bytes, text) && sender >= 0 && number >= 0 && time >= 0;
    if (!whole || sender >= next.length) {
      tally.corrupt++;
      return;
    }
    if (plan.wire().ordersAll() && seq <= lastSeq) {
      tally.disordered++;
    }
    lastSeq = seq;
    if (number == next[sender]) {
      next[sender] = number + 1;
    } else if (number > next[sender]) {
      tally.lost += number - next[sender];
      next[sender] = number + 1;
    } else {
      tally.repeated++;
    }
    inFlight.arrived(sender, number);
    if (now != -1) {
      tally.latency.recordValue(Math.max(0, now - time) / 1000);
    }
  }

  /** How many messages of all senders were to come in the end and did not. */
  long missing(long[] sentBySender) {
    long missing = 0;
    for (int sender = 0; sender < next.length; sender++) {
      missing += sentBySender[sender] - next[sender];
    }
    return missing;
  }
}
