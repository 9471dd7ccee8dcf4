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
   * @param session a secret that takes this place back after a broken line
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
   * Done. Which of the fields are there depends on what was asked; see {@code docs/protocol.md}.
   */
  @JsonTypeName("ok")
  record Ok(
      String re,
      Long seq,
      String at,
      Boolean duplicate,
      String room,
      String topic,
      Integer count,
      List<PersonInfo> members,
      Boolean more,
      Long last,
      List<RoomInfo> rooms,
      PersonInfo person,
      String name,
      String text,
      String ticket,
      Long offset,
      FileInfo file)
      implements Reply {

    public static Ok done(String re) {
      return new Ok(
          re, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null);
    }

    /** To {@code send}: the message is on disk. */
    public static Ok sent(String re, long seq, String at, boolean duplicate) {
      return new Ok(
          re,
          seq,
          at,
          duplicate ? true : null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
    }

    /**
     * To {@code join}: the room, how many are in it and the first of them; {@code seq} is null for
     * one who was in it already.
     */
    public static Ok joined(
        String re,
        Long seq,
        String room,
        String topic,
        int count,
        List<PersonInfo> members,
        boolean more,
        long last) {
      return new Ok(
          re,
          seq,
          null,
          null,
          room,
          topic,
          count,
          members,
          more ? true : null,
          last,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
    }

    /** To {@code members}. */
    public static Ok members(
        String re, String room, int count, List<PersonInfo> members, boolean more) {
      return new Ok(
          re,
          null,
          null,
          null,
          room,
          null,
          count,
          members,
          more ? true : null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null);
    }

    /** To {@code rooms}. */
    public static Ok rooms(String re, int count, List<RoomInfo> rooms, boolean more) {
      return new Ok(
          re,
          null,
          null,
          null,
          null,
          null,
          count,
          null,
          more ? true : null,
          null,
          rooms,
          null,
          null,
          null,
          null,
          null,
          null);
    }

    /** To {@code whois}. */
    public static Ok person(String re, PersonInfo person) {
      return new Ok(
          re, null, null, null, null, null, null, null, null, null, null, person, null, null, null,
          null, null);
    }

    /** To {@code nick}. */
    public static Ok named(String re, Long seq, String name) {
      return new Ok(
          re, seq, null, null, null, null, null, null, null, null, null, null, name, null, null,
          null, null);
    }

    /** To {@code admin}: what the command printed. */
    public static Ok text(String re, String text) {
      return new Ok(
          re, null, null, null, null, null, null, null, null, null, null, null, null, text, null,
          null, null);
    }

    /**
     * To {@code upload}: a ticket.
     *
     * @param offset how many bytes of this file came before and are still there
     */
    public static Ok expecting(String re, String ticket, long offset) {
      return new Ok(
          re, null, null, null, null, null, null, null, null, null, null, null, null, null, ticket,
          offset, null);
    }

    /** To {@code download}: a ticket. */
    public static Ok offering(String re, String ticket, FileInfo file) {
      return new Ok(
          re, null, null, null, null, null, null, null, null, null, null, null, null, null, ticket,
          null, file);
    }

    /**
     * To {@code transfer}: the bytes from {@code offset} on follow.
     *
     * @param file of a download, null where the client sends
     */
    public static Ok carrying(String re, long offset, FileInfo file) {
      return new Ok(
          re, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          offset, file);
    }
  }

  /** Messages of a room or of a talk, oldest first; {@code more} says that the limit cut it. */
  @JsonTypeName("history")
  record History(String re, List<Event.Message> messages, boolean more) implements Reply {
    public History {
      messages = List.copyOf(messages);
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
