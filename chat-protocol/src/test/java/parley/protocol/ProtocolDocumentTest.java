package parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/protocol.md} shows each message as it is, and leaves none out. */
class ProtocolDocumentTest {
  private static final Pattern FENCE =
      Pattern.compile("^```(\\S*) ?([^\\n]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /**
   * An object of a {@code json} block.
   *
   * @param asked what the page shows of the client before it, the last of each {@code id}
   */
  private record Example(String sender, String line, Map<String, Request> asked) {
    Record message() throws ProtocolException {
      byte[] json = line.getBytes(UTF_8);
      return (Record)
          (sender.equals("client") ? Json.request(json) : Json.serverMessage(json, asked::get));
    }
  }

  private static String page;
  private static final List<Example> EXAMPLES = new ArrayList<>();

  @BeforeAll
  static void readThePage() throws IOException, ProtocolException {
    Path module = Path.of(System.getProperty("basedir", ""));
    page = Files.readString(module.resolve("../docs/protocol.md"));
    Map<String, Request> asked = new HashMap<>();
    Matcher fence = FENCE.matcher(page);
    while (fence.find()) {
      if (fence.group(1).equals("json")) {
        String sender = fence.group(2);
        assertTrue(Set.of("client", "server").contains(sender), () -> "who sends? " + sender);
        for (String line : fence.group(3).lines().toList()) {
          Example example = new Example(sender, line, new HashMap<>(asked));
          EXAMPLES.add(example);
          if (example.sender().equals("client")) {
            Request request = (Request) example.message();
            asked.put(request.id(), request);
          }
        }
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsReadAndWrittenAsItStands() {
    return EXAMPLES.stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.sender() + " " + example.line(),
                    () -> {
                      switch (example.message()) {
                        case Request request ->
                            assertEquals(
                                Json.MAPPER.readTree(example.line()),
                                Json.MAPPER.readTree(Json.bytes(request)));
                        // What clients may rely on: to the letter.
                        case ServerMessage message ->
                            assertEquals(example.line(), new String(Json.bytes(message), UTF_8));
                        default -> throw new AssertionError("no message");
                      }
                    }));
  }

  /** Not only each type: each field of each type, so that every shape of {@code ok} is shown. */
  @Test
  void everyFieldOfEveryMessageIsShown() throws Exception {
    Set<String> missing = new TreeSet<>();
    for (Class<?> family : List.of(Request.class, ServerMessage.class)) {
      for (Class<?> type : RandomMessages.records(family)) {
        missing.add(type.getName());
        addFields(type, missing);
      }
    }
    for (Class<?> part :
        List.of(
            ServerLimits.class,
            RoomInfo.class,
            FileInfo.class,
            PersonInfo.class,
            Reaction.class,
            Snippet.class,
            Snippet.Hit.class)) {
      addFields(part, missing);
    }
    for (Example example : EXAMPLES) {
      remove(example.message(), missing);
    }
    assertEquals(Set.of(), missing);
  }

  private static void addFields(Class<?> type, Set<String> names) {
    for (RecordComponent component : type.getRecordComponents()) {
      names.add(type.getName() + "." + component.getName());
    }
  }

  private static void remove(Object shown, Set<String> missing) throws Exception {
    switch (shown) {
      case Record message -> {
        missing.remove(message.getClass().getName());
        for (RecordComponent component : message.getClass().getRecordComponents()) {
          Object value = component.getAccessor().invoke(message);
          if (value != null && !value.equals(Map.of())) {
            missing.remove(message.getClass().getName() + "." + component.getName());
            remove(value, missing);
          }
        }
      }
      case List<?> values -> {
        for (Object value : values) {
          remove(value, missing);
        }
      }
      default -> {}
    }
  }

  @Test
  void everyErrorCodeIsInTheTableAndNoOther() {
    Set<String> codes = new HashSet<>();
    Matcher row =
        Pattern.compile("^\\| `([a-z-]+)` \\| \\S", Pattern.MULTILINE).matcher(section("Errors"));
    while (row.find()) {
      codes.add(row.group(1));
    }
    Set<String> expected = new HashSet<>();
    for (ErrorCode code : ErrorCode.values()) {
      expected.add(code.wire());
    }
    assertEquals(expected, codes);
  }

  @Test
  void everyFixedLimitStandsOnThePage() {
    for (int limit :
        List.of(
            Limits.FRAME_BYTES,
            Limits.FRAME_BYTES_MIN,
            Limits.FRAME_BYTES_MAX,
            Limits.TEXT_BYTES,
            Limits.TOPIC_BYTES,
            Limits.NAME_LENGTH,
            Limits.TOKEN_LENGTH,
            Limits.OUTSTANDING,
            Limits.HISTORY_MAX,
            Limits.MEMBERS_MAX,
            Limits.ROOMS_MAX,
            Limits.TALKS_MAX,
            Limits.EMOJI_BYTES,
            Limits.REACTIONS,
            Limits.REACTION_NAMES,
            Limits.MESSAGE_REACTION_NAMES,
            Limits.QUERY_BYTES,
            Limits.UNREAD_MAX,
            Limits.FILE_NAME_BYTES,
            Limits.TICKET_SECONDS)) {
      String number = String.format(Locale.ROOT, "%,d", limit);
      assertTrue(section("Limits").contains(number), number);
    }
  }

  @Test
  void everyLinkInsideThePageLeadsSomewhere() {
    Set<String> anchors = new HashSet<>();
    Matcher heading = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE).matcher(page);
    while (heading.find()) {
      anchors.add(
          heading
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^a-z0-9 -]", "")
              .replace(' ', '-'));
    }
    Matcher link = Pattern.compile("\\(#([^)]+)\\)").matcher(page);
    while (link.find()) {
      assertTrue(anchors.contains(link.group(1)), link.group(1));
    }
  }

  private static String section(String title) {
    Matcher section =
        Pattern.compile("^## " + title + "$(.*?)(?=^## |\\z)", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(page);
    assertTrue(section.find(), title);
    return section.group(1);
  }

  @Test
  void everyReasonIsThere() {
    for (Goodbye reason : Goodbye.values()) {
      assertTrue(
          page.lines()
              .anyMatch(row -> row.startsWith("| `") && row.contains("`" + reason.word() + "`")),
          reason.word());
    }
    String left = page.substring(page.indexOf("- `joined`, `left`:"), page.indexOf("- `topic`:"));
    for (Leaving reason : Leaving.values()) {
      assertTrue(left.contains("`" + reason.word() + "`"), reason.word());
    }
  }
}
