package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;
import parley.testkit.Effort;
import parley.testkit.Runs;

/**
 * No request costs out of proportion to its length, whatever stands in whichever of its fields: at
 * the limit of a frame, and at that of the field, where what is accepted goes further.
 */
class RequestEffortTest {
  @TempDir static Path folder;
  private static TestServer server;
  private static Client client;

  /** What an envelope around a field needs at most, in bytes. */
  private static final int ENVELOPE = 512;

  /** What every request has that needs it, as JSON. */
  private static final Map<String, String> VALID =
      Map.of(
          "room", "\"lobby\"",
          "name", "\"somebody\"",
          "text", "\"hello\"",
          "seq", "1",
          "size", "7",
          "sha256", '"' + "0f".repeat(32) + '"',
          "ticket", "\"none\"",
          "query", "\"hello\"",
          "line", "\"stats\"",
          "emoji", "\"+\"");

  private static final List<Integer> LIMITS =
      List.of(
          Limits.FRAME_BYTES - ENVELOPE,
          Limits.TEXT_BYTES,
          Limits.TOPIC_BYTES,
          Limits.FILE_NAME_BYTES);

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.in(folder);
    client = Client.in(server.plain(), "client", "lobby");
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    server.close();
  }

  /** A field that takes a text. */
  record Field(Class<?> type, String name) {
    @Override
    public String toString() {
      return typeName() + "." + name;
    }

    private String typeName() {
      return type.getAnnotation(JsonTypeName.class).value();
    }

    /** A request with this value, JSON, in it, and what it needs besides. */
    private String with(String value) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("type", '"' + typeName() + '"');
      for (RecordComponent component : type.getRecordComponents()) {
        String other = component.getName();
        boolean instead = other.equals("room") && Set.of("to", "with").contains(name);
        if (VALID.containsKey(other) && !instead) {
          fields.put(other, VALID.get(other));
        }
      }
      fields.put(name, value);
      StringJoiner json = new StringJoiner(",", "{", "}");
      fields.forEach((field, its) -> json.add('"' + field + "\":" + its));
      return json.toString();
    }
  }

  static Stream<Field> fields() {
    return Arrays.stream(Request.class.getPermittedSubclasses())
        .filter(type -> type != Request.Bye.class)
        .flatMap(
            type ->
                Arrays.stream(type.getRecordComponents())
                    .filter(c -> c.getType() == String.class || c.getType().isEnum())
                    .map(c -> new Field(type, c.getName())));
  }

  @Test
  void everyRequestIsAmongThem() {
    assertEquals(
        Request.class.getPermittedSubclasses().length - 1, // but the goodbye
        fields().map(Field::type).distinct().count());
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aFieldCostsNoMoreThanItsLengthIsWorth(Field field) throws Exception {
    for (String unit : Runs.ALL) {
      for (int limit : LIMITS) {
        Effort.isInProportion(
            field + " with " + Runs.name(unit) + " up to " + limit,
            limit,
            size -> ask(field.with('"' + run(unit, size) + '"')));
      }
    }
  }

  /** What is in a request besides its texts. */
  @ParameterizedTest
  @MethodSource("shapes")
  void soDoWhateverElseIsInIt(String name, Shape shape) throws Exception {
    Effort.isInProportion(name, Limits.FRAME_BYTES - ENVELOPE, size -> ask(shape.of(size)));
  }

  /** JSON of about a size. */
  interface Shape {
    String of(int size);
  }

  static Stream<Arguments> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("digits", n -> echo("7".repeat(n)));
    shapes.put("a fraction", n -> echo("0." + "7".repeat(n)));
    shapes.put("exponents", n -> echo("[" + repeated("1e999999999", n) + "]"));
    shapes.put("an exponent where a number is meant", n -> seq("1e" + "9".repeat(n)));
    shapes.put("digits where a number is meant", n -> seq("7".repeat(n)));
    shapes.put("large exponents where a number is meant", _ -> seq("1e999999999"));
    shapes.put("arrays in one another", n -> echo("[".repeat(n / 2) + "]".repeat(n / 2)));
    shapes.put("arrays beside one another", n -> echo("[" + repeated("[]", n) + "]"));
    shapes.put("objects", n -> echo("[" + repeated("{\"a\":0}", n) + "]"));
    shapes.put("names", n -> names(n, i -> "n" + i));
    shapes.put("names of one hash", n -> names(n, RequestEffortTest::collision));
    shapes.put("long names", n -> names(n, i -> "n".repeat(240) + i));
    shapes.put("escapes", n -> echo('"' + "\\u0041".repeat(n / 6) + '"'));
    shapes.put("escaped names", n -> names(n, i -> "\\u0041".repeat(30) + i));
    shapes.put("a name too long", n -> "{\"type\":\"echo\",\"" + "n".repeat(n) + "\":0}");
    shapes.put("a type", n -> "{\"type\":\"" + "n".repeat(n) + "\"}");
    shapes.put("blanks", n -> "{" + " ".repeat(n) + "\"type\":\"echo\"}");
    shapes.put("a type at the end", n -> "{" + repeated("\"n\":[[0]]", n) + ",\"type\":\"rooms\"}");
    return shapes.entrySet().stream().map(s -> Arguments.of(s.getKey(), s.getValue()));
  }

  @Test
  void theNamesOfOneHashHaveIt() {
    assertEquals(collision(7).hashCode(), collision(4000).hashCode());
    assertFalse(collision(7).equals(collision(4000)));
  }

  /** One of 4,096 names whose {@link String#hashCode} is the same. */
  private static String collision(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 12; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }

  private static String echo(String value) {
    return "{\"type\":\"echo\",\"v\":" + value + "}";
  }

  private static String seq(String value) {
    return "{\"type\":\"delete\",\"seq\":" + value + "}";
  }

  private static String names(int size, IntFunction<String> name) {
    int most = Math.min(4_096, size / (name.apply(9_999).length() + 5));
    List<String> fields = new ArrayList<>();
    IntStream.range(0, most).forEach(i -> fields.add('"' + name.apply(i) + "\":0"));
    return "{\"type\":\"echo\"," + String.join(",", fields) + "}";
  }

  private static String repeated(String value, int size) {
    return String.join(",", Collections.nCopies(size / (value.length() + 1), value));
  }

  /** A run as JSON writes it, of so many bytes at most. */
  private static String run(String unit, int bytes) {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < unit.length(); i++) {
      char c = unit.charAt(i);
      boolean half = Character.isSurrogate(c) && unit.length() == 1;
      if (c < ' ' || half) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    String one = json.toString();
    return "a" + one.repeat(Math.max(1, (bytes - 2) / one.getBytes(UTF_8).length)) + "b";
  }

  /** Sends a request, and waits until all that was to be done for it is done. */
  private static void ask(String json) throws Exception {
    client.socket.getOutputStream().write(Mode.FRAMED.frame(json.getBytes(UTF_8)));
    String id = client.id();
    client.send(new Request.Ping(id, null));
    while (!(client.next() instanceof Reply.Pong pong && id.equals(pong.re()))) {
      // The request's own reply, or an event.
    }
  }
}
