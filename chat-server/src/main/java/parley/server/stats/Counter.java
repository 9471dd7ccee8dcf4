package parley.server.stats;

import java.util.Locale;

/** What is counted, from the start of the server. */
public enum Counter {
  ACCEPTED("connections accepted"),
  REFUSED_FULL("connections refused: limits.connections reached"),
  REFUSED_ADDRESS("connections refused: limits.connections-per-address reached"),
  REFUSED_BANNED("connections refused: the address or name is banned"),
  HANDSHAKE_FAILED("TLS handshakes that failed or took too long"),
  FRAMED("connections that spoke framed JSON"),
  NDJSON("connections that spoke lines of JSON"),
  TEXT("connections that spoke text"),
  BYTES_IN("bytes read, inside TLS"),
  BYTES_OUT("bytes written, inside TLS"),
  FRAMES_IN("frames and lines read"),
  FRAMES_OUT("frames and lines written"),
  WRITES("calls that wrote to a socket"),
  MESSAGES("messages accepted and on disk"),
  COMMITS("transactions synced to disk"),
  EVENTS("events written to the log"),
  DELIVERIES("messages handed to a connection that is to see them"),
  FELL_BEHIND("times that a connection's outbox was full and it went on from the log"),
  CAUGHT_UP("times that a connection came back from the log to the live stream"),
  DROPPED_PRESENCE("presence events and repeated stats not sent to a connection that is behind"),
  REFUSED_REQUESTS("requests answered with an error"),
  BROKEN_STREAMS("connections ended because their bytes broke the framing"),
  THROTTLED("times that a connection was read later because of limits.messages-per-second"),
  UPLOADS("files that came"),
  DOWNLOADS("files that were fetched, each time"),
  FILE_BYTES_IN("bytes of files read"),
  FILE_BYTES_OUT("bytes of files written"),
  ENDED_CLEAN("connections ended by bye or by a clean close"),
  ENDED_HALF_CLOSE("connections whose sending side was closed first"),
  ENDED_RESET("connections ended by a reset or a broken TLS stream"),
  ENDED_BROKEN_PIPE("connections ended by a write that nobody took"),
  ENDED_TIMEOUT("connections ended by a timeout"),
  ENDED_BY_SERVER("connections ended by the server: kicked, replaced, shut down");

  private final String help;

  Counter(String help) {
    this.help = help;
  }

  public String help() {
    return help;
  }

  /** The name in figures: {@code refused_full}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
