package parley.protocol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The answer to one request; {@code re} is that request's {@code id}, null where it had none. */
public sealed interface Reply extends ServerMessage {
  /** The {@code id} of the request that this answers. */
  String re();

  /**
   * The answer to {@code hello}.
   *
   * @param name the name as it is kept
   * @param id who this is, never used again for anyone else: {@code g7} for a guest
   * @param account the account's name, null for a guest
   * @param session a secret that takes this place back after a broken line; null where a token does
   * @param server the server's name and version
   * @param log which log the numbers belong to; another value makes every cursor void
   * @param last the newest {@code seq} that this connection will not be sent
   * @param limits what this server allows
   * @param rooms the rooms that this person is a member of
   */
  @JsonTypeName("welcome")
  record Welcome(
      String re,
      String name,
      String id,
      String account,
      String session,
      String server,
      String log,
      long last,
      ServerLimits limits,
      List<RoomInfo> rooms)
      implements Reply {
    public Welcome {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(log, "log");
      Objects.requireNonNull(limits, "limits");
      rooms = List.copyOf(rooms);
    }

    /** Without the session, which is a secret. */
    @Override
    public String toString() {
      return "Welcome[re=" + re + ", name=" + name + ", id=" + id + ", last=" + last + "]";
    }
  }

  /**
   * It was done, or is so. On the wire all of these are {@code ok}, and which of them one is
   * depends on what was asked: {@link OkFields#type} says it.
   */
  sealed interface Ok extends Reply {
    String TYPE = "ok";
  }

  /** There is nothing more to tell. */
  @JsonTypeName(Ok.TYPE)
  record Done(String re) implements Ok {}

  /**
   * An event is on disk: a message, a file's message, a change of one, a reaction.
   *
   * @param seq the event's number
   * @param at its time
   * @param duplicate true where it was done before, else null
   * @param away that the one to whom it was said is away, else null
   */
  @JsonTypeName(Ok.TYPE)
  record Sent(String re, long seq, String at, Boolean duplicate, Away away) implements Ok {
    public Sent {
      Objects.requireNonNull(at, "at");
      duplicate = trueOrNull(duplicate);
    }

    /** To a room, or to somebody who is there. */
    public Sent(String re, long seq, String at, Boolean duplicate) {
      this(re, seq, at, duplicate, null);
    }

    /** One that was not done before. */
    public Sent(String re, long seq, String at) {
      this(re, seq, at, null);
    }
  }

  /**
   * One is in a room.
   *
   * @param seq the coming's number, null for one who was in it already
   * @param count how many are in it
   * @param members the first of them in the order of their folded names
   * @param more true where these are not all, else null
   * @param last the room's newest number
   */
  @JsonTypeName(Ok.TYPE)
  record Joined(
      String re,
      Long seq,
      String room,
      String topic,
      int count,
      List<PersonInfo> members,
      Boolean more,
      long last)
      implements Ok {
    public Joined {
      Objects.requireNonNull(room, "room");
      Objects.requireNonNull(topic, "topic");
      members = List.copyOf(members);
      more = trueOrNull(more);
    }
  }

  /**
   * Who is in a room.
   *
   * @param count how many there are in all
   * @param more true where there are more behind these, else null
   */
  @JsonTypeName(Ok.TYPE)
  record MemberList(String re, String room, int count, List<PersonInfo> members, Boolean more)
      implements Ok {
    public MemberList {
      Objects.requireNonNull(room, "room");
      members = List.copyOf(members);
      more = trueOrNull(more);
    }
  }

  /**
   * The rooms there are.
   *
   * @param count how many there are in all
   * @param more true where there are more behind these, else null
   */
  @JsonTypeName(Ok.TYPE)
  record RoomList(String re, int count, Boolean more, List<RoomInfo> rooms) implements Ok {
    public RoomList {
      more = trueOrNull(more);
      rooms = List.copyOf(rooms);
    }

    /** The same with other rooms. */
    public RoomList with(List<RoomInfo> others) {
      return new RoomList(re, count, more, others);
    }
  }

  /**
   * What a room is like.
   *
   * @param topic all of it
   * @param settings in what it is not plain
   * @param ruled its owners and moderators, the first {@link Limits#MEMBERS_MAX} of them
   * @param role the asker's; null for no member
   */
  @JsonTypeName(Ok.TYPE)
  record RoomFound(
      String re,
      String room,
      String topic,
      int count,
      RoomSettings settings,
      List<PersonInfo> ruled,
      RoomRole role)
      implements Ok {
    public RoomFound {
      Objects.requireNonNull(room, "room");
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(settings, "settings");
      ruled = List.copyOf(ruled);
    }
  }

  /**
   * The talks that one has, the newest first; there may be none on a page that is not the last.
   *
   * @param more true where there may be others, else null
   * @param before what to ask for the next ones with; null where there are none
   */
  @JsonTypeName(Ok.TYPE)
  record TalkList(String re, List<TalkInfo> talks, Boolean more, Long before) implements Ok {
    public TalkList {
      talks = List.copyOf(talks);
      more = trueOrNull(more);
    }
  }

