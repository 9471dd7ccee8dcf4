package parley.e2e;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import parley.protocol.Json;
import parley.protocol.Request;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.testkit.HostileText;

/**
 * Requests as lines of JSON, each with a hostile string in one of its fields. The fields are those
 * of the protocol's records: a new one is taken by itself, with a harmless word in the others, or
 * is asked about here.
 */
final class HostileRequests {
  /** They end the connection, or begin it. */
  private static final Set<Class<?>> ELSEWHERE =
      Set.of(Request.Hello.class, Request.Bye.class, Request.Transfer.class);

  /** Each costs a tenth of a second. */
  private static final Set<Class<?>> SLOW = Set.of(Request.Register.class, Request.Password.class);

  private static final Set<String> SHOWN = Set.of("text", "emoji", "name", "line");

  /** What is sent where a file is asked for. */
  static final String FILE = "abc";

  private static final String DIGEST =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  /** Commands with a place for what somebody says; none finds whoever gives it, under any name. */
  private static final List<String> COMMANDS =
      List.of(
          "say %s",
          "topic lobby %s", "kick nobody %s", "ban nobody --reason %s", "%s", "mute no%s");

  private final RandomGenerator random;
  private final String peer;
  private final List<Field> fields;

  /** Those of them that others are shown, which are taken more often. */
  private final List<Field> shown;

  /** A field that others can set. */
  private record Field(Class<?> request, String name) {}

  /**
   * @param peer somebody who is there, to talk to
   */
  HostileRequests(RandomGenerator random, String peer) {
    this.random = random;
    this.peer = peer;
    this.fields =
        Arrays.stream(Request.class.getPermittedSubclasses())
            .filter(type -> !ELSEWHERE.contains(type))
            .flatMap(HostileRequests::texts)
            .toList();
    this.shown = fields.stream().filter(field -> SHOWN.contains(field.name())).toList();
  }

  private static Stream<Field> texts(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(part -> part.getType() == String.class || part.getType() == Map.class)
        .map(part -> new Field(type, part.getName()));
  }

  int fields() {
    return fields.size() + (int) texts(Request.Hello.class).count();
  }

  /**
   * The next one.
   *
   * @param seq of a message of one's own
   */
  String next(long seq) {
    List<Field> from = random.nextInt(4) == 0 ? fields : shown;
    Field field = from.get(random.nextInt(from.size()));
    while (SLOW.contains(field.request()) && random.nextInt(2_000) != 0) {
      field = fields.get(random.nextInt(fields.size()));
    }
    return line(field, seq);
  }

  /** A hello, for a connection of its own. */
  String hello() {
    List<Field> all = texts(Request.Hello.class).toList();
    return line(all.get(random.nextInt(all.size())), 1);
  }

  private String line(Field field, long seq) {
    List<String> parts = new ArrayList<>();
    parts.add("\"type\":\"" + field.request().getAnnotation(JsonTypeName.class).value() + '"');
    for (RecordComponent part : field.request().getRecordComponents()) {
      String name = part.getName();
      boolean chosen = name.equals(field.name());
      String value = chosen ? hostile(part) : harmless(field.request(), part, seq);
      if (value != null) {
        parts.add(part.getType() == Map.class ? "\"text\":" + value : "\"" + name + "\":" + value);
      }
    }
    return "{" + String.join(",", parts) + "}\n";
  }

  private String hostile(RecordComponent part) {
    String text = HostileText.of(random);
    boolean command = part.getName().equals("line");
    return quoted(command ? COMMANDS.get(random.nextInt(COMMANDS.size())).formatted(text) : text);
  }

  /** JSON's own form; halves of characters only as its escapes. */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c >= 0xd800 && c <= 0xdfff) {
        json.append("\\u").append(HexFormat.of().toHexDigits((char) c));
      } else {
        String whole = Json.MAPPER.writeValueAsString(Character.toString(c));
        json.append(whole, 1, whole.length() - 1);
      }
    }
    return '"' + json.toString() + '"';
  }

  /** Null to leave it out. */
  private String harmless(Class<?> request, RecordComponent part, long seq) {
    Class<?> type = part.getType();
    if (type == Map.class) {
      return "\"hello\"";
    }
    if (type == RoomRole.class) {
      return "\"member\"";
    }
    if (type == RoomBar.class) {
      return "\"mute\"";
    }
    if (type != String.class) {
      boolean message = Set.of("seq", "replyTo").contains(part.getName());
      return message && request != Request.Read.class
          // The message that all is about stays where it is.
          ? Long.toString(request == Request.Delete.class ? seq + 1 : seq)
          : part.getName().equals("size") ? "3" : null;
    }
    return switch (part.getName()) {
      case "id", "log", "token", "session", "old", "nonce", "invitation" -> null;
      case "toId", "withId", "after", "from", "to", "with" -> to(request, part.getName());
      case "room" -> request == Request.Leave.class ? "\"nowhere\"" : room(request);
      case "name" -> request == Request.Hello.class ? "\"passer\"" : "\"" + peer + "\"";
      case "person" -> "\"" + peer + "\"";
      case "text", "data", "query", "client", "device", "reason", "called" -> "\"hello\"";
      case "password" -> request == Request.Hello.class ? null : "\"a password of some length\"";
      case "emoji" -> "\"👍\"";
      case "ticket" -> "\"none\"";
      case "line" -> "\"say hello\"";
      case "sha256" -> "\"" + DIGEST + "\"";
      default -> throw new AssertionError("what is a harmless " + part + "? Say so here.");
    };
  }

  /** Half of what is said goes to the room, half to one person. */
  private String room(Class<?> request) {
    return isAddressed(request) && direct ? null : "\"lobby\"";
  }

  private String to(Class<?> request, String name) {
    boolean person = name.equals("to") || name.equals("with");
    return person && isAddressed(request) && direct ? "\"" + peer + "\"" : null;
  }

  private boolean direct;

  /** From now on what is said goes to one person, or to the room. */
  void direct(boolean now) {
    direct = now;
  }

  private static boolean isAddressed(Class<?> request) {
    return request == Request.Send.class
        || request == Request.Upload.class
        || request == Request.History.class;
  }
}
