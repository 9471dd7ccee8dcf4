package parley.benchmarks;

import org.HdrHistogram.Histogram;

/**
 * What a load saw in its measured window.
 *
 * @param seconds length of the window
 * @param deliveries checked deliveries in it
 * @param bytesPerDelivery on the wire before TLS, framing included
 * @param deliveriesPerRead how many the load took with one read
 * @param deliveriesPerWrite how many the measured process wrote with one system call
 * @param cpuMicros user and kernel time of the measured process per delivery, -1 without a process
 * @param cores CPU seconds a second of the measured process
 * @param switches context switches of the measured process per delivery
 * @param residentBytes memory of the measured process at the window's end
 * @param loadCores CPU seconds a second of the load itself
 * @param latency send to receive
 * @param latestMillis the longest that a paced message was written after it was due
 * @param sent messages of the whole run, each owed to every member
 * @param faults what was wrong in the whole run; must be none
 * @param parsed deliveries of the whole run that went through the JSON parser too
 * @param suite the TLS version and suite, null where it was plain
 */
record Result(
    double seconds,
    long deliveries,
    double deliveriesPerSecond,
    double bytesPerDelivery,
    double deliveriesPerRead,
    double deliveriesPerWrite,
    double cpuMicros,
    double cores,
    double switches,
    long residentBytes,
    double loadCores,
    Latency latency,
    double latestMillis,
    long sent,
    Faults faults,
    long parsed,
    String suite) {

  /** Milliseconds. */
  record Latency(double p50, double p90, double p99, double p999, double max) {
    static Latency of(Histogram micros) {
      return new Latency(
          micros.getValueAtPercentile(50) / 1e3,
          micros.getValueAtPercentile(90) / 1e3,
          micros.getValueAtPercentile(99) / 1e3,
          micros.getValueAtPercentile(99.9) / 1e3,
          micros.getMaxValue() / 1e3);
    }
  }

  /**
   * @param lost deliveries that never came
   * @param repeated deliveries that came again or after a later one of the same sender
   * @param disordered deliveries whose {@code seq} did not increase
   * @param corrupt deliveries whose text was not the sent one
   * @param unacknowledged messages without an {@code ok} though they came back
   */
  record Faults(long lost, long repeated, long disordered, long corrupt, long unacknowledged) {
    long sum() {
      return lost + repeated + disordered + corrupt + unacknowledged;
    }
  }
}
