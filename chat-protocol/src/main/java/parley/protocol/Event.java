package parley.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
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
   * Something said. On the wire its parts are flat, in the order below ({@code
   * docs/decisions/records.md}).
   *
   * @param addressee a room, or one person: by name, and by id where that is known
   * @param state what became of it; only where the message is told again
   * @param snippet why it was found; only in the answer to {@code search}
   */
  @JsonTypeName("message")
  @JsonPropertyOrder({
    "seq",
    "room",
    "to",
    "toId",
    "from",
    "fromId",
    "text",
    "kind",
    "at",
    "replyTo",
    "replyFrom",
    "file",
    "edited",
    "deleted",
    "reactions",
    "snippet"
  })
  record Message(
      long seq,
      @JsonIgnore Addressee addressee,
      @JsonIgnore Author author,
      @JsonIgnore Content content,
      String at,
      @JsonIgnore MessageState state,
      Snippet snippet)
      implements Logged {
    public Message {
      Objects.requireNonNull(addressee, "addressee");
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(author.name(), "from");
      Objects.requireNonNull(author.id(), "fromId");
      Objects.requireNonNull(content.text(), "text");
      Objects.requireNonNull(at, "at");
    }

    /** As it was said. */
    public Message(long seq, Addressee addressee, Author author, Content content, String at) {
      this(seq, addressee, author, content, at, MessageState.NONE, null);
    }

    @JsonCreator
    static Message of(
        @JsonProperty("seq") long seq,
        @JsonProperty("room") String room,
        @JsonProperty("to") String to,
        @JsonProperty("toId") String toId,
        @JsonProperty("from") String from,
        @JsonProperty("fromId") String fromId,
        @JsonProperty("text") String text,
        @JsonProperty("kind") Request.Kind kind,
        @JsonProperty("at") String at,
        @JsonProperty("replyTo") Long replyTo,
        @JsonProperty("replyFrom") String replyFrom,
        @JsonProperty("file") FileInfo file,
        @JsonProperty("edited") String edited,
        @JsonProperty("deleted") Boolean deleted,
        @JsonProperty("reactions") List<Reaction> reactions,
        @JsonProperty("snippet") Snippet snippet) {
      return new Message(
          seq,
          Addressee.ofFields(room, to, toId),
          new Author(fromId, from),
          new Content(text, kind, ReplyTo.of(replyTo, replyFrom), file),
          at,
          edited == null && deleted == null && reactions == null
              ? MessageState.NONE
              : new MessageState(edited, Boolean.TRUE.equals(deleted), reactions),
          snippet);
    }

    /** The room it was said in; null where it is to a person. */
    @JsonProperty
    public String room() {
      return addressee.room();
    }

    /** Whom it was said to; null in a room. */
    @JsonProperty
    public String to() {
      return addressee.person();
    }

    @JsonProperty
    public String toId() {
      return addressee.personId();
    }

    @JsonProperty
    public String from() {
      return author.name();
    }

    @JsonProperty
    public String fromId() {
      return author.id();
    }

    @JsonProperty
    public String text() {
      return content.text();
    }

    @JsonProperty
    public Request.Kind kind() {
      return content.kind();
    }

    /** The {@code seq} of the message that this one answers; null for none. */
    @JsonProperty
    public Long replyTo() {
      return content.replyToSeq();
    }

    @JsonProperty
    public String replyFrom() {
      return content.replyTo() == null ? null : content.replyTo().from();
    }

    @JsonProperty
    public FileInfo file() {
      return content.file();
    }

    @JsonProperty
    public String edited() {
      return state.edited();
    }

    /** True where it was taken back, null otherwise. */
    @JsonProperty
    public Boolean deleted() {
      return state.deleted() ? true : null;
    }

    @JsonProperty
    public List<Reaction> reactions() {
      return state.reactions();
    }

    /** The same, as found by a search. */
    public Message with(Snippet found) {
      return new Message(seq, addressee, author, content, at, state, found);
    }

    /** The same with another text, and without what else may be large. */
    public Message bare(String bareText) {
      return new Message(
          seq,
          addressee,
          author,
          new Content(bareText, kind(), ReplyTo.of(replyTo(), null), null),
          at,
          state.with(null),
          null);
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
   * @param by who put them out; null where nobody did
   * @param why what was said about it, null for nothing
   */
  @JsonTypeName("left")
  record Left(
      long seq,
      String room,
      String name,
      String id,
      String reason,
      String by,
      String why,
      String at)
      implements Logged {
    public Left {
      Objects.requireNonNull(room, "room");
      Objects.requireNonNull(name, "name");
    }

    /** By nobody else. */
    public Left(long seq, String room, String name, String id, String reason, String at) {
      this(seq, room, name, id, reason, null, null, at);
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

  /**
   * A room is another one than before.
   *
   * @param name who changed it
   * @param settings in what it is not plain now, all of it
   */
  @JsonTypeName("settings")
  record Settings(long seq, String room, String name, RoomSettings settings, String at)
      implements Logged {
    public Settings {
      Objects.requireNonNull(room, "room");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(settings, "settings");
    }
  }

  /**
   * A member has another role in a room.
   *
   * @param name whose it is
   * @param by who gave it
   */
  @JsonTypeName("role")
  record Role(long seq, String room, String name, String id, RoomRole role, String by, String at)
      implements Logged {
    public Role {
      Objects.requireNonNull(room, "room");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(role, "role");
    }
  }

  /**
   * One may come into a room, or no longer. Told to nobody else.
   *
   * @param by who says so
   * @param removed true where the invitation was taken back, null otherwise
   */
  @JsonTypeName("invited")
  record Invited(long seq, String room, String by, Boolean removed, String at) implements Logged {
    public Invited {
      Objects.requireNonNull(room, "room");
      Objects.requireNonNull(by, "by");
    }
  }

  /**
   * Somebody may not speak in a room, or not be in it, or may again.
   *
   * @param until when that ends; null for ever
   * @param why what was said about it, null for nothing
   * @param removed true where they may again, null otherwise
   */
  @JsonTypeName("barred")
  record Barred(
      long seq,
      String room,
      String name,
      String id,
      RoomBar bar,
      String until,
      String why,
      String by,
      Boolean removed,
      String at)
      implements Logged {
    public Barred {
      Objects.requireNonNull(room, "room");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(bar, "bar");
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

  /**
   * A member is away from all their screens, or no longer.
   *
   * @param away null where they are back
   */
  @JsonTypeName("away")
  record Away(String room, String name, parley.protocol.Away away) implements Event {
    public Away {
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

  /**
   * The figures asked for with {@code stats}; repeated ones carry the same {@code re}.
   *
   * @param series how they went; null where that was not asked for
   */
  @JsonTypeName("stats")
  record Stats(String re, Map<String, Object> figures, Series series) implements Event {
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
