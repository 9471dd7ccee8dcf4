package parley.server.config;

import java.time.Duration;
import java.util.List;

/**
 * The edges of what a setting may be: 0 where that means something, its least, its greatest.
 *
 * @param within each of which is allowed
 * @param beyond one past each end, which is refused
 */
public record Edges(List<String> within, List<String> beyond) {
  private static final long NO_TERABYTES = Settings.NO_BYTES / 1_000_000_000_000L;

  /** Of any setting but a word, a name or a place, which have no edges. */
  public static Edges of(Key<?> key) {
    return switch (key.kind()) {
      case ValueType.Count(int least, int most, String _) ->
          new Edges(List.of("" + least, "" + most), List.of("" + (least - 1), "" + (most + 1)));
      case ValueType.Limit _ ->
          new Edges(List.of("0", "1", "" + Settings.NONE), List.of("-1", Settings.NONE + 1 + ""));
      case ValueType.Span(String least, String most) ->
          new Edges(List.of(least, most), List.of(past(least, -1), past(most, 1)));
      case ValueType.Size _ ->
          new Edges(
              List.of("0", "1KB", NO_TERABYTES + "TB"),
              List.of("-1KB", NO_TERABYTES + 1 + "TB", "999999999999TB"));
      case ValueType.Retention _ ->
          new Edges(
              List.of("forever", "1m", "36500d", "1KB", NO_TERABYTES + "TB"),
              List.of("59s", "36501d", "0", NO_TERABYTES + 1 + "TB"));
      case ValueType.Records _ ->
          new Edges(
              List.of("forever", "1d", "36500d"), List.of("86399999ms", "36501d", "0", "10GB"));
      case ValueType.Line(int longest) ->
          new Edges(List.of("", "x".repeat(longest)), List.of("x".repeat(longest + 1)));
      default -> new Edges(List.of(), List.of());
    };
  }

  private static String past(String span, long millis) {
    Duration at = new ValueType.Span("0s", "36500d").parse(span);
    return at.plusMillis(millis).toMillis() + "ms";
  }
}
