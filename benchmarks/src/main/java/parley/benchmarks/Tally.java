package parley.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * What the load counted. Written by its thread; read by others after its end but for the atomics.
 */
final class Tally {
  /** Deliveries so far, published after every read. */
  final AtomicLong deliveries = new AtomicLong();

  final AtomicLong sent = new AtomicLong();

  /** Send to receive, in microseconds, of deliveries in the window. */
  final Histogram latency = new Histogram(3);

  /** In the window: deliveries, their bytes with framing, and the reads that brought them. */
  long measured;

  long bytes;
  long reads;

  long acknowledged;

  /** Numbers of a sender that were passed over, that came again or late. */
  long lost;

  long repeated;

  /** Deliveries whose {@code seq} was not above the one before. */
  long disordered;

  /** Texts that are not what was sent. */
  long corrupt;

  /** Deliveries that went through the JSON parser too. */
  long parsed;

  /** The longest that a paced message was written after it was due, in nanoseconds. */
  long latest;
}
