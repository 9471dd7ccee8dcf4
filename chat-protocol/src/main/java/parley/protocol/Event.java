package parley.protocol;

import com.fasterxml.jackson.annotation.JsonTypeName;
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
   * @param kind null is a message
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
      String at)
      implements Logged {
    public Message {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(fromId, "fromId");
      Objects.requireNonNull(text, "text");
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
