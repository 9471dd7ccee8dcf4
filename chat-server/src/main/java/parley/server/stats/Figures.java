package parley.server.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import parley.protocol.Json;
import parley.protocol.Mode;
import tools.jackson.core.type.TypeReference;

/**
 * All figures of one moment: what the {@code stats} request, the {@code stats} command, the log and
 * the metrics show. Counts are since the start; latencies are of about the latest minute.
 *
 * @param at when, ISO 8601 in UTC
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figures(
    String at,
    double uptimeSeconds,
    Connections connections,
    Refused refused,
    Ended ended,
    Traffic traffic,
    Messages messages,
    Outboxes outboxes,
    Files files,
    Search search,
    Quantiles commitMs,
    Quantiles deliveryMs,
    ProcessFigures process) {

  /**
   * Connections of this moment, and how many there were.
   *
   * @param undecided those that have not sent a byte yet
   * @param total accepted since the start, by the mode they chose in the three that follow
   */
  public record Connections(
      int now,
      int tls,
      int plain,
      int framed,
      int ndjson,
      int text,
      int undecided,
      long total,
      long totalFramed,
      long totalNdjson,
      long totalText) {}

  /**
   * Connections that were refused.
   *
   * @param full because of {@code limits.connections}
   * @param address because of {@code limits.connections-per-address}
   * @param handshake because TLS failed or took too long
   */
  public record Refused(long full, long address, long banned, long handshake) {
    public long total() {
      return full + address + banned + handshake;
    }
  }

  /** How connections ended. */
  public record Ended(
      long clean, long halfClose, long reset, long brokenPipe, long timeout, long byServer) {}

  /**
   * @param bytesIn inside TLS, as are {@code bytesOut}
   * @param writes calls that wrote to a socket
   * @param brokenStreams connections whose bytes broke the framing
   */
  public record Traffic(
      long bytesIn,
      long bytesOut,
      long framesIn,
      long framesOut,
      long writes,
      long brokenStreams) {}

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

  /** What of {@link Files} the files themselves tell. */
  public record Stored(int transfers, long files, long bytes) {
    static final Stored NONE = new Stored(0, 0, 0);
  }

  /**
   * How far the search index is; missing where searching is switched off.
   *
   * @param position the event up to which all messages can be found
   * @param lag events that are not in it yet
   */
  public record Search(long position, long lag) {}

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

  public static Figures of(Stats stats, Live live) {
    long now = System.currentTimeMillis();
    Stored stored = stats.files();
    return new Figures(
        Instant.ofEpochMilli(now).truncatedTo(ChronoUnit.MILLIS).toString(),
        (SteadyClock.millis() - stats.startedAt()) / 1e3,
        new Connections(
            live.connections(),
            live.connections(true),
            live.connections(false),
            live.connections(Mode.FRAMED),
            live.connections(Mode.NDJSON),
            live.connections(Mode.TEXT),
            live.connections((Mode) null),
            stats.value(Counter.ACCEPTED),
            stats.value(Counter.FRAMED),
            stats.value(Counter.NDJSON),
            stats.value(Counter.TEXT)),
        new Refused(
            stats.value(Counter.REFUSED_FULL),
            stats.value(Counter.REFUSED_ADDRESS),
            stats.value(Counter.REFUSED_BANNED),
            stats.value(Counter.HANDSHAKE_FAILED)),
        new Ended(
            stats.value(Counter.ENDED_CLEAN),
            stats.value(Counter.ENDED_HALF_CLOSE),
            stats.value(Counter.ENDED_RESET),
            stats.value(Counter.ENDED_BROKEN_PIPE),
            stats.value(Counter.ENDED_TIMEOUT),
            stats.value(Counter.ENDED_BY_SERVER)),
        new Traffic(
            stats.value(Counter.BYTES_IN),
            stats.value(Counter.BYTES_OUT),
            stats.value(Counter.FRAMES_IN),
            stats.value(Counter.FRAMES_OUT),
            stats.value(Counter.WRITES),
            stats.value(Counter.BROKEN_STREAMS)),
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
        stats.search(),
        Quantiles.of(stats.commits().recent()),
        Quantiles.of(stats.deliveries().recent()),
        ProcessFigures.now());
  }

  /** The same as nested maps in the same order, for JSON. */
  public Map<String, Object> asMap() {
    return Json.MAPPER.convertValue(this, new TypeReference<LinkedHashMap<String, Object>>() {});
  }
}
