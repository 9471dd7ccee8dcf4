package parley.server.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where times go back in a log, because the machine's clock was set back: between two of these they
 * never do, so that an event of a time is found by halving.
 *
 * @param starts the numbers of the first events behind each, in order
 */
record ClockSetbacks(List<Long> starts) {
  /** Their key among the small facts. */
  static final String META = "clock.set-back";

  /** No more are kept: of a log that somebody made up, the oldest are forgotten. */
  private static final int MOST = 1_000;

  ClockSetbacks {
    starts = List.copyOf(starts);
  }

  /**
   * @param noted what {@link #text} gave, or empty
   */
  static ClockSetbacks of(String noted) {
    return new ClockSetbacks(
        Arrays.stream(noted.split(" ")).filter(n -> !n.isEmpty()).map(Long::valueOf).toList());
  }

  String text() {
    return starts.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  ClockSetbacks with(long start) {
    List<Long> more = new ArrayList<>(starts);
    more.add(start);
    return new ClockSetbacks(more.subList(Math.max(0, more.size() - MOST), more.size()));
  }
}
