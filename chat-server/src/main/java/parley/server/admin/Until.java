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

  /** What a clock is set by in ordinary use, which moves no end that was told. */
  private static final long LITTLE_MILLIS = 60_000;

  /** A hundred years: all further ends are told with more digits than a year has. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  @Override
  public Duration convert(String typed) {
    Matcher form = FORM.matcher(typed);
    if (!form.matches()) {
      throw new TypeConversionException(
          "\"" + typed + "\" is no time with its unit, such as 30s, 10m, 2h, 1d or 1w");
    }
    long number = Long.parseLong(form.group(1));
    Duration duration =
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "d" -> Duration.ofDays(number);
          default -> Duration.ofDays(7 * number);
        };
    if (duration.compareTo(LONGEST) > 0) {
      throw new TypeConversionException(
          "\"" + typed + "\" is more than " + LONGEST.toDays() + "d; leave it out for ever");
    }
    return duration;
  }

  /**
   * In milliseconds since 1970 UTC; 0, for ever, where no duration was given.
   *
   * @throws Refusal where it would be over at once
   */
  static long end(Duration duration) throws Refusal {
    if (duration != null && duration.isZero()) {
      throw new Refusal("A time of 0 would be over at once; leave --for out for ever.");
    }
    return duration == null ? 0 : SteadyClock.millis() + duration.toMillis();
  }

  /** {@code until 2026-11-22T09:30:00Z} or {@code for ever}. */
  static String text(long end) {
    return end == 0 ? "for ever" : "until " + endTime(end);
  }

  /**
   * When a ban or a mute ends, by this machine's clock as it is now: they last as long as was said,
   * also where the clock was set meanwhile.
   */
  static String endTime(long end) {
    long ahead = SteadyClock.aheadMillis();
    return time(Math.abs(ahead) > LITTLE_MILLIS ? end + ahead : end);
  }

  /** ISO 8601 in UTC, to the second. */
  static String time(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
