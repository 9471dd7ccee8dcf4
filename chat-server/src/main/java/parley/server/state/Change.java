package parley.server.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import parley.protocol.FileInfo;
import parley.protocol.Names;
import parley.protocol.Request;

/**
 * What a decision does to the server's state. {@link Lasting} changes are numbered and written to
 * the log; {@link Passing} ones concern who is connected right now and are gone with the process.
 */
public sealed interface Change {

  /** A change that must survive. Its audience is one room, two people, or nobody. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
  sealed interface Lasting extends Change {
    /** Whose members see it; null where no room does. */
    default String room() {
      return null;
    }

    /** Who did it or whom it is about, a person's id; null where the server's console did. */
    default String person() {
      return null;
    }

    /** The other person who sees it, an id; null but for direct messages. */
    @JsonIgnore
    default String recipient() {
      return null;
    }
  }

  /** A guest came for the first time. {@code session} is the SHA-256 of their secret, in hex. */
  @JsonTypeName("came")
  record Came(String person, String name, String session) implements Lasting {}

  /** A guest's session ended for good: the name is free and the id is never used again. */
  @JsonTypeName("expired")
  record Expired(String person, String name) implements Lasting {}

  /**
   * A message to a room or to a person.
   *
   * @param to the recipient's id, null for a room; {@code toName} their name at that time
   * @param nonce the sender's mark for it, null where there was none
   * @param replyTo the number of the message that this one answers, null for none
   * @param replyName who said that one, as they were called then
   * @param file the file that it tells of, null for none
   */
  @JsonTypeName("said")
  record Said(
      String room,
      String to,
      String toName,
      String person,
      String name,
      String text,
      Request.Kind kind,
      String nonce,
      Long replyTo,
      String replyName,
      FileInfo file)
      implements Lasting {
    public Said(
        String room,
        String to,
        String toName,
        String person,
        String name,
        String text,
        Request.Kind kind,
        String nonce) {
      this(room, to, toName, person, name, text, kind, nonce, null, null, null);
    }

    @Override
    public String recipient() {
      return to;
    }
  }

  /**
   * A message has another text. It holds the whole message, because the body of what it takes the
   * place of is erased with it; the components are those of {@link Said}.
   *
   * @param target the message's number
   * @param name what the author is called now
   */
  @JsonTypeName("edited")
  record Edited(
      long target,
      String room,
      String to,
      String toName,
      String person,
      String name,
      String text,
      Request.Kind kind,
      String nonce,
      Long replyTo,
      String replyName,
      FileInfo file)
      implements Lasting {
    @Override
    public String recipient() {
      return to;
    }

    /** The message as it stands now. */
    public Said now() {
      return new Said(room, to, toName, person, name, text, kind, nonce, replyTo, replyName, file);
    }
  }

  /**
   * A message was taken back: its body, those of its edits and its reactions are erased.
   *
   * @param target the message's number
   * @param to the other one of a talk, seen from {@code person}, an id; null in a room
   * @param person who took it back, null where the console did
   * @param author what the message's author was called
   */
  @JsonTypeName("deleted")
  record Deleted(
      long target, String room, String to, String toName, String person, String name, String author)
      implements Lasting {
    @Override
    public String recipient() {
      return to;
    }
  }

  /**
   * Someone reacted to a message, or no longer does; the components are as in {@link Deleted}.
   *
   * @param removed whether the reaction was taken back
   */
  @JsonTypeName("reacted")
  record Reacted(
      long target,
      String room,
      String to,
      String toName,
      String person,
      String name,
      String emoji,
      boolean removed,
      String author)
      implements Lasting {
    @Override
    public String recipient() {
      return to;
    }
  }

  /**
   * Someone has read a room, or a talk, up to a number. Nobody else sees it.
   *
   * @param inRoom the room; not {@link #room}, whose members would be told
   * @param with the other one of a talk, an id; null for a room
   */
  @JsonTypeName("read")
  record Read(String inRoom, String with, String withName, String person, long upTo)
      implements Lasting {
    @Override
    public String recipient() {
      return person;
    }

    /** What the mark is for, as {@link Person#read} knows it. */
    @JsonIgnore
    public String place() {
      return inRoom == null ? with : place(inRoom);
    }

    /** Of a room: no person's id begins so, and no name holds it. */
    public static String place(String room) {
      return "#" + Names.fold(room);
    }
  }

  /** A membership began; the first one makes the room. */
  @JsonTypeName("joined")
  record Joined(String room, String person, String name) implements Lasting {}

  /** A membership ended; {@code reason} as in the protocol's {@code left}. */
  @JsonTypeName("left")
  record Left(String room, String person, String name, String reason) implements Lasting {}

  /** A topic was set, or taken away with an empty text. */
  @JsonTypeName("topic")
  record TopicSet(String room, String person, String name, String text) implements Lasting {}

  /** A person has another name from now on. */
  @JsonTypeName("named")
  record Named(String person, String was, String name) implements Lasting {}

  /** Tells one room of a {@link Named}; there is one for each of the person's rooms. */
  @JsonTypeName("renamed")
  record Renamed(String room, String person, String was, String name) implements Lasting {}

  /** A room is no more; its members' {@link Left} came before. */
  @JsonTypeName("closed")
  record RoomClosed(String room, String by) implements Lasting {}

  /** A person may use admin commands, or may no longer. */
  @JsonTypeName("operator")
  record OperatorSet(String person, String name, boolean operator) implements Lasting {}

  /**
   * A name or an address may not come in.
   *
   * @param target a folded name, or an IP address in its canonical form
   * @param until in milliseconds since 1970 UTC, 0 for ever
   */
  @JsonTypeName("banned")
  record Banned(String target, long until, String reason, String by) implements Lasting {}

  /** A ban ended, by an operator or by its time. */
  @JsonTypeName("unbanned")
  record Unbanned(String target, String by) implements Lasting {}

  /** A person may not speak until a time, in milliseconds since 1970 UTC; 0 for ever. */
  @JsonTypeName("muted")
  record Muted(String person, String name, long until, String by) implements Lasting {}

  /** A person may speak again. */
  @JsonTypeName("unmuted")
  record Unmuted(String person, String name, String by) implements Lasting {}

  /**
   * Retention took what was said up to a number: those messages and their edits are told to nobody
   * any more, and their texts are erased.
   *
   * @param inRoom in that room, folded; null for everywhere but in {@code except}
   * @param except folded rooms that have a retention of their own, empty where {@code inRoom} is
   *     named
   */
  @JsonTypeName("dropped")
  record Dropped(String inRoom, List<String> except, long upTo) implements Lasting {}

  /** A change of who is connected. */
  sealed interface Passing extends Change {}

  /**
   * A connection belongs to a person from now on.
   *
   * @param cursor it is to be sent all events after this number that the person may see
   * @param replay whether the cursor is one that the client brought back
   */
  record Connected(String person, String name, long connection, long cursor, boolean replay)
      implements Passing {}

  /** A connection of a person ended, at a time in milliseconds since 1970 UTC. */
  record Disconnected(String person, long connection, long at) implements Passing {}

  /** A connection is to be told {@code bye} and closed. */
  record Ended(long connection, String reason, String message) implements Passing {}

  /** Tell the person's rooms that they are connected, or no longer are. */
  record Presence(String person, String name, boolean online) implements Passing {}

  /** Tell everyone, or the members of one room, something. */
  record Notice(String room, String from, String text) implements Passing {}
}
