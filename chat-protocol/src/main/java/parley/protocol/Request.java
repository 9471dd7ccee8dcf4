package parley.protocol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client asks. Each request may carry an {@code id} of at most {@link Limits#TOKEN_LENGTH}
 * characters; its one reply carries it back as {@code re}. The constructors throw {@link
 * InvalidRequest}: a request that exists is a valid one, with its names as {@link Names#check}
 * keeps them. A component is null where the request did not have it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Request {
  /** The client's own mark for this request, null where it wants none back. */
  String id();

  /**
   * The first request: who is coming.
   *
   * @param name the wanted name; null with an account's token, whose account's it is
   * @param token an account's, which signs in, or the operator's, which gives the role; null for
   *     none
   * @param client the program and its version, for the server's log
   * @param session what an earlier {@code welcome} gave, to take that place back
   * @param since the cursor: every visible event after it is sent; null for only what is new
   * @param log the {@code welcome.log} that {@code since} belongs to
   * @param password the account's of that name; null for a guest, and with a session
   * @param device what the session that is opened is called among the account's own ({@code
   *     "laptop"}): such a one is kept until it is ended; null for one that ends with this visit
   */
  @JsonTypeName("hello")
  record Hello(
      String id,
      String name,
      String token,
      String client,
      String session,
      Long since,
      String log,
      String password,
      String device)
      implements Request {
    public Hello {
      Check.token("id", id);
      boolean signsIn = AccountToken.is(token);
      name = name == null && signsIn ? null : Check.name(name);
      client = Check.token("client", client);
      Check.token("session", session);
      Check.token("token", token);
      if (signsIn && (session != null || password != null || device != null)) {
        throw Check.bad("A token signs in by itself: no session, password or device is with it.");
      }
      Check.token("log", log);
      Check.notNegative("since", since);
      Check.password("password", password);
      device = Check.device(device);
    }

    /** A guest's, or of somebody who has a session. */
    public Hello(
        String id,
        String name,
        String token,
        String client,
        String session,
        Long since,
        String log) {
      this(id, name, token, client, session, since, log, null, null);
    }

    public static Hello as(String id, String name) {
      return new Hello(id, name, null, null, null, null, null);
    }

    /** Of an account, by a token of its. */
    public static Hello by(String id, String token) {
      return new Hello(id, null, token, null, null, null, null);
    }

    /** Of an account, by its password. */
    public static Hello with(String id, String name, String password, String device) {
      return new Hello(id, name, null, null, null, null, null, password, device);
    }

    /** Without its secrets, so that no log can hold them. */
    @Override
    public String toString() {
      return "Hello[id=" + id + ", name=" + name + ", since=" + since + "]";
    }
  }

  /**
   * Make an account: of the guest who asks, or before {@code hello} under a name. It signs nobody
   * in; {@code hello} with the password does.
   *
   * @param name what the account is called; null is the guest's own, or the one that the invitation
   *     is for
   * @param password {@link Limits#PASSWORD_LEAST} characters to {@link Limits#PASSWORD_BYTES} bytes
   * @param invitation the secret of one, null where everybody may make an account
   */
  @JsonTypeName("register")
  record Register(String id, String name, String password, String invitation) implements Request {
    public Register {
      Check.token("id", id);
      name = name == null ? null : Check.name(name);
      Check.newPassword(password);
      Check.token("invitation", invitation);
    }

    /** Without its secrets, so that no log can hold them. */
    @Override
    public String toString() {
      return "Register[id=" + id + ", name=" + name + "]";
    }
  }

  /**
   * Give one's own account another password; its other sessions end.
   *
   * @param old the one until now
   * @param password as in {@link Register}
   */
  @JsonTypeName("password")
  record Password(String id, String old, String password) implements Request {
    public Password {
      Check.token("id", id);
      Check.password("old", Check.required("old", old));
      Check.newPassword(password);
    }

    /** Without its secrets, so that no log can hold them. */
    @Override
    public String toString() {
      return "Password[id=" + id + "]";
    }
  }

  /** Where one's own account is signed in. */
  @JsonTypeName("sessions")
  record Sessions(String id) implements Request {
    public Sessions {
      Check.token("id", id);
    }
  }

  /**
   * End a session or a token of one's own account: exactly one of the two. Whatever is connected by
   * it is ended.
   *
   * @param session its number, as {@link Sessions} tells it
   * @param token its number, as {@link Tokens} tells it
   */
  @JsonTypeName("revoke")
  record Revoke(String id, Long session, Long token) implements Request {
    public Revoke {
      Check.token("id", id);
      if ((session == null) == (token == null)) {
        throw Check.bad("What is revoked is a \"session\" or a \"token\".");
      }
      Check.notNegative("session", session);
      Check.notNegative("token", token);
    }

    public static Revoke session(String id, long session) {
      return new Revoke(id, session, null);
    }

    public static Revoke token(String id, long token) {
      return new Revoke(id, null, token);
    }
  }

  /**
   * Make a token of one's own account, by which a program signs in. Its secret is in the reply, and
   * nowhere else ever.
   *
   * @param name what it is called
   * @param rooms where it is good; null is every room that the account may
   * @param may what it is for; null is to read and to post
   * @param seconds {@code for} on the wire: how long it is good, up to {@link Limits#BAR_SECONDS};
   *     null until it is ended
   */
  @JsonTypeName("token")
  record Token(
      String id,
      String name,
      List<String> rooms,
      List<TokenRight> may,
      @JsonProperty("for") Long seconds)
      implements Request {
    /** Until it is ended. */
    public Token(String id, String name, List<String> rooms, List<TokenRight> may) {
      this(id, name, rooms, may, null);
    }

    public Token {
      if (seconds != null && (seconds < 1 || seconds > Limits.BAR_SECONDS)) {
        throw Check.bad("\"for\" goes from 1 to " + Limits.BAR_SECONDS + ".");
      }
      Check.token("id", id);
      name = Check.label("name", Check.required("name", name));
      rooms = rooms == null ? List.of() : rooms.stream().map(Check::room).toList();
      if (rooms.size() > Limits.TOKEN_ROOMS) {
        throw Check.bad("A token is for at most " + Limits.TOKEN_ROOMS + " rooms, or for all.");
      }
      may = Check.may(may);
    }

    /**
     * As a person types it: {@code NAME [rooms=ROOM,…] [may=read,post,talks] [for=30d]}.
     *
     * @throws InvalidRequest where it is typed otherwise
     */
    public static Token typed(String id, String typed) {
      List<String> name = new ArrayList<>();
      List<String> rooms = null;
      List<TokenRight> may = null;
      Long seconds = null;
      for (String word : typed.strip().split("\\s+")) {
        if (word.startsWith("rooms=")) {
          rooms = List.of(word.substring("rooms=".length()).split(","));
        } else if (word.startsWith("may=")) {
          String[] rights = word.substring("may=".length()).split(",");
          may = Arrays.stream(rights).map(TokenRight::of).toList();
        } else if (word.startsWith("for=")) {
          seconds = BarWords.seconds(word.substring("for=".length()));
          if (seconds == null) {
            throw Check.bad("A time is written with its unit, such as for=12h or for=30d.");
          }
        } else if (!word.isEmpty()) {
          name.add(word);
        }
      }
      return new Token(id, name.isEmpty() ? null : String.join(" ", name), rooms, may, seconds);
    }
  }

  /** The tokens of one's own account. */
  @JsonTypeName("tokens")
  record Tokens(String id) implements Request {
    public Tokens {
      Check.token("id", id);
    }
  }

  /**
   * What one said oneself, oldest first, wherever it was: of one's own account alone.
   *
   * @param after only messages after this {@code seq}, to read on; null for the first ones
   */
  @JsonTypeName("export")
  record Export(String id, Long after) implements Request {
    public Export {
      Check.token("id", id);
      Check.notNegative("after", after);
    }
  }

  /**
   * Have all erased for good that one said, as far as the server's settings let people.
   *
   * @param account true deletes the account, too
   */
  @JsonTypeName("forget")
  record Forget(String id, String password, Boolean account) implements Request {
    public Forget {
      Check.token("id", id);
      Check.password("password", Check.required("password", password));
    }

    /** Without its secret, so that no log can hold it. */
    @Override
    public String toString() {
      return "Forget[id=" + id + ", account=" + account + "]";
    }
  }

  /**
   * Become a member of a room.
   *
   * @param make false where a room that is not there is to stay so; else it is made
   */
  @JsonTypeName("join")
  record Join(String id, String room, Boolean make) implements Request {
    public Join {
      Check.token("id", id);
      room = Check.room(room);
    }

    /** Of a room that is made where there is none of that name. */
    public Join(String id, String room) {
      this(id, room, null);
    }

    /** Of a room that must be there. */
    public static Join existing(String id, String room) {
      return new Join(id, room, false);
    }
  }

  /** End the membership. */
  @JsonTypeName("leave")
  record Leave(String id, String room) implements Request {
    public Leave {
      Check.token("id", id);
      room = Check.room(room);
    }
  }

  /**
   * Say something, to a room or to a person: exactly one of {@code room} and {@code to}.
   *
   * @param toId the person's id, in the place of {@code to} or beside it; it decides, whoever has
   *     the name
   * @param text 1 to {@link Limits#TEXT_BYTES} bytes, not blank, no control characters but newline
   *     and tab
   * @param nonce makes the request repeatable: the same nonce is the same message. 1 to {@link
   *     Limits#TOKEN_LENGTH} characters
   * @param kind null is {@link Kind#MESSAGE}
   * @param replyTo the {@code seq} of a message of the same room or talk that this one answers,
   *     null for none
   * @param passing true where who could become a member of the room need be none: nobody sees them
   *     come and go. The room must be there
   */
  @JsonTypeName("send")
  record Send(
      String id,
      String room,
      String to,
      String text,
      String nonce,
      Kind kind,
      Long replyTo,
      String toId,
      Boolean passing)
      implements Request {
    public Send {
      Check.token("id", id);
      room = Check.optionalRoom(room);
      to = Check.optionalPerson(to);
      Check.token("toId", toId);
      if ((room == null) == (to == null && toId == null)) {
        throw Check.bad("A message needs \"room\" or \"to\", and not both.");
      }
      text = Check.text(text);
      Check.token("nonce", nonce);
      Check.notNegative("replyTo", replyTo);
    }

    public Send(
        String id,
        String room,
        String to,
        String text,
        String nonce,
        Kind kind,
        Long replyTo,
        String toId) {
      this(id, room, to, text, nonce, kind, replyTo, toId, null);
    }

    public Send(
        String id, String room, String to, String text, String nonce, Kind kind, Long replyTo) {
      this(id, room, to, text, nonce, kind, replyTo, null);
    }

    public Send(String id, String room, String to, String text, String nonce, Kind kind) {
      this(id, room, to, text, nonce, kind, null, null);
    }

    public Addressee addressee() {
      return Addressee.ofFields(room, to, toId);
    }

    public Content content() {
      return new Content(text, kind, ReplyTo.of(replyTo, null), null);
    }

    public static Send toRoom(String id, String room, String text) {
      return new Send(id, room, null, text, null, null);
    }
  }

  /**
   * A sentence ({@code alice: hi}), an action ({@code * alice waves}), or the word of a program
   * that no program may answer.
   */
  enum Kind {
    MESSAGE,
    ACTION,
    NOTICE;

    @JsonValue
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Kind of(String wire) {
      for (Kind kind : values()) {
        if (kind.wire().equals(wire)) {
          return kind;
        }
      }
      throw Check.bad("\"kind\" is message, action or notice.");
    }
  }

  /**
   * Offer a file to a room or to a person: exactly one of {@code room} and {@code to}. The reply
   * names a ticket; the bytes travel on a connection of their own, which {@link Transfer} begins.
   * The message that tells of the file is said once they are all there and have the digest.
   *
   * @param name the file's, made safe as {@link FileNames#safe} does
   * @param size bytes
   * @param sha256 the digest of all bytes in 64 hexadecimal digits, kept in lower case
   * @param text what is said with it, as in {@link Send}; null for the file's name alone
   * @param nonce as in {@link Send}; one nonce is for one request
   * @param toId as in {@link Send}
   * @param passing as in {@link Send}
   */
  @JsonTypeName("upload")
  record Upload(
      String id,
      String room,
      String to,
      String name,
      Long size,
      String sha256,
      String text,
      String nonce,
      String toId,
      Boolean passing)
      implements Request {
    public Upload {
      Check.token("id", id);
      room = Check.optionalRoom(room);
      to = Check.optionalPerson(to);
      Check.token("toId", toId);
      if ((room == null) == (to == null && toId == null)) {
        throw Check.bad("A file needs \"room\" or \"to\", and not both.");
      }
      name = FileNames.safe(Check.wellFormed("name", Check.required("name", name)));
      Check.notNegative("size", Check.required("size", size));
      sha256 = Check.sha256(sha256);
      text = text == null ? null : Check.text(text);
      Check.token("nonce", nonce);
    }

    public Upload(
        String id,
        String room,
        String to,
        String name,
        Long size,
        String sha256,
        String text,
        String nonce,
        String toId) {
      this(id, room, to, name, size, sha256, text, nonce, toId, null);
    }

    public Upload(
        String id,
        String room,
        String to,
        String name,
        Long size,
        String sha256,
        String text,
        String nonce) {
      this(id, room, to, name, size, sha256, text, nonce, null);
    }

    public Addressee addressee() {
      return Addressee.ofFields(room, to, toId);
    }

    /** What is said when the file is there: its name, where nothing else is. */
    public Content content() {
      return new Content(text == null ? name : text, null, null, new FileInfo(name, size, sha256));
    }
  }

  /** Ask for the file of a message; the reply names a ticket, as for {@link Upload}. */
  @JsonTypeName("download")
  record Download(String id, Long seq) implements Request {
    public Download {
      Check.token("id", id);
      Check.seq(seq);
    }
  }

  /**
   * The first and only request of a connection that carries a file's bytes: as they are, right
   * behind this request from the client, or right behind the first {@code ok} from the server.
   *
   * @param ticket from the reply to {@link Upload} or {@link Download}; good once, for {@link
   *     Limits#TICKET_SECONDS}
   * @param offset the first byte that is carried, null for 0
   */
  @JsonTypeName("transfer")
  record Transfer(String id, String ticket, Long offset) implements Request {
    public Transfer {
      Check.token("id", id);
      Check.token("ticket", Check.required("ticket", ticket));
      Check.notNegative("offset", offset);
    }

    /** Without the ticket, which is a secret. */
    @Override
    public String toString() {
      return "Transfer[id=" + id + ", offset=" + offset + "]";
    }
  }

  /**
   * Give one's own message another text. Its author, kind and place stay.
   *
   * @param seq the message's
   * @param text as in {@link Send}
   * @param nonce as in {@link Send}; one nonce is for one request of either
   */
  @JsonTypeName("edit")
  record Edit(String id, Long seq, String text, String nonce) implements Request {
    public Edit {
      Check.token("id", id);
      Check.seq(seq);
      text = Check.text(text);
      Check.token("nonce", nonce);
    }
  }

  /** Take a message back for good: its author may, and an operator. */
  @JsonTypeName("delete")
  record Delete(String id, Long seq) implements Request {
    public Delete {
      Check.token("id", id);
      Check.seq(seq);
    }
  }

  /**
   * Tell those who keep order of a message.
   *
   * @param seq the message's
   * @param reason what is wrong with it, null for none
   */
  @JsonTypeName("report")
  record Report(String id, Long seq, String reason) implements Request {
    public Report {
      Check.token("id", id);
      Check.seq(seq);
      reason = Check.reason(reason);
    }
  }

  /**
   * React to a message, or take that back.
   *
   * @param seq the message's
   * @param emoji one character as people see it, of at most {@link Limits#EMOJI_BYTES}
   * @param remove true takes one's own reaction away
   */
  @JsonTypeName("react")
  record React(String id, Long seq, String emoji, Boolean remove) implements Request {
    public React {
      Check.token("id", id);
      Check.seq(seq);
      emoji = Check.emoji(emoji);
    }
  }

  /**
   * Say how far one has read a room or the talk with one person: exactly one of {@code room} and
   * {@code with}. Only one's own sessions are told.
   *
   * @param seq everything up to it; marks only move on
   * @param withId the person's id, in the place of {@code with} or beside it
   */
  @JsonTypeName("read")
  record Read(String id, String room, String with, Long seq, String withId) implements Request {
    public Read {
      Check.token("id", id);
      room = Check.optionalRoom(room);
      with = Check.optionalPerson(with);
      Check.token("withId", withId);
      if ((room == null) == (with == null && withId == null)) {
        throw Check.bad("A read mark needs \"room\" or \"with\", and not both.");
      }
      Check.seq(seq);
    }

    public Read(String id, String room, String with, Long seq) {
      this(id, room, with, seq, null);
    }

    /** What was read. */
    public Addressee of() {
      return Addressee.ofFields(room, with, withId);
    }
  }

  /**
   * Find messages among all that one may read.
   *
   * @param query words, and the operators that {@code docs/protocol.md} lists; 1 to {@link
   *     Limits#QUERY_BYTES} bytes
   * @param room only of this room, null for everywhere
   * @param from only by the person of this name, null for all
   * @param limit 1 to {@link Limits#HISTORY_MAX}, null for {@link Limits#HISTORY_DEFAULT}
   * @param before only messages before this {@code seq}, to read on; null for the newest
   */
  @JsonTypeName("search")
  record Search(String id, String query, String room, String from, Integer limit, Long before)
      implements Request {
    public Search {
      Check.token("id", id);
      query = Check.query(query);
      room = Check.optionalRoom(room);
      from = Check.optionalPerson(from);
      Check.range("limit", limit, 1, Limits.HISTORY_MAX);
      Check.notNegative("before", before);
    }
  }

  /**
   * Read messages back: of a room ({@code room}) or of the talk with one person ({@code with}),
   * before or after a {@code seq}; the newest where neither is given. Oldest first in the reply.
   *
   * @param limit 1 to {@link Limits#HISTORY_MAX}, null for {@link Limits#HISTORY_DEFAULT}
   * @param withId the person's id, in the place of {@code with} or beside it; also of one who left
   */
  @JsonTypeName("history")
  record History(
      String id, String room, String with, Long before, Long after, Integer limit, String withId)
      implements Request {
    public History(String id, String room, String with, Long before, Long after, Integer limit) {
      this(id, room, with, before, after, limit, null);
    }

    /** What is read back. */
    public Addressee of() {
      return Addressee.ofFields(room, with, withId);
    }

    public History {
      Check.token("id", id);
      room = Check.optionalRoom(room);
      with = Check.optionalPerson(with);
      Check.token("withId", withId);
      if ((room == null) == (with == null && withId == null)) {
        throw Check.bad("History needs \"room\" or \"with\", and not both.");
      }
      Check.notNegative("before", before);
      Check.notNegative("after", after);
      if (before != null && after != null) {
        throw Check.bad("History goes \"before\" or \"after\", not both.");
      }
      Check.range("limit", limit, 1, Limits.HISTORY_MAX);
    }
  }

  /**
   * The rooms there are, in the order of their folded names.
   *
   * @param after begin after this name, to read on where there are more than {@link
   *     Limits#ROOMS_MAX}
   */
  @JsonTypeName("rooms")
  record Rooms(String id, String after) implements Request {
    public Rooms {
      Check.token("id", id);
      after = Check.optionalRoom(after);
    }
  }

  /**
   * The talks that one has: with whom direct messages were exchanged, the newest first.
   *
   * @param before only talks in which nothing was said from this {@code seq} on, to read on; null
   *     for the newest
   */
  @JsonTypeName("talks")
  record Talks(String id, Long before) implements Request {
    public Talks {
      Check.token("id", id);
      Check.notNegative("before", before);
    }
  }

  /**
   * Who is in a room, in the order of their folded names.
   *
   * @param after begin after this name, to read on in a room of more than {@link
   *     Limits#MEMBERS_MAX}
   */
  @JsonTypeName("members")
  record Members(String id, String room, String after) implements Request {
    public Members {
      Check.token("id", id);
      room = Check.room(room);
      after = Check.optionalName(after);
    }
  }

  /** What is known of a person. */
  @JsonTypeName("whois")
  record Whois(String id, String name) implements Request {
    public Whois {
      Check.token("id", id);
      name = Check.person(name);
    }
  }

  /**
   * Be away from this connection, or back. Others see somebody as away who is so from all of their
   * connections.
   *
   * @param text at most {@link Limits#AWAY_BYTES} bytes, no control characters; empty is away
   *     without a word, null is back
   */
  @JsonTypeName("away")
  record Away(String id, String text) implements Request {
    public Away {
      Check.token("id", id);
      text = Check.away(text);
    }
  }

  /**
   * Set a room's topic.
   *
   * @param text at most {@link Limits#TOPIC_BYTES} bytes, no control characters; empty takes the
   *     topic away
   */
  @JsonTypeName("topic")
  record Topic(String id, String room, String text) implements Request {
    public Topic {
      Check.token("id", id);
      room = Check.room(room);
      text = Check.topic(text);
    }
  }

  /**
   * What a room is like, and what is to change of it.
   *
   * @param set what changes; null where it is only asked
   */
  @JsonTypeName("room")
  record Room(String id, String room, RoomSettings set) implements Request {
    public Room {
      Check.token("id", id);
      room = Check.room(room);
      Check.settings(set);
    }
  }

  /**
   * Let somebody into a room that they could not enter by themselves, or no longer.
   *
   * @param remove true takes the invitation back
   */
  @JsonTypeName("invite")
  record Invite(String id, String room, String person, Boolean remove) implements Request {
    public Invite {
      Check.token("id", id);
      room = Check.room(room);
      person = Check.person(person);
    }
  }

  /**
   * Give a member of a room another role there.
   *
   * @param instead true gives the asker's own role away, who is a moderator then
   */
  @JsonTypeName("role")
  record Role(String id, String room, String person, RoomRole role, Boolean instead)
      implements Request {
    public Role {
      Check.token("id", id);
      room = Check.room(room);
      person = Check.person(person);
      Check.required("role", role);
    }
  }

  /**
   * Erase for good what was said in a room until now.
   *
   * @param archive true also lets nobody speak there any more
   */
  @JsonTypeName("erase")
  record Erase(String id, String room, Boolean archive) implements Request {
    public Erase {
      Check.token("id", id);
      room = Check.room(room);
    }
  }

  /**
   * Put somebody out of a room.
   *
   * @param reason what they are told, null for none
   */
  @JsonTypeName("kick")
  record Kick(String id, String room, String person, String reason) implements Request {
    public Kick {
      Check.token("id", id);
      room = Check.room(room);
      person = Check.person(person);
      reason = Check.reason(reason);
    }
  }

  /**
   * Keep somebody from speaking in a room, or from being in it, or no longer.
   *
   * @param seconds {@code for} on the wire: how long, up to {@link Limits#BAR_SECONDS}; null for
   *     ever
   * @param reason what is told with it, null for none
   * @param remove true ends it
   */
  @JsonTypeName("bar")
  record Bar(
      String id,
      String room,
      String person,
      RoomBar bar,
      @JsonProperty("for") Long seconds,
      String reason,
      Boolean remove)
      implements Request {
    public Bar {
      Check.token("id", id);
      room = Check.room(room);
      person = Check.person(person);
      Check.required("bar", bar);
      if (seconds != null && (seconds < 1 || seconds > Limits.BAR_SECONDS)) {
        throw Check.bad("\"for\" goes from 1 to " + Limits.BAR_SECONDS + ".");
      }
      reason = Check.reason(reason);
    }
  }

  /** Take another name. */
  @JsonTypeName("nick")
  record Nick(String id, String name) implements Request {
    public Nick {
      Check.token("id", id);
      name = Check.name(name);
    }
  }

  /**
   * The server's figures, once, or again and again.
   *
   * @param every seconds between repeats, 1 to 3600; 0 ends them; null is once
   * @param series how they went, too, over this span: whole, and in repeats the newest samples;
   *     null for none
   */
  @JsonTypeName("stats")
  record Stats(String id, Integer every, Span series) implements Request {
    public Stats {
      Check.token("id", id);
      Check.range("every", every, 0, 3600);
    }
  }

  /** An admin command, for operators; {@code claim TOKEN} makes one. */
  @JsonTypeName("admin")
  record Admin(String id, String line) implements Request {
    public Admin {
      Check.token("id", id);
      line = Check.line(line);
    }

    /** Without the line: it can hold a token. */
    @Override
    public String toString() {
      return "Admin[id=" + id + "]";
    }
  }

  /** Is the server there? {@code data}, as long as a frame allows, comes back. */
  @JsonTypeName("ping")
  record Ping(String id, String data) implements Request {
    public Ping {
      Check.token("id", id);
      Check.wellFormed("data", data);
    }
  }

  /** The answer to the server's ping. Gets no reply. */
  @JsonTypeName("pong")
  record Pong(String id, String data) implements Request {
    public Pong {
      Check.token("id", id);
      Check.wellFormed("data", data);
    }
  }

  /**
   * Any fields, all of which come back in their order; {@code type}, {@code id} and {@code re} are
   * the protocol's own.
   */
  @JsonTypeName("echo")
  record Echo(String id, @JsonAnyGetter Map<String, JsonNode> fields) implements Request {
    public Echo {
      Check.token("id", id);
      fields = EchoFields.without(fields, Set.of("type", "id", "re"));
    }

    @JsonCreator
    static Echo of(ObjectNode message) {
      return new Echo(EchoFields.mark(message, "id"), EchoFields.of(message));
    }
  }

  /** The end: the server says {@code bye} and closes. */
  @JsonTypeName("bye")
  record Bye(String id) implements Request {
    public Bye {
      Check.token("id", id);
    }
  }
}
