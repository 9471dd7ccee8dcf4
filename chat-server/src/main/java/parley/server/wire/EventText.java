package parley.server.wire;

import java.util.StringJoiner;
import parley.protocol.BarWords;
import parley.protocol.Event;
import parley.protocol.Leaving;
import parley.protocol.Printable;
import parley.protocol.Reaction;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomRole;
import parley.protocol.RoomWords;
import parley.protocol.Snippet;
import parley.server.stats.Units;

/**
 * Events of the log as lines for a person's terminal. Whoever writes a message can forge none of
 * them: a person's own lines begin with their name, those of the server with {@code -- }, and
 * further lines of a message with a bar.
 */
final class EventText {
  private static final String CONTINUATION = "\n" + TextWire.BAR;

  private EventText() {}

  /** The event without the room that it belongs to. */
  static String of(Event.Logged event) {
    return switch (event) {
      case Event.Message m -> message(m);
      case Event.Edited e ->
          "-- "
              + Printable.line(e.from())
              + (e.to() == null ? "" : " (to you)")
              + corrected(e.kind())
              + folded(e.text());
      case Event.Deleted e ->
          Printable.line("-- " + e.by() + " took a message " + ofOther(e) + "back");
      case Event.Reacted e -> reacted(e);
      case Event.Joined e -> Printable.line(e.name()) + " joined the chat";
      case Event.Left e -> Printable.line(e.name()) + " left the chat" + why(e);
      case Event.Topic e ->
          "-- "
              + Printable.line(
                  e.name()
                      + (e.text().isEmpty()
                          ? " took the topic away"
                          : " set the topic: " + e.text()));
      case Event.Settings e ->
          Printable.line(
              "-- "
                  + e.name()
                  + " changed the room, which is now "
                  + RoomWords.sentence(e.settings()));
      case Event.Role e -> Printable.line("-- " + e.by() + " made " + e.name() + " " + a(e.role()));
      case Event.Barred e -> Printable.line("-- " + BarWords.sentence(e));
      case Event.Invited e ->
          Printable.line(
              Boolean.TRUE.equals(e.removed())
                  ? "-- " + e.by() + " took your invitation into " + e.room() + " back"
                  : "-- " + e.by() + " invites you into " + e.room() + ": /join " + e.room());
      case Event.Renamed e -> Printable.line("-- " + e.was() + " is " + e.name() + " now");
      case Event.Read e -> "";
    };
  }

  /** The room whose members are told, null where no room is. */
  static String room(Event.Logged event) {
    return switch (event) {
      case Event.Message e -> e.room();
      case Event.Edited e -> e.room();
      case Event.Deleted e -> e.room();
      case Event.Reacted e -> e.room();
      case Event.Joined e -> e.room();
      case Event.Left e -> e.room();
      case Event.Topic e -> e.room();
      case Event.Renamed e -> e.room();
      case Event.Settings e -> e.room();
      case Event.Role e -> e.room();
      case Event.Barred e -> e.room();
      case Event.Read _, Event.Invited _ -> null;
    };
  }

  /**
   * Whether it was done by this person, who sees what they typed and the reply to it, and is not
   * told again.
   */
  static boolean isOwn(Event.Logged event, String person) {
    String by =
        switch (event) {
          case Event.Message e -> e.fromId();
          case Event.Edited e -> e.fromId();
          case Event.Deleted e -> e.byId();
          case Event.Reacted e -> e.fromId();
          case Event.Joined _,
              Event.Left _,
              Event.Topic _,
              Event.Settings _,
              Event.Role _,
              Event.Barred _,
              Event.Invited _,
              Event.Renamed _,
              Event.Read _ ->
              null;
        };
    return by != null && by.equals(person);
  }

  /** A message that is read back, with what became of it. */
  static String again(Event.Message m) {
    String when = "[" + when(m.at()) + "] ";
    if (Boolean.TRUE.equals(m.deleted())) {
      return when + "-- a message of " + Printable.line(m.from()) + " was taken back";
    }
    StringJoiner fate = new StringJoiner("; ", "\r\n  -- ", "").setEmptyValue("");
    if (m.edited() != null) {
      fate.add("corrected at " + when(m.edited()));
    }
    if (m.reactions() != null) {
      m.reactions().forEach(reaction -> fate.add(reaction(reaction)));
    }
    return when + message(m) + fate;
  }

