package parley.server.state;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import parley.protocol.Event;
import parley.protocol.Request;

/**
 * One event of the log.
 *
 * @param seq its number, server-wide and strictly increasing from 1
 * @param at when it was decided, in milliseconds since 1970 UTC; never below the entry before
 */
public record Entry(long seq, long at, Change.Lasting change) {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** A time as the protocol writes it: ISO 8601 in UTC with milliseconds. */
  public static String iso(long millis) {
    return ISO.format(Instant.ofEpochMilli(millis));
  }

  /** What its audience is told; null where it has no audience. */
  public Event.Logged event() {
    String when = iso(at);
    return switch (change) {
      case Change.Said c -> {
        Request.Kind kind = c.kind() == Request.Kind.ACTION ? c.kind() : null;
        yield new Event.Message(
            seq, c.room(), c.toName(), c.name(), c.person(), c.text(), kind, when);
      }
      case Change.Joined c -> new Event.Joined(seq, c.room(), c.name(), c.person(), when);
      case Change.Left c -> new Event.Left(seq, c.room(), c.name(), c.person(), c.reason(), when);
      case Change.TopicSet c -> new Event.Topic(seq, c.room(), c.name(), c.text(), when);
      case Change.Renamed c ->
          new Event.Renamed(seq, c.room(), c.was(), c.name(), c.person(), when);
      case Change.Came _,
          Change.Expired _,
          Change.Named _,
          Change.RoomClosed _,
          Change.OperatorSet _,
          Change.Banned _,
          Change.Unbanned _,
          Change.Muted _,
          Change.Unmuted _ ->
          null;
    };
  }
}
