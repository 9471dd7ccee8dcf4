package parley.server.state;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.FileInfo;
import parley.protocol.MessageState;
import parley.protocol.Request;

/**
 * One event of the log.
 *
 * @param seq its number, server-wide and strictly increasing from 1
 * @param at when it was decided, in milliseconds since 1970 UTC; never below the entry before
 * @param fate of a message that is read back; {@link MessageState#NONE} for all else
 */
public record Entry(long seq, long at, Change.Lasting change, MessageState fate) {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  public Entry(long seq, long at, Change.Lasting change) {
    this(seq, at, change, MessageState.NONE);
  }

  /** A time as the protocol writes it: ISO 8601 in UTC with milliseconds. */
  public static String iso(long millis) {
    return ISO.format(Instant.ofEpochMilli(millis));
  }

  /** What its audience is told; null where it has no audience. */
  public Event.Logged event() {
    String when = iso(at);
    return switch (change) {
      case Change.Said c -> message(c, when);
      case Change.Edited c ->
          new Event.Edited(
              seq,
              c.target(),
              c.addressee().room(),
              c.addressee().person(),
              c.name(),
              c.person(),
              c.text(),
              told(c.kind()),
              when);
      case Change.Deleted c ->
          new Event.Deleted(
              seq,
              c.target(),
              c.addressee().room(),
              c.addressee().person(),
              c.name(),
              c.person(),
              c.author(),
              when);
      case Change.Reacted c ->
          new Event.Reacted(
              seq,
              c.target(),
              c.addressee().room(),
              c.addressee().person(),
              c.name(),
              c.person(),
              c.emoji(),
              c.removed() ? true : null,
              c.author(),
              when);
      case Change.Read c -> new Event.Read(seq, c.of().room(), c.of().person(), c.upTo(), when);
      case Change.Joined c -> new Event.Joined(seq, c.room(), c.name(), c.person(), when);
      case Change.Left c ->
          new Event.Left(seq, c.room(), c.name(), c.person(), c.reason(), c.by(), c.why(), when);
      case Change.TopicSet c -> new Event.Topic(seq, c.room(), c.name(), c.text(), when);
      case Change.RoomSet c -> new Event.Settings(seq, c.room(), c.name(), c.settings(), when);
      case Change.RoomRoleGiven c ->
          new Event.Role(seq, c.room(), c.name(), c.person(), c.role(), c.by(), when);
      case Change.RoomBarred c ->
          new Event.Barred(
              seq,
              c.room(),
              c.name(),
              c.person(),
              c.bar(),
              c.until() == 0 ? null : iso(c.until()),
              c.reason().isEmpty() ? null : c.reason(),
              c.by(),
              null,
              when);
      case Change.RoomUnbarred c ->
          new Event.Barred(
              seq, c.room(), c.name(), c.person(), c.bar(), null, null, c.by(), true, when);
      case Change.RoomInvited c ->
          new Event.Invited(seq, c.room(), c.by(), c.removed() ? true : null, when);
      case Change.Renamed c ->
          new Event.Renamed(seq, c.room(), c.was(), c.name(), c.person(), when);
      case Change.Came _,
          Change.Expired _,
          Change.Named _,
          Change.RoomClosed _,
          Change.Commanded _,
          Change.Reported _,
          Change.OperatorSet _,
          Change.Banned _,
          Change.Unbanned _,
          Change.Muted _,
          Change.Unmuted _,
          Change.NetworkUnmuted _,
          Change.OfAccount _,
          Change.Dropped _,
          Change.Forgotten _ ->
          null;
    };
  }

  private Event.Message message(Change.Said c, String when) {
    Content content = c.content();
    if (content.kind() == Request.Kind.MESSAGE || fate.deleted() && content.file() != null) {
      FileInfo file = fate.deleted() ? null : content.file();
      content = new Content(content.text(), told(content.kind()), content.replyTo(), file);
    }
    boolean none = fate.reactions() != null && fate.reactions().isEmpty();
    MessageState state = none ? fate.with(null) : fate;
    return new Event.Message(seq, c.addressee(), c.author(), content, when, state, null);
  }

  /** A plain message's kind goes without saying. */
  private static Request.Kind told(Request.Kind kind) {
    return kind == Request.Kind.MESSAGE ? null : kind;
  }
}
