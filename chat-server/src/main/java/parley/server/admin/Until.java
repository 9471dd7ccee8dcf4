package parley.server.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.server.stats.SteadyClock;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as operators type them, and the ends they lead to. */
final class Until implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(s|m|h|d|w)");

  @Override
  public Duration convert(String typed) {
    Matcher form = FORM.matcher(typed);
    if (!form.matches()) {
      throw new TypeConversionException(
          "\"" + typed + "\" is no time with its unit, such as 30s, 10m, 2h, 1d or 1w");
    }
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofDays(7 * number);
    };
  }

  /** In milliseconds since 1970 UTC; 0, for ever, where no duration was given. */
  static long end(Duration duration) {
    return duration == null ? 0 : SteadyClock.millis() + duration.toMillis();
  }

  /** {@code until 2026-11-22T09:30:00Z} or {@code for ever}. */
  static String text(long end) {
    return end == 0 ? "for ever" : "until " + time(end);
  }

  /** ISO 8601 in UTC, to the second. */
  static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
