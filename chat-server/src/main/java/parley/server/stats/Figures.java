package parley.server.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import parley.protocol.Json;
import tools.jackson.core.type.TypeReference;

/**
 * All figures of one moment: what the {@code stats} request, the {@code stats} command, the log and
 * the metrics show. Counts are since the start; latencies are of about the latest minute.
 *
 * @param at when, ISO 8601 in UTC
 * @param refused connections, by the reason
 * @param ended connections, by how they ended
 * @param refusals requests answered with an error, by its code; only those that there were
 * @param failedCommits by how
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figures(
    String at,
    double uptimeSeconds,
    About about,
    Chat chat,
    Connections connections,
    Map<String, Long> refused,
    Map<String, Long> ended,
    Map<String, Long> refusals,
    Map<String, Long> failedCommits,
    Traffic traffic,
    Messages messages,
    Outboxes outboxes,
    Files files,
    Disk disk,
    Storage storage,
    Search search,
    Certificate certificate,
    Quantiles commitMs,
    Quantiles deliveryMs,
    ProcessFigures process) {

  /**
   * Connections of this moment, and how many there were.
   *
   * @param undecided those that have not sent a byte yet
   * @param total accepted since the start
   */
  public record Connections(
      int now, int tls, int plain, List<OfMode> modes, int undecided, long total) {

    /** A figure for each mode, of now and since the start: {@code framed}, {@code totalFramed}. */
    @JsonValue
    public Map<String, Object> asMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("now", now);
      map.put("tls", tls);
      map.put("plain", plain);
      modes.forEach(of -> map.put(of.label(), of.now));
      map.put("undecided", undecided);
      map.put("total", total);
      modes.forEach(of -> map.put("total" + of.capitals(), of.total));
      return map;
    }
  }

  /**
   * Connections of one wire mode, of this moment and since the start.
   *
   * @param mode as people read it
   */
  public record OfMode(String mode, int now, long total) {
    private String label() {
      return mode.toLowerCase(Locale.ROOT);
    }

    private String capitals() {
      return label().substring(0, 1).toUpperCase(Locale.ROOT) + label().substring(1);
    }
  }

  /**
   * @param bytesIn inside TLS, as are {@code bytesOut}
   * @param writes calls that wrote to a socket
   * @param brokenStreams connections whose bytes broke the framing
   * @param busyReaders times that a reader kept a core for over half a second
   * @param handshakesDelayed TLS handshakes that waited because their network began too many
   */
  public record Traffic(
      long bytesIn,
      long bytesOut,
      long framesIn,
      long framesOut,
      long writes,
      long brokenStreams,
      long busyReaders,
      long handshakesDelayed) {}

  /**
   * @param accepted messages that are on disk
   * @param deliveries of a message to one connection
   * @param refusedRequests requests answered with an error
   * @param throttled times that a connection was read later because of its rate
   */
  public record Messages(
      long accepted,
      long deliveries,
      long events,
      long commits,
      long refusedRequests,
      long throttled) {}

  /**
   * What waits to be written.
   *
   * @param largest of one connection, in bytes
   * @param behind connections served from the log, now; the other two count times
   */
  public record Outboxes(
      long bytes, long largest, int behind, long fellBehind, long caughtUp, long droppedPresence) {}

  /**
   * Files since the start, but for the last three, which are of now.
   *
   * @param uploads files that came whole
   * @param transfers that run
   * @param stored files in the store, of {@code storedBytes} together
   */
  public record Files(
      long uploads,
      long downloads,
      long bytesIn,
      long bytesOut,
      int transfers,
      long stored,
      long storedBytes) {}

  /**
   * The disk of the data folder.
   *
   * @param reserveBytes below which nothing new is taken, 0 for none
   * @param scarce whether nothing new is taken now
   */
  public record Disk(long freeBytes, long reserveBytes, boolean scarce) {
    static final Disk NONE = new Disk(0, 0, false);
  }

  /**
   * Which program it is.
   *
   * @param commit of its sources; {@code unknown} where it was not built from them
   * @param format of the log's file
   */
  public record About(String version, String commit, int format) {}

  /**
   * Who is there now.
   *
   * @param people who are known: accounts, and guests whose names are kept
   * @param online people with a connection
   * @param operators and owners, there or not
   */
  public record Chat(int rooms, int people, int online, int operators) {}

  /**
   * What is in the data folder besides files, of now.
   *
   * @param logBytes of the log and what is written ahead of it
   * @param indexBytes of the search index
   * @param toErase numbers of events that retention has yet to go through, of the room that is next
   * @param lastBackup when the last whole backup was made, ISO 8601 in UTC; missing: never
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Storage(long logBytes, long indexBytes, long toErase, String lastBackup) {}

  /**
   * What the server itself tells.
   *
   * @param limits in force, by setting; infinite for no limit
   */
  public record Own(About about, Chat chat, Storage storage, Map<String, Double> limits) {
    static final Own NONE =
        new Own(
            new About("dev", "unknown", 0),
            new Chat(0, 0, 0, 0),
            new Storage(0, 0, 0, null),
            Map.of());
  }

  /** What of {@link Files} the files themselves tell. */
  public record Stored(int transfers, long files, long bytes) {
    static final Stored NONE = new Stored(0, 0, 0);
  }

  /**
   * How far the search index is; missing where searching is switched off.
   *
   * @param position the event up to which all messages can be found
   * @param lag events that are not in it yet
   * @param held true where the index waits for room on the disk, else missing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Search(long position, long lag, Boolean held) {}

  /**
   * The certificate in use; missing where there is no TLS.
   *
   * @param until when it, or one of its chain, ends, ISO 8601 in UTC
   * @param daysLeft until then
   */
  public record Certificate(String until, double daysLeft) {
    public static Certificate of(Instant end, Instant now) {
      double days = Duration.between(now, end).toMinutes() / (24 * 60.0);
      return new Certificate(end.toString(), Math.round(days * 100) / 100.0);
    }
  }

  /** In milliseconds; {@code count} is how many were measured. */
  public record Quantiles(long count, double p50, double p90, double p99, double p999, double max) {
    static Quantiles of(Histogram nanos) {
      return new Quantiles(
          nanos.getTotalCount(),
          millis(nanos.getValueAtPercentile(50)),
          millis(nanos.getValueAtPercentile(90)),
          millis(nanos.getValueAtPercentile(99)),
          millis(nanos.getValueAtPercentile(99.9)),
          millis(nanos.getMaxValue()));
    }

    private static double millis(long nanos) {
      return Math.round(nanos / 1e3) / 1e3;
    }
  }

  public static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  public static Figures of(Stats stats, ConnectionFigures live) {
    long now = System.currentTimeMillis();
    Stored stored = stats.files();
    Own own = stats.own();
    return new Figures(
        Instant.ofEpochMilli(now).truncatedTo(ChronoUnit.MILLIS).toString(),
        (SteadyClock.millis() - stats.startedAt()) / 1e3,
        own.about(),
        own.chat(),
        new Connections(
            live.connections(),
            live.connections(true),
            live.connections(false),
            stats.detected().entrySet().stream()
                .map(e -> new OfMode(e.getKey(), live.connections(e.getKey()), e.getValue()))
                .toList(),
            live.connections((String) null),
            stats.value(Counter.ACCEPTED)),
        stats.values(Counter.Family.REFUSED),
        stats.values(Counter.Family.ENDED),
        stats.refusals(),
        stats.values(Counter.Family.COMMITS_FAILED),
        new Traffic(
            stats.value(Counter.BYTES_IN),
            stats.value(Counter.BYTES_OUT),
            stats.value(Counter.FRAMES_IN),
            stats.value(Counter.FRAMES_OUT),
            stats.value(Counter.WRITES),
            stats.value(Counter.BROKEN_STREAMS),
            stats.value(Counter.BUSY_READERS),
            stats.value(Counter.HANDSHAKES_DELAYED)),
        new Messages(
            stats.value(Counter.MESSAGES),
            stats.value(Counter.DELIVERIES),
            stats.value(Counter.EVENTS),
            stats.value(Counter.COMMITS),
            stats.value(Counter.REFUSED_REQUESTS),
            stats.value(Counter.THROTTLED)),
        new Outboxes(
            live.outboxBytes(),
            live.largestOutbox(),
            live.behind(),
            stats.value(Counter.FELL_BEHIND),
            stats.value(Counter.CAUGHT_UP),
            stats.value(Counter.DROPPED_PRESENCE)),
        new Files(
            stats.value(Counter.UPLOADS),
            stats.value(Counter.DOWNLOADS),
            stats.value(Counter.FILE_BYTES_IN),
            stats.value(Counter.FILE_BYTES_OUT),
            stored.transfers(),
            stored.files(),
            stored.bytes()),
        stats.disk(),
        own.storage(),
        stats.search(),
        stats.certificate(),
        Quantiles.of(stats.commits().recent()),
        Quantiles.of(stats.deliveries().recent()),
        ProcessFigures.now());
  }

  /** The same as nested maps in the same order, for JSON. */
  public Map<String, Object> asMap() {
    return Json.MAPPER.convertValue(this, new TypeReference<LinkedHashMap<String, Object>>() {});
  }
}