  /** What a search found: where and when, and the piece of each message with its hits marked. */
  static String found(Reply.History found) {
    StringJoiner lines = new StringJoiner("\r\n");
    if (found.note() != null) {
      lines.add("-- " + Printable.line(found.note()));
    }
    if (found.messages().isEmpty()) {
      return lines.add("-- nothing was found").toString();
    }
    if (found.more()) {
      lines.add("-- the newest of more; before:2026-01-31 finds older ones");
    }
    for (Event.Message m : found.messages()) {
      String where = m.room() == null ? "to " + m.to() : m.room();
      lines.add(
          Printable.line(
                  "[%s] [%s] %s: %s".formatted(when(m.at()), where, m.from(), marked(m.snippet())))
              + file(m));
    }
    return lines.toString();
  }

  /** The server knows nobody's time zone, so it names the one that it means, and the day there. */
  private static String corrected(Request.Kind kind) {
    return switch (kind) {
      case ACTION -> " corrected an action: ";
      case NOTICE -> " corrected a notice: ";
      case MESSAGE -> " corrected: ";
      case null -> " corrected: ";
    };
  }

  static String when(String at) {
    return at.substring(0, 10) + " " + at.substring(11, 16) + " UTC";
  }

  private static String marked(Snippet snippet) {
    int[] points = snippet.text().codePoints().toArray();
    StringBuilder marked = new StringBuilder();
    int at = 0;
    for (Snippet.Hit hit : snippet.hits()) {
      marked.append(new String(points, at, hit.from() - at)).append('*');
      marked.append(new String(points, hit.from(), hit.to() - hit.from())).append('*');
      at = hit.to();
    }
    return marked.append(new String(points, at, points.length - at)).toString();
  }

  private static String message(Event.Message m) {
    StringJoiner about = new StringJoiner(", ", " (", ")").setEmptyValue("");
    if (m.kind() == Request.Kind.NOTICE) {
      about.add("notice");
    }
    if (m.to() != null) {
      about.add("to you");
    }
    if (m.replyFrom() != null) {
      about.add("answering " + Printable.line(m.replyFrom()));
    }
    String from = Printable.line(m.from()) + about;
    return (m.kind() == Request.Kind.ACTION
            ? "* " + from + " " + folded(m.text())
            : from + ": " + folded(m.text()))
        + file(m);
  }

  /** On a line that nobody else's text can begin like. */
  private static String file(Event.Message m) {
    if (m.file() == null) {
      return "";
    }
    String name = m.file().name().equals(m.text()) ? "" : Printable.line(m.file().name()) + ", ";
    return "\r\n  -- a file, %s%s: /get %d fetches it"
        .formatted(name, Units.bytes(m.file().size()), m.seq());
  }

  /** What the protocol takes for a reaction is safe to show: one character as people see it. */
  private static String reacted(Event.Reacted e) {
    String from = "-- " + Printable.line(e.from());
    String target = e.author() == null ? "a message" : "a message of " + Printable.line(e.author());
    return Boolean.TRUE.equals(e.removed())
        ? from + " took " + e.emoji() + " back from " + target
        : from + " reacted with " + e.emoji() + " to " + target;
  }

  private static String reaction(Reaction reaction) {
    String names = Printable.line(String.join(", ", reaction.names()));
    boolean all = reaction.names().size() == reaction.count();
    return reaction.emoji()
        + " "
        + reaction.count()
        + (names.isEmpty() ? "" : " (" + names + (all ? ")" : ", …)"));
  }

  private static String ofOther(Event.Deleted e) {
    return e.author() == null || e.author().equals(e.by()) ? "" : "of " + e.author() + " ";
  }

  private static String why(Event.Left e) {
    return switch (Leaving.of(e.reason())) {
      case LOST -> " (connection lost)";
      case KICKED ->
          Printable.line(
              " (kicked"
                  + (e.by() == null ? "" : " by " + e.by())
                  + (e.why() == null ? "" : ": " + e.why())
                  + ")");
      case CLOSED -> " (the room was closed)";
      case LEFT, QUIT -> "";
    };
  }

  private static String a(RoomRole role) {
    return switch (role) {
      case MEMBER -> "a mere member";
      case MODERATOR -> "a moderator";
      case OWNER -> "an owner";
    };
  }

  /** Lines after the first can't be taken for the beginning of a line of someone else. */
  static String folded(String text) {
    return Printable.lines(text).replace("\n", CONTINUATION).replace("\n", "\r\n");
  }
}
