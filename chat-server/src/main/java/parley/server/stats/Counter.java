package parley.server.stats;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What is counted, from the start of the server: the one table from which its name for Prometheus
 * and the words of people's figures come.
 */
public enum Counter {
  ACCEPTED("parley_connections_accepted", "connections accepted"),
  REFUSED_FULL(
      Family.REFUSED, "full", "server full", "connections refused: limits.connections reached"),
  REFUSED_ADDRESS(
      Family.REFUSED,
      "address",
      "too many from one address",
      "connections refused: limits.connections-per-address reached"),
  REFUSED_BANNED(
      Family.REFUSED, "banned", "banned", "connections refused: the address or name is banned"),
  REFUSED_PROXY(
      Family.REFUSED,
      "proxy",
      "by the PROXY protocol",
      "connections refused: a header of the PROXY protocol from elsewhere than listen.proxies, or"
          + " none from there"),
  CROWDED_OUT(
      Family.REFUSED,
      "crowded-out",
      "gave way to newer ones",
      "connections closed for newer ones, before they had said hello"),
  COMMITS_ROLLED_BACK(
      Family.COMMITS_FAILED,
      "rolled-back",
      "not written",
      "transactions that were rolled back, as on a full disk"),
  COMMITS_UNKNOWN(
      Family.COMMITS_FAILED,
      "outcome-unknown",
      "of unknown outcome",
      "transactions of which it is unknown whether they are on disk: the server halts"),
  DECISIONS_FAILED(
      Family.COMMITS_FAILED,
      "fault",
      "by a fault of the server",
      "decisions that failed by a fault of the server"),
  HANDSHAKES_DELAYED(
      "parley_handshakes_delayed",
      "TLS handshakes that waited: limits.handshakes-per-second-per-address reached"),
  HANDSHAKE_FAILED(
      Family.REFUSED, "handshake", "TLS failed", "TLS handshakes that failed or took too long"),
  BYTES_IN("parley_received_bytes", "bytes read, inside TLS"),
  BYTES_OUT("parley_sent_bytes", "bytes written, inside TLS"),
  FRAMES_IN("parley_received_frames", "frames and lines read"),
  FRAMES_OUT("parley_sent_frames", "frames and lines written"),
  WRITES("parley_socket_writes", "calls that wrote to a socket"),
  MESSAGES("parley_messages", "messages accepted and on disk"),
  COMMITS("parley_commits", "transactions synced to disk"),
  EVENTS("parley_events", "events written to the log"),
  DELIVERIES("parley_deliveries", "messages handed to a connection that is to see them"),
  FELL_BEHIND(
      "parley_fell_behind",
      "times that a connection's outbox was full and it went on from the log"),
  CAUGHT_UP(
      "parley_caught_up", "times that a connection came back from the log to the live stream"),
  DROPPED_PRESENCE(
      "parley_dropped_presence",
      "presence events and repeated stats not sent to a connection that is behind"),
  REFUSED_REQUESTS("parley_refused_requests", "requests answered with an error"),
  BROKEN_STREAMS(
      "parley_broken_streams", "connections ended because their bytes broke the framing"),
  BUSY_READERS(
      "parley_busy_readers", "times that a connection's reader kept a core for over half a second"),
  THROTTLED(
      "parley_throttled",
      "times that a connection was read later because of limits.messages-per-second(-per-address)"),
  UPLOADS("parley_uploads", "files that came"),
  DOWNLOADS("parley_downloads", "files that were fetched, each time"),
  FILE_BYTES_IN("parley_file_received_bytes", "bytes of files read"),
  FILE_BYTES_OUT("parley_file_sent_bytes", "bytes of files written"),
  ENDED_CLEAN(Family.ENDED, "clean", "clean", "connections ended by bye or by a clean close"),
  ENDED_HALF_CLOSE(
      Family.ENDED, "half-close", "half-closed", "connections whose sending side was closed first"),
  ENDED_RESET(
      Family.ENDED, "reset", "reset", "connections ended by a reset or a broken TLS stream"),
  ENDED_BROKEN_PIPE(
      Family.ENDED, "broken-pipe", "broken pipe", "connections ended by a write that nobody took"),
  ENDED_TIMEOUT(Family.ENDED, "timeout", "timeout", "connections ended by a timeout"),
  ENDED_BY_SERVER(
      Family.ENDED,
      "by-server",
      "by the server",
      "connections ended by the server: kicked, replaced, shut down");

  /** Counters that one metric holds, told apart by a label. */
  public enum Family {
    REFUSED("parley_connections_refused", "Connections refused."),
    COMMITS_FAILED("parley_commits_failed", "Commits and decisions that failed."),
    ENDED("parley_connections_ended", "Connections that ended.");

    final String metric;
    final String help;

    Family(String metric, String help) {
      this.metric = metric;
      this.help = help;
    }
  }

  private final Family family;
  private final String metric;
  private final String label;
  private final String shown;
  private final String meaning;

  /**
   * @param metric its name for Prometheus, without {@code _total}
   * @param meaning what it is a number of
   */
  Counter(String metric, String meaning) {
    this.family = null;
    this.metric = metric;
    this.label = null;
    this.shown = null;
    this.meaning = meaning;
  }

  /**
   * @param label the value of the family's label {@code reason}
   * @param shown as people read it behind its number
   */
  Counter(Family family, String label, String shown, String meaning) {
    this.family = family;
    this.metric = family.metric;
    this.label = label;
    this.shown = shown;
    this.meaning = meaning;
  }

  /** Those of a family, in their order. */
  public static Stream<Counter> of(Family family) {
    return Arrays.stream(values()).filter(counter -> counter.family == family);
  }

  String metric() {
    return metric;
  }

  /** What the whole metric says. */
  String help() {
    return family == null ? "Number of " + meaning + "." : family.help;
  }

  /** Its family's label; null where it has no family. */
  String label() {
    return label;
  }

  /** As people read it behind its number; null where it has no family. */
  public String shown() {
    return shown;
  }

  /** Its key among its family's in the figures: {@code halfClose}. */
  public String key() {
    StringBuilder key = new StringBuilder();
    for (String word : label.split("-", -1)) {
      key.append(
          key.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return key.toString();
  }
}
