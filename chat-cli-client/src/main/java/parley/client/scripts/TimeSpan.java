package parley.client.scripts;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time with its unit on a command line: {@code 90s}, {@code 10m}, {@code 2h}, {@code 1d}. */
final class TimeSpan implements ITypeConverter<Duration> {
  private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,6})(s|m|h|d)");
  private static final Duration MOST = Duration.ofDays(30);

  @Override
  public Duration convert(String given) {
    Matcher matcher = SPAN.matcher(given);
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      Duration span =
          switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          };
      if (span.compareTo(MOST) <= 0) {
        return span;
      }
    }
    throw new TypeConversionException("a time is 1s to 30d, such as 90s, 10m or 2h.");
  }

  /** In the largest unit that says it exactly. */
  static String words(Duration span) {
    long seconds = span.toSeconds();
    return seconds % 86_400 == 0
        ? seconds / 86_400 + " d"
        : seconds % 3_600 == 0
            ? seconds / 3_600 + " h"
            : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