  /**
   * What is known of a person.
   *
   * @param away that they are away, null where they are not
   */
  @JsonTypeName(Ok.TYPE)
  record PersonFound(String re, PersonInfo person, Away away) implements Ok {
    public PersonFound {
      Objects.requireNonNull(person, "person");
    }

    /** Of whom it is not told that they are away. */
    public PersonFound(String re, PersonInfo person) {
      this(re, person, null);
    }
  }

  /**
   * One has this name.
   *
   * @param seq the renaming's number, null where it was the name already
   */
  @JsonTypeName(Ok.TYPE)
  record Named(String re, Long seq, String name) implements Ok {
    public Named {
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * An account was made, or has its password again.
   *
   * @param name what it is called
   */
  @JsonTypeName(Ok.TYPE)
  record Registered(String re, String name) implements Ok {
    public Registered {
      Objects.requireNonNull(name, "name");
    }
  }

  /** Where an account is signed in, in the order of the sessions' numbers. */
  @JsonTypeName(Ok.TYPE)
  record SessionList(String re, List<SignedIn> sessions) implements Ok {
    public SessionList {
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * An account has another password.
   *
   * @param tokens how many tokens it has, which go on; null for none
   */
  @JsonTypeName(Ok.TYPE)
  record PasswordChanged(String re, Integer tokens) implements Ok {
    public PasswordChanged {
      tokens = tokens == null || tokens == 0 ? null : tokens;
    }
  }

  /**
   * A token was made.
   *
   * @param token its number
   * @param secret what a program signs in with: told now and never again
   */
  @JsonTypeName(Ok.TYPE)
  record TokenMade(String re, long token, String secret) implements Ok {
    public TokenMade {
      Objects.requireNonNull(secret, "secret");
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "TokenMade[re=" + re + ", token=" + token + "]";
    }
  }

  /** An account's tokens, in the order of their numbers. */
  @JsonTypeName(Ok.TYPE)
  record TokenList(String re, List<TokenInfo> tokens) implements Ok {
    public TokenList {
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * Messages of the asker's own, oldest first; there may be none on a page that is not the last.
   *
   * @param upTo all of theirs up to here were told: what to ask for the next ones with
   * @param last the server's newest event; where {@code upTo} is it, there are no more
   */
  @JsonTypeName(Ok.TYPE)
  record Exported(String re, List<Event.Message> messages, long upTo, long last) implements Ok {
    public Exported {
      messages = List.copyOf(messages);
    }
  }

  /** What an admin command printed. */
  @JsonTypeName(Ok.TYPE)
  record AdminText(String re, String text) implements Ok {
    public AdminText {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * What begins a transfer.
   *
   * @param offset of an upload: how many bytes came before and are still there; null of a download
   * @param file of a download: what it brings; null of an upload
   */
  @JsonTypeName(Ok.TYPE)
  record Ticket(String re, String ticket, Long offset, FileInfo file) implements Ok {
    public Ticket {
      Objects.requireNonNull(ticket, "ticket");
    }

    public static Ticket toSend(String re, String ticket, long offset) {
      return new Ticket(re, ticket, offset, null);
    }

    public static Ticket toFetch(String re, String ticket, FileInfo file) {
      return new Ticket(re, ticket, null, Objects.requireNonNull(file, "file"));
    }

    /** Without the ticket, which is a secret. */
    @Override
    public String toString() {
      return "Ticket[re=" + re + ", offset=" + offset + ", file=" + file + "]";
    }
  }

  /**
   * A file's bytes from {@code offset} on may come, or follow.
   *
   * @param file of a download, null where the client sends
   */
  @JsonTypeName(Ok.TYPE)
  record Carrying(String re, long offset, FileInfo file) implements Ok {}

  private static Boolean trueOrNull(Boolean value) {
    return Boolean.TRUE.equals(value) ? true : null;
  }

  /**
   * Messages of a room or of a talk, oldest first, or those that a search found.
   *
   * @param more says that the limit cut it
   * @param note of a search: a sentence that tells how the query was understood, where that may not
   *     be what its author meant; null elsewhere
   */
  @JsonTypeName("history")
  record History(String re, List<Event.Message> messages, boolean more, String note)
      implements Reply {
    public History {
      messages = List.copyOf(messages);
    }

    public History(String re, List<Event.Message> messages, boolean more) {
      this(re, messages, more, null);
    }
  }

  /** The server is there. */
  @JsonTypeName("pong")
  record Pong(String re, String data) implements Reply {}

  /** What was sent to be echoed. */
  @JsonTypeName("echo")
  record Echo(String re, @JsonAnyGetter Map<String, JsonNode> fields) implements Reply {
    public Echo {
      fields = EchoFields.without(fields, Set.of("type", "re"));
    }

    @JsonCreator
    static Echo of(ObjectNode message) {
      return new Echo(EchoFields.mark(message, "re"), EchoFields.of(message));
    }
  }

  /**
   * A refusal.
   *
   * @param message a sentence that a person can act on
   * @param retryAfter seconds after which it may go through; null where waiting does not help
   */
  @JsonTypeName("error")
  record Refused(String re, ErrorCode code, String message, Integer retryAfter) implements Reply {
    public Refused {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
    }
  }
}
