package parley.benchmarks;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What a load does.
 *
 * @param members connections, all of them in the room; the first {@code senders} of them also send
 * @param rate messages a second of all senders together, due at fixed times whatever comes back; 0
 *     is full load instead
 * @param outstanding at full load: messages of each sender that not every member has yet
 * @param warmUp of sending before the measured window
 * @param window the measured time
 */
record Plan(
    Wire wire,
    InetSocketAddress address,
    boolean tls,
    int members,
    int senders,
    double rate,
    int outstanding,
    Text text,
    Duration warmUp,
    Duration window) {

  /** How many get each message. */
  int receivers() {
    return wire.echoes() ? members : members - 1;
  }

  boolean paced() {
    return rate > 0;
  }

  /** When, in nanoseconds after the start, message {@code number} of {@code sender} is due. */
  long due(int sender, long number) {
    return (long) ((number * senders + sender) * 1e9 / rate);
  }
}
