package parley.protocol;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the server's figures went. The sample with the number {@code n} is of the seconds from {@code
 * n × step} on, by a clock that goes on evenly when somebody sets the machine's; where nothing was
 * measured then, it is null.
 *
 * @param step seconds that one sample is of
 * @param first the number of the first sample; the newest one may not be over yet
 * @param at when the first one began, by the machine's clock, ISO 8601 in UTC
 * @param samples by the name of the figure, all of one length
 * @param refused refused requests a second, by their code: the commonest, and {@code other}
 * @param slowest who has most waiting to be taken, the most first; null for who may not see them
 */
public record Series(
    Span span,
    int step,
    long first,
    String at,
    Map<String, List<Number>> samples,
    Map<String, List<Number>> refused,
    List<SlowReader> slowest) {
  public Series {
    Objects.requireNonNull(span, "span");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(samples, "samples");
  }

  /** The same for who may see who is slow. */
  public Series with(List<SlowReader> slowest) {
    return new Series(span, step, first, at, samples, refused, slowest);
  }

  /**
   * Somebody for whom something waits.
   *
   * @param bytes that wait in memory
   * @param behind whether they are told from the log because that was too much
   */
  public record SlowReader(String name, long connection, long bytes, boolean behind) {}
}
