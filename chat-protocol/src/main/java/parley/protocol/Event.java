package parley.protocol;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a server tells without being asked. Events with a {@code seq} are of the log: durable,
 * strictly increasing, the same for everyone who may see them. The others are of the moment. A
 * component may be null only where its description says so or a sibling stands for it; what every
 * receiver needs is required by the constructors.
 */
public sealed interface Event extends ServerMessage {

  /** An event of the log. Times are ISO 8601 in UTC with milliseconds (RFC 3339). */
  sealed interface Logged extends Event {
    /** The one server-wide number that orders everything; from 1. */
    long seq();

    /** When it was decided, by the server's clock. */
    String at();
  }

  /**
   * Something said: in a {@code room}, or {@code to} one person.
   *
   * @param fromId who said it, whatever they are called later
   * @param text the newest one, empty where it was deleted
   * @param kind null is a message
   * @param replyTo the {@code seq} of the message that this one answers, null for none
   * @param replyFrom who said that one, as they were called then; null where {@code replyTo} is
   * @param file the file that it tells of, null for none or where it was deleted
   * @param edited when it was last edited; only where the message is told again, as is all below
   * @param deleted true where it was taken back, null otherwise
   * @param reactions what it was answered with; only in {@code history}
   * @param snippet why it was found; only in the answer to {@code search}
   */
  @JsonTypeName("message")
  record Message(
      long seq,
      String room,
      String to,
      String from,
      String fromId,
      String text,
      Request.Kind kind,
      String at,
      Long replyTo,
      String replyFrom,
      FileInfo file,
      String edited,
      Boolean deleted,
      List<Reaction> reactions,
      Snippet snippet)
      implements Logged {
    public Message {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(fromId, "fromId");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(at, "at");
      reactions = reactions == null ? null : List.copyOf(reactions);
    }

    public Message(
        long seq,
        String room,
        String to,
        String from,
        String fromId,
        String text,
        Request.Kind kind,
        String at) {
      this(seq, room, to, from, fromId, text, kind, at, null, null, null, null, null, null, null);
    }

    /** The same, as found by a search. */
    public Message with(Snippet found) {
      return new Message(
          seq, room, to, from, fromId, text, kind, at, replyTo, replyFrom, file, edited, deleted,
          reactions, found);
    }
  }

  /**
   * A message has another text now. Told where the message was: in a {@code room}, or between two.
   *
   * @param target the message's {@code seq}
   * @param to whom the message was to, null in a room
   * @param from who said it and changed it now, as they are called now
   * @param text the newest text
   * @param kind as the message's, null for a message
   */
  @JsonTypeName("edited")
  record Edited(
      long seq,
      long target,
      String room,
      String to,
      String from,
      String fromId,
      String text,
      Request.Kind kind,
      String at)
      implements Logged {
    public Edited {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(fromId, "fromId");
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(at, "at");
    }
  }

  /**
   * A message was taken back.
   *
   * @param target the message's {@code seq}
   * @param to between two, the other one of the two from the view of {@code by}; null in a room
   * @param by its author or an operator
   * @param byId null where the server's console did it
   * @param author who said it, as they were called then
   */
  @JsonTypeName("deleted")
  record Deleted(
      long seq,
      long target,
      String room,
      String to,
      String by,
      String byId,
      String author,
      String at)
      implements Logged {
    public Deleted {
      Objects.requireNonNull(by, "by");
      Objects.requireNonNull(at, "at");
    }
  }

  /**
   * Someone reacted to a message, or took that back.
   *
   * @param target the message's {@code seq}
   * @param to between two, the other one of the two from the view of {@code from}; null in a room
   * @param from who reacted
   * @param removed true where they took the reaction back, null otherwise
   * @param author who said the message, as they were called then
   */
  @JsonTypeName("reacted")
  record Reacted(
      long seq,
      long target,
      String room,
      String to,
      String from,
      String fromId,
      String emoji,
      Boolean removed,
      String author,
      String at)
      implements Logged {
    public Reacted {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(fromId, "fromId");
      Objects.requireNonNull(emoji, "emoji");
      Objects.requireNonNull(at, "at");
    }
  }

  /**
   * One has read a room, or the talk {@code with} someone, up to a number. Told to one's own
   * sessions and to nobody else.
   */
  @JsonTypeName("read")
  record Read(long seq, String room, String with, long upTo, String at) implements Logged {
    public Read {
      Objects.requireNonNull(at, "at");
    }
  }

  /** Someone became a member. */
  @JsonTypeName("joined")
  record Joined(long seq, String room, String name, String id, String at) implements Logged {
    public Joined {
      Objects.requireNonNull(room, "room");
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * Someone's membership ended.
   *
   * @param reason {@code left}, {@code quit}, {@code lost} (the line broke and nobody came back),
   *     {@code kicked} or {@code closed} (the room was)
   */
  @JsonTypeName("left")
  record Left(long seq, String room, String name, String id, String reason, String at)
      implements Logged {
    public Left {
      Objects.requireNonNull(room, "room");
      Objects.requireNonNull(name, "name");
    }
  }

  /** A room's topic changed; an empty {@code text} took it away. */
  @JsonTypeName("topic")
  record Topic(long seq, String room, String name, String text, String at) implements Logged {
    public Topic {
      Objects.requireNonNull(room, "room");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * Someone in a common room took another name; told once for each such room.
   *
   * @param was the name before
   * @param id who it is, before and after
   */
  @JsonTypeName("renamed")
  record Renamed(long seq, String room, String was, String name, String id, String at)
      implements Logged {
    public Renamed {
      Objects.requireNonNull(was, "was");
      Objects.requireNonNull(name, "name");
    }
  }

  /** A member's first connection opened. */
  @JsonTypeName("online")
  record Online(String room, String name) implements Event {
    public Online {
      Objects.requireNonNull(name, "name");
    }
  }

  /** A member's last connection ended; the membership goes on for a while. */
  @JsonTypeName("offline")
  record Offline(String room, String name) implements Event {
    public Offline {
      Objects.requireNonNull(name, "name");
    }
  }

  /** A word from the server's operator or from the server itself. */
  @JsonTypeName("notice")
  record Notice(String from, String text) implements Event {
    public Notice {
      Objects.requireNonNull(text, "text");
    }
  }

  /** Are you there? Answer {@code pong} with the same {@code data}. */
  @JsonTypeName("ping")
  record Ping(String data) implements Event {}

  /** Events between the two numbers are owed but not sent; fetch them with {@code history}. */
  @JsonTypeName("gap")
  record Gap(long after, long before) implements Event {}

  /** The figures asked for with {@code stats}; repeated ones carry the same {@code re}. */
  @JsonTypeName("stats")
  record Stats(String re, Map<String, Object> figures) implements Event {
    public Stats {
      Objects.requireNonNull(figures, "figures");
    }
  }

  /**
   * The end of the connection, said first.
   *
   * @param re the request that asked for it, if one did
   * @param reason a word: {@code bye}, {@code idle}, {@code timeout}, {@code full}, {@code
   *     replaced}, {@code kicked}, {@code banned}, {@code shutdown}, {@code protocol}
   * @param message the same as a sentence
   */
  @JsonTypeName("bye")
  record Bye(String re, String reason, String message) implements Event {
    public Bye {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
