package parley.server.state;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Away;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.Goodbye;
import parley.protocol.ReplyTo;
import parley.protocol.Request;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;

/**
 * What a decision does to the server's state. {@link Lasting} changes are numbered and written to
 * the log; {@link Passing} ones concern who is connected right now and are gone with the process.
 */
public sealed interface Change {

  /** What becomes of a message after it was said. */
  sealed interface OfMessage extends Lasting {
    /** The message's number. */
    long target();
  }

  /** A change that must survive. Its audience is one room, two people, or nobody. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
  sealed interface Lasting extends Change {
    /** Who sees it: a room's members, or two people; null where nobody does. */
    @JsonIgnore
    default Place audience() {
      return null;
    }

    /** Who did it or whom it is about, a person's id; null where the server's console did. */
    default String person() {
      return null;
    }
  }

  /** A guest came for the first time. {@code session} is the SHA-256 of their secret, in hex. */
  @JsonTypeName("came")
  record Came(String person, String name, String session) implements Lasting {}

  /**
   * A guest's session ended for good: the name is free and the id is never used again.
   *
   * @param silent true where they left nothing that anybody could still see; null where they did,
   *     and where that is not known
   */
  @JsonTypeName("expired")
  record Expired(String person, String name, Boolean silent) implements Lasting {
    public Expired(String person, String name) {
      this(person, name, null);
    }
  }

  /**
   * A message.
   *
   * @param addressee a room, or a person by id and by their name at that time
   * @param nonce the sender's mark for it, null where there was none
   */
  @JsonTypeName("said")
  @JsonPropertyOrder({
    "room",
    "to",
    "toName",
    "person",
    "name",
    "text",
    "kind",
    "nonce",
    "replyTo",
    "replyName",
    "file"
  })
  record Said(
      @JsonIgnore Addressee addressee,
      @JsonIgnore Author author,
      @JsonIgnore Content content,
      String nonce)
      implements Lasting, StoredMessage {
    @JsonCreator
    static Said of(
        @JsonProperty("room") String room,
        @JsonProperty("to") String to,
        @JsonProperty("toName") String toName,
        @JsonProperty("person") String person,
        @JsonProperty("name") String name,
        @JsonProperty("text") String text,
        @JsonProperty("kind") Request.Kind kind,
        @JsonProperty("nonce") String nonce,
        @JsonProperty("replyTo") Long replyTo,
        @JsonProperty("replyName") String replyName,
        @JsonProperty("file") FileInfo file) {
      return new Said(
          StoredAddressee.of(room, to, toName),
          new Author(person, name),
          new Content(text, kind, ReplyTo.of(replyTo, replyName), file),
          nonce);
    }

    @Override
    @JsonProperty
    public String person() {
      return author.id();
    }

    @Override
    public Place audience() {
      return Place.of(addressee, author.id());
    }
  }

  /**
   * A message has another text. It holds the whole message, because the body of what it takes the
   * place of is erased with it.
   *
   * @param target the message's number
   * @param now the message as it stands now: its author by their name of now, the nonce the edit's
   */
  @JsonTypeName("edited")
  @JsonPropertyOrder({
    "target",
    "room",
    "to",
    "toName",
    "person",
    "name",
    "text",
    "kind",
    "nonce",
    "replyTo",
    "replyName",
    "file"
  })
  record Edited(long target, @JsonIgnore Said now) implements OfMessage, StoredMessage {
    @JsonCreator
    static Edited of(
        @JsonProperty("target") long target,
        @JsonProperty("room") String room,
        @JsonProperty("to") String to,
        @JsonProperty("toName") String toName,
        @JsonProperty("person") String person,
        @JsonProperty("name") String name,
        @JsonProperty("text") String text,
        @JsonProperty("kind") Request.Kind kind,
        @JsonProperty("nonce") String nonce,
        @JsonProperty("replyTo") Long replyTo,
        @JsonProperty("replyName") String replyName,
        @JsonProperty("file") FileInfo file) {
      return new Edited(
          target,
          Said.of(room, to, toName, person, name, text, kind, nonce, replyTo, replyName, file));
    }

    @Override
    public Addressee addressee() {
      return now.addressee;
    }

    @Override
    public Author author() {
      return now.author;
    }

    @Override
    public Content content() {
      return now.content;
    }

    @Override
    @JsonProperty
    public String person() {
      return now.person();
    }

    @JsonProperty
    public String nonce() {
      return now.nonce;
    }

    @Override
    public Place audience() {
      return now.audience();
    }
  }

  /**
   * A message was taken back: its body, those of its edits and its reactions are erased.
   *
   * @param target the message's number
   * @param addressee a room, or the other one of a talk, seen from {@code by}
   * @param by who took it back, without an id where the console did
   * @param author what the message's author was called
   */
  @JsonTypeName("deleted")
  @JsonPropertyOrder({"target", "room", "to", "toName", "person", "name", "author"})
  record Deleted(long target, @JsonIgnore Addressee addressee, @JsonIgnore Author by, String author)
      implements OfMessage, StoredAddressee {
    @JsonCreator
    static Deleted of(
        @JsonProperty("target") long target,
        @JsonProperty("room") String room,
        @JsonProperty("to") String to,
        @JsonProperty("toName") String toName,
        @JsonProperty("person") String person,
        @JsonProperty("name") String name,
        @JsonProperty("author") String author) {
      return new Deleted(
          target, StoredAddressee.of(room, to, toName), new Author(person, name), author);
    }

    @Override
    @JsonProperty
    public String person() {
      return by.id();
    }

    @JsonProperty
    public String name() {
      return by.name();
    }

    @Override
    public Place audience() {
      return Place.of(addressee, by.id());
    }
  }

  /**
   * Someone reacted to a message, or no longer does; the components are as in {@link Deleted}.
   *
   * @param removed whether the reaction was taken back
   */
  @JsonTypeName("reacted")
  @JsonPropertyOrder({
    "target", "room", "to", "toName", "person", "name", "emoji", "removed", "author"
  })
  record Reacted(
      long target,
      @JsonIgnore Addressee addressee,
      @JsonIgnore Author by,
      String emoji,
      boolean removed,
      String author)
      implements OfMessage, StoredAddressee {
    @JsonCreator
    static Reacted of(
        @JsonProperty("target") long target,
        @JsonProperty("room") String room,
        @JsonProperty("to") String to,
        @JsonProperty("toName") String toName,
        @JsonProperty("person") String person,
        @JsonProperty("name") String name,
        @JsonProperty("emoji") String emoji,
        @JsonProperty("removed") boolean removed,
        @JsonProperty("author") String author) {
      return new Reacted(
          target,
          StoredAddressee.of(room, to, toName),
          new Author(person, name),
          emoji,
          removed,
          author);
    }

    @Override
    @JsonProperty
    public String person() {
      return by.id();
    }

    @JsonProperty
    public String name() {
      return by.name();
    }

    @Override
    public Place audience() {
      return Place.of(addressee, by.id());
    }
  }

  /**
   * Someone has read a room, or a talk, up to a number. Nobody else sees it.
   *
   * @param of the room, whose members are not told, or the other one of the talk
   */
  @JsonTypeName("read")
  @JsonPropertyOrder({"inRoom", "with", "withName", "person", "upTo"})
  record Read(@JsonIgnore Addressee of, String person, long upTo) implements Lasting {
    @JsonCreator
    static Read of(
        @JsonProperty("inRoom") String inRoom,
        @JsonProperty("with") String with,
        @JsonProperty("withName") String withName,
        @JsonProperty("person") String person,
        @JsonProperty("upTo") long upTo) {
      return new Read(StoredAddressee.of(inRoom, with, withName), person, upTo);
    }

    @JsonProperty("inRoom")
    String storedRoom() {
      return of == null ? null : of.room();
    }

    @JsonProperty("with")
    String storedWith() {
      return of == null ? null : of.personId();
    }

    @JsonProperty("withName")
    String storedWithName() {
      return of == null ? null : of.person();
    }

    /** The person alone. */
    @Override
    public Place audience() {
      return new Place.Talk(person, person);
    }

    /** What was read. */
    @JsonIgnore
    public Place place() {
      return Place.of(of, person);
    }
  }

  /** A membership began; the first one makes the room. */
  @JsonTypeName("joined")
  record Joined(String room, String person, String name) implements Lasting {
    @Override
    public Place audience() {
      return new Place.Room(room);
    }
  }

  /**
   * A membership ended; {@code reason} as in the protocol's {@code left}.
   *
   * @param by who put them out, as people read it; null where nobody did
   * @param why what was said about it, null for nothing
   */
  @JsonTypeName("left")
  record Left(String room, String person, String name, String reason, String by, String why)
      implements Lasting {
    /** By nobody else. */
    public Left(String room, String person, String name, String reason) {
      this(room, person, name, reason, null, null);
    }

    @Override
    public Place audience() {
      return new Place.Room(room);
    }
  }

  /** A topic was set, or taken away with an empty text. */
  @JsonTypeName("topic")
  record TopicSet(String room, String person, String name, String text) implements Lasting {
    @Override
    public Place audience() {
      return new Place.Room(room);
    }
  }

  /**
   * A room is another one than before.
   *
   * @param person null where the console did it
   * @param name who did it
   * @param settings in what it is not plain now, all of it
   */
  @JsonTypeName("room")
  record RoomSet(String room, String person, String name, RoomSettings settings)
      implements Lasting {
    @Override
    public Place audience() {
      return new Place.Room(room);
    }
  }

  /**
   * A member has another role in a room.
   *
   * @param person whose it is
   * @param by who gave it, as people read it
   */
  @JsonTypeName("room-role")
  record RoomRoleGiven(String room, String person, String name, RoomRole role, String by)
      implements Lasting {
    @Override
    public Place audience() {
      return new Place.Room(room);
    }
  }

  /**
   * Somebody may come into a room, or no longer. Nobody else sees it.
   *
   * @param room whose members are not told
   * @param person who is invited
   * @param by who says so, as people read it
   */
  @JsonTypeName("room-invited")
  record RoomInvited(String room, String person, String name, String by, boolean removed)
      implements Lasting {
    @Override
    public Place audience() {
      return new Place.Talk(person, person);
    }
  }

  /**
   * Somebody may not speak in a room, or not be in it; the components are as in {@link Bar}.
   *
   * @param reason empty where none was given
   */
  @JsonTypeName("room-barred")
  record RoomBarred(
      String room,
      RoomBar bar,
      String person,
      String name,
      long until,
      String reason,
      String by,
      List<String> networks)
      implements Lasting {
    public RoomBarred {
      networks = List.copyOf(networks);
    }

    @Override
    public Place audience() {
      return new Place.Room(room);
    }

    /** What holds from the time of the event on. */
    public Bar barAt(long at) {
      return new Bar(bar, person, name, until, reason, by, networks, at);
    }
  }

  /** Somebody may speak in a room again, or be in it. */
  @JsonTypeName("room-unbarred")
  record RoomUnbarred(String room, RoomBar bar, String person, String name, String by)
      implements Lasting {
    @Override
    public Place audience() {
      return new Place.Room(room);
    }
  }

  /** A person has another name from now on. */
  @JsonTypeName("named")
  record Named(String person, String was, String name) implements Lasting {}

  /** Tells one room of a {@link Named}; there is one for each of the person's rooms. */
  @JsonTypeName("renamed")
  record Renamed(String room, String person, String was, String name) implements Lasting {
    @Override
    public Place audience() {
      return new Place.Room(room);
    }
  }

  /**
   * Somebody gave an admin command, or had a room's past erased, and it was done.
   *
   * @param person null where the console did
   * @param by who did, as people read it
   * @param line the command, without a secret
   */
  @JsonTypeName("command")
  record Commanded(String person, String by, String line) implements Lasting {}

  /**
   * Somebody told those who keep order of a message.
   *
   * @param target the message's number
   * @param inRoom where it was said; null between two
   * @param author who said it, as they were called then
   * @param reason empty where none was given
   */
  @JsonTypeName("reported")
  record Reported(
      String person, String name, long target, String inRoom, String author, String reason)
      implements Lasting {}

  /** A room is no more; its members' {@link Left} came before. */
  @JsonTypeName("closed")
  record RoomClosed(String room, String by) implements Lasting {
    @Override
    public Place audience() {
      return new Place.Room(room);
    }
  }

  /** What becomes of accounts, their sessions and invitations. Nobody but operators hears of it. */
  sealed interface OfAccount extends Lasting {}

  /**
   * Of those, what lets somebody in, or no longer: it is of this server alone, and not exported.
   */
  sealed interface OfWayIn extends OfAccount {}

  /**
   * Somebody has an account from now on: the guest of that id, or nobody who was here.
   *
   * @param by who made it, as people read it
   * @param invitation the number of the one that was used for it, null for none
   */
  @JsonTypeName("account")
  record AccountMade(String person, String name, ServerRole role, String by, Long invitation)
      implements OfAccount {}

  /** An account has another role. */
  @JsonTypeName("role")
  record RoleGiven(String person, String name, ServerRole role, String by) implements OfAccount {}

  /**
   * An account has another password.
   *
   * @param verifier what one is compared with; kept beside the log and not in it, so that nothing
   *     is left of it once it is replaced, and an export never holds it
   */
  @JsonTypeName("password")
  @JsonPropertyOrder({"person", "name", "by", "invitation"})
  record PasswordSet(
      String person, String name, String by, Long invitation, @JsonIgnore String verifier)
      implements OfWayIn {
    @JsonCreator
    static PasswordSet of(
        @JsonProperty("person") String person,
        @JsonProperty("name") String name,
        @JsonProperty("by") String by,
        @JsonProperty("invitation") Long invitation) {
      return new PasswordSet(person, name, by, invitation, null);
    }

    /** Without the verifier, which belongs in no log. */
    @Override
    public String toString() {
      return "PasswordSet[person=" + person + ", by=" + by + "]";
    }
  }

  /**
   * Nobody may sign in to an account, or one may again.
   *
   * @param reason empty where none was given; null where one may again
   */
  @JsonTypeName("suspended")
  record Suspended(String person, String name, String reason, String by) implements OfAccount {}

  /** An account is no more: its name is nobody's, and its id is never used again. */
  @JsonTypeName("account-deleted")
  record AccountDeleted(String person, String name, String by) implements OfAccount {}

  /**
   * What somebody said is taken back from now on, message after message, each by a {@link Deleted}
   * as if they did it themselves.
   *
   * @param person whose words they are; the account may be gone
   * @param upTo what they said up to this event
   * @param by who wants it, as people read it
   */
  @JsonTypeName("erasure")
  record ErasureBegun(String person, String name, long upTo, String by) implements OfAccount {}

  /** All of that was taken back; {@code upTo} as in {@link ErasureBegun}. */
  @JsonTypeName("erasure-done")
  record ErasureDone(String person, String name, long upTo) implements OfAccount {}

  /**
   * An account is signed in somewhere. The session's number is the event's.
   *
   * @param session SHA-256 of its secret, in hex
   * @param device what it is called; null for one that ends with its visit
   */
  @JsonTypeName("session-opened")
  record SessionOpened(String person, String session, String device) implements OfWayIn {}

  /** A session was used on another day than before. */
  @JsonTypeName("session-used")
  record SessionUsed(String person, long session) implements OfWayIn {}

  /**
   * A session is worth nothing any more.
   *
   * @param by who ended it, as people read it
   */
  @JsonTypeName("session-ended")
  record SessionEnded(String person, long session, String by) implements OfWayIn {}

  /**
   * A token of an account was made. Its number is the event's.
   *
   * @param token SHA-256 of its secret, in hex
   * @param called what it is called
   * @param by who made it, as people read it
   * @param until in milliseconds since 1970 UTC; null for when somebody ends it
   */
  @JsonTypeName("token")
  record TokenMade(String person, String token, String called, Scope scope, String by, Long until)
      implements OfWayIn {
    /** Until somebody ends it. */
    public TokenMade(String person, String token, String called, Scope scope, String by) {
      this(person, token, called, scope, by, null);
    }

    /** {@code until}, but 0 for when somebody ends it. */
    public long end() {
      return until == null ? 0 : until;
    }
  }

  /** A token was used on another day than before. */
  @JsonTypeName("token-used")
  record TokenUsed(String person, long token) implements OfWayIn {}

  /**
   * A token is worth nothing any more.
   *
   * @param by who ended it, as people read it
   */
  @JsonTypeName("token-ended")
  record TokenEnded(String person, long token, String by) implements OfWayIn {}

  /** Somebody was given a way in; the components are as in {@link Invitation}. */
  @JsonTypeName("invitation")
  record InvitationMade(
      String secret,
      String name,
      String whose,
      ServerRole role,
      List<String> rooms,
      long until,
      int uses,
      String by,
      String maker)
      implements OfWayIn {
    public InvitationMade {
      rooms = List.copyOf(rooms);
    }

    /**
     * @param number the event's
     */
    public Invitation invitation(long number) {
      return new Invitation(number, secret, name, whose, role, rooms, until, uses, by, maker);
    }
  }

  /** An invitation is worth nothing any more, by somebody or by its time. */
  @JsonTypeName("invitation-ended")
  record InvitationEnded(long invitation, String by) implements OfWayIn {}

  /** A person may use admin commands, or may no longer. */
  @JsonTypeName("operator")
  record OperatorSet(String person, String name, boolean operator) implements Lasting {}

  /**
   * A name or an address may not come in.
   *
   * @param target a folded name, or an IP address in its canonical form
   * @param until in milliseconds since 1970 UTC, 0 for ever
   * @param networks as in {@link Ban}
   */
  @JsonTypeName("banned")
  record Banned(String target, long until, String reason, String by, List<String> networks)
      implements Lasting {
    /** Earlier versions wrote no networks. */
    public Banned {
      networks = networks == null ? List.of() : List.copyOf(networks);
    }

    /** Of a name or a range alone. */
    public Banned(String target, long until, String reason, String by) {
      this(target, until, reason, by, List.of());
    }

    /** What holds from the time of the event on. */
    public Ban ban(long at) {
      return new Ban(target, until, reason, by, at, networks);
    }
  }

  /** A ban ended, by an operator or by its time. */
  @JsonTypeName("unbanned")
  record Unbanned(String target, String by) implements Lasting {}

  /**
   * A person may not speak until a time, in milliseconds since 1970 UTC; 0 for ever.
   *
   * @param networks {@link Mute#network}s whose newcomers may not speak as long either
   */
  @JsonTypeName("muted")
  record Muted(String person, String name, long until, String by, List<String> networks)
      implements Lasting {
    /** Earlier versions wrote no networks. */
    public Muted {
      networks = networks == null ? List.of() : List.copyOf(networks);
    }

    /** What holds for newcomers from the time of the event on. */
    public List<Mute> mutes(long at) {
      return networks.stream().map(n -> new Mute(n, person, until, by, at)).toList();
    }

    /** {@code until}, but MAX for ever. */
    public long end() {
      return until == 0 ? Long.MAX_VALUE : until;
    }
  }

  /** A person may speak again, and newcomers from where they had been. */
  @JsonTypeName("unmuted")
  record Unmuted(String person, String name, String by) implements Lasting {}

  /** Newcomers from a network may speak again, by an operator or by the mute's time. */
  @JsonTypeName("network-unmuted")
  record NetworkUnmuted(String network, String by) implements Lasting {}

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

  /**
   * The comings and goings of guests who are gone were taken out of the log, so that it does not
   * grow by everyone who ever looked in, or records of what was done that are too old to be kept.
   * What somebody said is not touched.
   *
   * @param people whose memberships nobody needs any more, ids
   * @param more whether other events of the last of them are still to go
   * @param gone those of them of whom nothing is left, not even that they were there
   * @param events what was taken out, in order
   * @param digests SHA-256, in hex, of those events' digests one after another
   */
  @JsonTypeName("forgotten")
  record Forgotten(
      List<String> people, boolean more, List<String> gone, List<SeqRange> events, String digests)
      implements Lasting {}

  /** A change of who is connected. */
  sealed interface Passing extends Change {}

  /**
   * A connection belongs to a person from now on.
   *
   * @param address where it comes from, in canonical form
   * @param cursor it is to be sent all events after this number that the person may see
   * @param replay whether the cursor is one that the client brought back
   * @param session the number of the account's session or token; 0 for a guest
   * @param quietSince when a program came by a token of who was not there, by the clock of {@link
   *     Disconnected#at}: nobody is told unless it stays; 0 for who is told of at once
   */
  record Connected(
      String person,
      String name,
      long connection,
      String address,
      long cursor,
      boolean replay,
      long session,
      long quietSince)
      implements Passing {
    /** A guest's. */
    public Connected(
        String person, String name, long connection, String address, long cursor, boolean replay) {
      this(person, name, connection, address, cursor, replay, 0, 0);
    }
  }

  /**
   * A guest's connection is an account's from now on.
   *
   * @param session the number of its session
   */
  record SignedIn(String person, long connection, long session) implements Passing {}

  /**
   * A connection of a person ended, at a time in milliseconds since 1970 UTC.
   *
   * @param session the number of the account's session; 0 for a guest
   */
  record Disconnected(String person, long connection, long at, long session) implements Passing {
    public static Disconnected of(Person person, long connection, long at) {
      return new Disconnected(person.id(), connection, at, person.signInOf(connection));
    }
  }

  /** A connection is to be told {@code bye} and closed. */
  record Ended(long connection, Goodbye reason, String message) implements Passing {}

  /** Tell the person's rooms that they are connected, or no longer are. */
  record Presence(String person, String name, boolean online) implements Passing {}

  /**
   * A person left one of their connections alone, or is at it again.
   *
   * @param away null for at it
   * @param before the same, as it was
   */
  record LeftAlone(String person, long connection, Away away, Away before) implements Passing {}

  /**
   * Tell the person's rooms that they are away, or no longer are.
   *
   * @param away null for back
   * @param before what was told before
   */
  record Absence(String person, String name, Away away, Away before) implements Passing {}

  /** Tell everyone, or the members of one room, something. */
  record Notice(String room, String from, String text) implements Passing {}

  /** Tell one connection something. */
  record Told(long connection, String from, String text) implements Passing {}
}
