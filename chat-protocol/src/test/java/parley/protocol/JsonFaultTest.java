package parley.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of a message has its one code, and says whose it was where that can be read. */
class JsonFaultTest {
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "null",
        "[]",
        "5",
        "\"ping\"",
        "[\"ping\",{}]",
        "nonsense",
        "{",
        "{\"type\"",
        "{'type':'ping'}",
        "{type:\"ping\"}",
        "{\"type\":\"ping\",}",
        "// a comment\n{\"type\":\"ping\"}",
        "\ufeff{\"type\":\"ping\"}"
      })
  void whatIsNoObjectIsBadJson(String json) {
    assertNull(fails(ErrorCode.BAD_JSON, json).re());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"ping\",\"id\":\"7\"} x",
        "{\"type\":\"ping\",\"id\":\"7\"}{}",
        "{\"type\":\"ping\",\"id\":\"7\"}]",
        "{\"type\":\"ping\",\"id\":\"7\",\"data\":\"cut",
        "{\"type\":\"ping\",\"id\":\"7\",\"data\":\"raw\u0001control\"}",
        "{\"type\":\"ping\",\"id\":\"7\",\"data\":NaN}",
        "{\"type\":\"ping\",\"id\":\"7\",\"id\":\"8\"}",
        "{\"id\":\"7\",\"type\":\"ping\",\"type\":\"bye\"}",
        "{\"id\":\"7\",\"type\":\"send\",\"room\":\"a\",\"text\":\"x\",\"text\":\"y\"}",
        "{\"id\":\"7\",\"type\":\"ping\",\"unknown\":{\"a\":1,\"a\":2}}",
        "{\"type\":\"ping\",\"id\":\"7\",\"data\":\"\\ud800\"}",
        "{\"type\":\"ping\",\"id\":\"7\",\"data\":\"\\udc00\\ud800\"}",
        "{\"type\":\"ping\",\"id\":\"7\",\"data\":\"\\ud83dx\"}",
        "{\"type\":\"ping\",\"id\":\"7\",\"data\":\"\\ud83d\\n\"}",
        "{\"type\":\"echo\",\"id\":\"7\",\"\\udfff\":1}"
      })
  void theIdBeforeABreakIsKept(String json) {
    assertEquals("7", fails(ErrorCode.BAD_JSON, json).re());
  }

  @ParameterizedTest
  @CsvSource({
    "stray continuation, 80",
    "overlong slash, c0 af",
    "overlong in three bytes, e0 80 af",
    "overlong in four bytes, f0 80 80 af",
    "surrogate, ed a0 80",
    "surrogates in pairs, ed a0 bd ed b8 80",
    "above U+10FFFF, f4 90 80 80",
    "five bytes, f8 88 80 80 80",
    "cut short, e4 b8",
    "Latin 1, e9",
    "255, ff"
  })
  void whatIsNotUtf8IsBadJson(String name, String hex) {
    String bytes = new String(java.util.HexFormat.ofDelimiter(" ").parseHex(hex), ISO_8859_1);
    byte[] json =
        ("{\"type\":\"ping\",\"id\":\"7\",\"data\":\"" + bytes + "\"}").getBytes(ISO_8859_1);
    ProtocolException e = fails(ErrorCode.BAD_JSON, json);
    assertEquals("7", e.re(), name);
    assertTrue(e.getMessage().contains("at byte 32"), e.getMessage());
  }

  @Test
  void otherEncodingsAreNotGuessed() {
    for (Charset other : List.of(UTF_16, UTF_16LE, Charset.forName("UTF-32"))) {
      fails(ErrorCode.BAD_JSON, "{\"type\":\"ping\"}".getBytes(other));
    }
  }

  @Test
  void everyCharacterOfUnicodeGoesThere_andBack_rawAndEscaped() throws Exception {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 97) {
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        continue;
      }
      String text = "a" + Character.toString(c);
      Request.Ping ping = new Request.Ping(null, text);
      assertEquals(ping, Json.request(Json.bytes(ping)));
      String escaped = text.chars().mapToObj("\\u%04X"::formatted).collect(Collectors.joining());
      assertEquals(ping, request("{\"type\":\"ping\",\"data\":\"" + escaped + "\"}"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"7\"}",
        "{\"id\":\"7\",\"type\":\"\"}",
        "{\"id\":\"7\",\"type\":\"nope\"}",
        "{\"id\":\"7\",\"type\":\"Ping\"}",
        "{\"id\":\"7\",\"type\":null}",
        "{\"id\":\"7\",\"type\":5}",
        "{\"id\":\"7\",\"type\":{}}",
        "{\"id\":\"7\",\"type\":[\"ping\"]}",
        "{\"id\":\"7\",\"type\":\"message\"}",
        "{\"id\":\"7\",\"type\":\"parley.protocol.Request$Ping\"}"
      })
  void anUnknownTypeIsSaidSo(String json) {
    assertEquals("7", fails(ErrorCode.UNKNOWN_TYPE, json).re());
  }

  @Test
  void anUnknownTypeIsShownShortAndPrintable() {
    String type = "\\u001b[2J" + "x".repeat(500);
    String message = fails(ErrorCode.UNKNOWN_TYPE, "{\"type\":\"" + type + "\"}").getMessage();
    assertTrue(message.length() < 80, message);
    assertEquals(-1, message.indexOf('\u001b'));
  }

  /** Every field of every request, given each kind of value that is not its own. */
  @ParameterizedTest
  @MethodSource("requests")
  void aFieldOfTheWrongKindIsABadRequest(Class<?> type) {
    for (var field : type.getRecordComponents()) {
      if (type == Request.Echo.class && field.getName().equals("fields")) {
        continue;
      }
      boolean number = Number.class.isAssignableFrom(field.getType());
      List<String> wrong =
          number
              ? List.of("\"5\"", "\"\"", "true", "[1]", "{}", "1.0", "1e3", "1e999999999")
              : List.of("5", "1.5", "true", "[\"x\"]", "{}", "1e999999999");
      for (String value : wrong) {
        assertBad(type, field.getName(), value);
      }
      if (number) {
        assertBad(type, field.getName(), "-1");
        assertBad(type, field.getName(), "99999999999999999999");
        assertBad(type, field.getName(), "-" + "9".repeat(60));
      }
    }
  }

  private static void assertBad(Class<?> type, String field, String value) {
    String name = type.getAnnotation(com.fasterxml.jackson.annotation.JsonTypeName.class).value();
    String id = field.equals("id") ? "" : "\"id\":\"7\",";
    String json = "{" + id + "\"type\":\"" + name + "\",\"" + field + "\":" + value + "}";
    ProtocolException e = fails(ErrorCode.BAD_REQUEST, json);
    assertEquals(id.isEmpty() ? null : "7", e.re(), json);
    // The type in front makes Jackson read the field by another way.
    fails(ErrorCode.BAD_REQUEST, "{\"type\":\"" + name + "\",\"" + field + "\":" + value + "}");
  }

  static List<Class<?>> requests() {
    return RandomMessages.records(Request.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello|",
        "join|",
        "leave|",
        "send|\"room\":\"a\"",
        "send|\"text\":\"x\"",
        "send|\"text\":\"x\",\"room\":\"a\",\"to\":\"b\"",
        "send|\"text\":\"x\",\"room\":\"a\",\"kind\":\"shout\"",
        "send|\"text\":\"x\",\"room\":\"a\",\"nonce\":\"\"",
        "send|\"text\":null,\"room\":\"a\"",
        "history|",
        "history|\"room\":\"a\",\"with\":\"b\"",
        "history|\"room\":\"a\",\"before\":1,\"after\":2",
        "history|\"room\":\"a\",\"limit\":0",
        "history|\"room\":\"a\",\"limit\":501",
        "members|",
        "whois|",
        "topic|\"room\":\"a\"",
        "nick|",
        "stats|\"every\":3601",
        "stats|\"series\":\"2h\"",
        "admin|",
      })
  void aMissingOrContradictingFieldIsABadRequest(String type, String fields) {
    String rest = fields == null ? "" : "," + fields;
    String json = "{\"type\":\"" + type + "\",\"id\":\"7\"" + rest + "}";
    assertEquals("7", fails(ErrorCode.BAD_REQUEST, json).re());
  }

  @Test
  void anIdHasUpTo64Characters() throws Exception {
    for (String id : List.of("x".repeat(64), "😀".repeat(64))) {
      assertEquals(id, request("{\"type\":\"bye\",\"id\":\"" + id + "\"}").id());
    }
    for (String id : List.of("", "x".repeat(65), "😀".repeat(65), "x".repeat(60_000))) {
      String json = "{\"type\":\"bye\",\"id\":\"" + id + "\"}";
      assertNull(fails(ErrorCode.BAD_REQUEST, json).re());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \\n\\t ", "a\\rb", "\\u0000", "\\u001b[31m", "\\u007f", "\\u009b"})
  void aTextIsNotBlankAndHoldsNoControlCharacters(String text) {
    String json = "{\"type\":\"send\",\"id\":\"7\",\"room\":\"a\",\"text\":\"" + text + "\"}";
    ProtocolException e = fails(ErrorCode.BAD_TEXT, json);
    assertEquals("7", e.re());
    assertTrue(e.getMessage().chars().allMatch(c -> c >= ' ' && c < 0x7f), e.getMessage());
  }

  @Test
  void aTextIsMeasuredInBytesOfUtf8() {
    for (String letter : List.of("x", "é", "中", "😀")) {
      int most = Limits.TEXT_BYTES / letter.getBytes(UTF_8).length;
      Request.Send.toRoom(null, "a", letter.repeat(most));
      String above = letter.repeat(most + 1);
      InvalidRequest e =
          assertThrows(InvalidRequest.class, () -> Request.Send.toRoom(null, "a", above));
      assertEquals(ErrorCode.BAD_TEXT, e.code());
    }
  }

  @Test
  void whateverIsAcceptedFitsTheSmallestFrame() {
    String name = "\ud808\udc00".repeat(Limits.NAME_LENGTH);
    for (String letter : List.of("\"", "\\", "😀", "中", "x\n", "\u0628\t")) {
      String text = letter.repeat(Limits.TEXT_BYTES / letter.getBytes(UTF_8).length);
      Request.Send send =
          new Request.Send("😀".repeat(64), null, name, text, "😀".repeat(64), Request.Kind.ACTION);
      assertTrue(Json.bytes(send).length <= Limits.FRAME_BYTES_MIN);
      Event.Message message =
          new Event.Message(
              Long.MAX_VALUE,
              new Addressee.Person(send.to(), null),
              new Author("g" + Long.MAX_VALUE, send.to()),
              new Content(send.text(), send.kind(), null, null),
              "2026-11-21T09:30:00.123Z");
      assertTrue(Json.bytes(message).length <= Limits.FRAME_BYTES_MIN);
      assertTrue(
          Json.bytes(new Reply.History("😀".repeat(64), List.of(message), true)).length
              <= Limits.FRAME_BYTES_MIN);
      // Told again with all that can have become of it.
      List<Reaction> reactions = new ArrayList<>();
      for (int i = 0; i < Limits.REACTIONS; i++) {
        int names = Limits.MESSAGE_REACTION_NAMES / Limits.REACTIONS;
        reactions.add(
            new Reaction(
                "\ud808\udc00".repeat(Limits.EMOJI_BYTES / 4),
                Integer.MAX_VALUE,
                Collections.nCopies(names, name)));
      }
      Event.Message again =
          new Event.Message(
              Long.MAX_VALUE,
              new Addressee.Person(name, null),
              new Author("g" + Long.MAX_VALUE, name),
              new Content(send.text(), send.kind(), new ReplyTo(Long.MAX_VALUE, name), null),
              message.at(),
              new MessageState(message.at(), false, reactions),
              null);
      assertTrue(
          Json.bytes(new Reply.History("😀".repeat(64), List.of(again), true)).length
              <= Limits.FRAME_BYTES_MIN);
      Event.Edited edited =
          new Event.Edited(
              Long.MAX_VALUE,
              Long.MAX_VALUE,
              null,
              name,
              name,
              "g" + Long.MAX_VALUE,
              send.text(),
              send.kind(),
              message.at());
      assertTrue(Json.bytes(edited).length <= Limits.FRAME_BYTES_MIN);
    }
  }

  @Test
  void aReactionIsOneCharacterAsPeopleSeeIt() {
    for (String emoji :
        List.of(
            "👍",
            "👍🏽",
            "❤\ufe0f",
            "👩\u200d💻",
            "👨\u200d👩\u200d👧\u200d👦",
            "🇫🇷",
            "1\ufe0f\u20e3",
            "🏴\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
            "é",
            "+")) {
      assertEquals(emoji, new Request.React(null, 1L, emoji, null).emoji());
    }
    for (String none :
        List.of(
            "",
            " ",
            "\n",
            "\u00a0",
            "👍👍",
            "ab",
            "👍 ",
            "\u001b",
            "\u202e",
            "\u200d",
            "\u0301",
            "\ufe0f",
            "\ue000",
            "\ud83d",
            "e" + "\u0301".repeat(16))) {
      assertThrows(InvalidRequest.class, () -> new Request.React(null, 1L, none, null), none);
    }
  }

  @Test
  void aPageOfRoomsOrMembersFitsTheSmallestFrame() {
    String re = "😀".repeat(64);
    String name = "\ud808\udc00".repeat(Limits.NAME_LENGTH);
    var room =
        new RoomInfo(
            name,
            "😀".repeat(Limits.TOPIC_GLANCE),
            1_000_000_000,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            Limits.UNREAD_MAX);
    var rooms = Collections.nCopies(Limits.ROOMS_MAX, room);
    var person = new PersonInfo(name, null, false, null);
    var people = Collections.nCopies(Limits.MEMBERS_MAX, person);
    String topic = "\"".repeat(Limits.TOPIC_BYTES);
    var limits = new ServerLimits(1 << 24, 1 << 14, 1 << 30, 64, 1 << 30, 1L << 60, 1 << 30);
    var talk =
        new TalkInfo(
            name,
            "g1000000000",
            true,
            1L << 62,
            "2026-11-21T09:30:00.123Z",
            1L << 62,
            Limits.UNREAD_MAX);
    var talks = Collections.nCopies(Limits.TALKS_MAX, talk);
    for (Reply reply :
        List.of(
            new Reply.TalkList(re, talks, true, 1L << 62),
            new Reply.RoomList(re, 1_000_000_000, true, rooms),
            new Reply.Joined(re, 1L << 62, name, topic, 1_000_000_000, people, true, 1L << 62),
            new Reply.Welcome(re, name, "g9", null, re, name, re, 1L << 62, limits, rooms))) {
      assertTrue(Json.bytes(reply).length <= Limits.FRAME_BYTES_MIN);
    }
  }

  @Test
  void nestingEndsAtItsLimit() throws Exception {
    // The message itself is the first level.
    request(nested(Limits.NESTING - 1));
    assertEquals("7", fails(ErrorCode.BAD_JSON, nested(Limits.NESTING)).re());
    assertEquals("7", fails(ErrorCode.BAD_JSON, nested(30_000)).re());
  }

  private static String nested(int depth) {
    return "{\"type\":\"echo\",\"id\":\"7\",\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping", "echo"})
  void longNumbersAndFloodsOfTokensAreBadJson(String type) {
    for (String value :
        List.of(
            "9".repeat(65),
            "9".repeat(60_000),
            "0." + "9".repeat(60_000),
            "[" + "0,".repeat(30_000) + "0]",
            "[" + "{},".repeat(15_000) + "{}]")) {
      fails(ErrorCode.BAD_JSON, "{\"type\":\"" + type + "\",\"id\":\"7\",\"a\":" + value + "}");
    }
    fails(ErrorCode.BAD_JSON, "{\"type\":\"" + type + "\",\"" + "n".repeat(60_000) + "\":1}");
  }

  @Test
  void hugeExponentsAreEchoedWithoutBeingWrittenOut() throws Exception {
    Request echo =
        request("{\"type\":\"echo\",\"id\":\"7\",\"a\":1e999999999,\"b\":-1e-999999999}");
    assertTrue(Json.bytes(echo).length < 100);
    String beyond = "{\"type\":\"echo\",\"id\":\"7\",\"a\":1e9999999999}";
    assertEquals("7", fails(ErrorCode.BAD_REQUEST, beyond).re());
  }

  @Test
  void anEchoKeepsItsFieldsInOrderAndNeverDoublesTheProtocolsOwn() throws Exception {
    Request.Echo echo =
        (Request.Echo)
            request(
                "{\"z\":null,\"type\":\"echo\",\"re\":\"no\",\"id\":\"7\",\"b\":1.50,\"a\":[]}");
    Reply.Echo reply = new Reply.Echo(echo.id(), echo.fields());
    String json = new String(Json.bytes(reply), UTF_8);
    assertEquals("{\"type\":\"echo\",\"re\":\"7\",\"z\":null,\"b\":1.50,\"a\":[]}", json);
    assertEquals(reply, Json.serverMessage(json.getBytes(UTF_8)));
  }

  @Test
  void unknownFieldsAreIgnored() throws Exception {
    assertEquals(
        new Request.Ping("7", null),
        request("{\"new\":{\"a\":[1]},\"type\":\"ping\",\"id\":\"7\",\"data\":null,\"x\":1}"));
  }

  @Test
  void aServersCodeThatIsNotKnownIsOther() throws Exception {
    Reply.Refused refused =
        (Reply.Refused)
            Json.serverMessage(
                "{\"type\":\"error\",\"code\":\"brand-new\",\"message\":\"Hm.\"}".getBytes(UTF_8));
    assertEquals(ErrorCode.OTHER, refused.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"message\",\"from\":\"a\",\"text\":\"x\"}",
        "{\"type\":\"message\",\"seq\":1}",
        "{\"type\":\"history\",\"more\":false}",
        "{\"type\":\"error\",\"re\":\"7\"}",
        "{\"type\":\"welcome\",\"last\":1}",
        "{\"type\":\"joined\",\"seq\":\"1\"}"
      })
  void aServersMessageWithoutWhatItNeedsIsRefused(String json) {
    ProtocolException e =
        assertThrows(ProtocolException.class, () -> Json.serverMessage(json.getBytes(UTF_8)));
    assertEquals(ErrorCode.BAD_REQUEST, e.code());
  }

  private static Reply ok(Request asked, String fields) throws ProtocolException {
    byte[] json = ("{\"type\":\"ok\"" + fields + "}").getBytes(UTF_8);
    return (Reply) Json.serverMessage(json, re -> "7".equals(re) ? asked : null);
  }

  @Test
  void anOkIsReadByWhatWasAsked() throws Exception {
    Request send = Request.Send.toRoom("7", "lobby", "hi");
    String said = ",\"re\":\"7\",\"seq\":4,\"at\":\"t\",\"name\":\"new one\"";
    assertEquals(new Reply.Sent("7", 4, "t"), ok(send, said));
    assertEquals(new Reply.Named("7", 4L, "new one"), ok(new Request.Nick("7", "a"), said));
    assertEquals(new Reply.Done("7"), ok(new Request.Leave("7", "lobby"), said));
    assertEquals(new Reply.Done("8"), ok(send, said.replace('7', '8')));
    assertEquals(new Reply.Done(null), ok(send, said.replace("\"re\"", "\"ru\"")));
    Request react = new Request.React("7", 3L, "+", true);
    assertEquals(new Reply.Sent("7", 4, "t"), ok(react, said));
    assertEquals(new Reply.Done("7"), ok(react, ",\"re\":\"7\""));
    byte[] typeLast = "{\"name\":\"a\",\"re\":\"7\",\"type\":\"ok\"}".getBytes(UTF_8);
    assertEquals(
        new Reply.Named("7", null, "a"),
        Json.serverMessage(typeLast, _ -> new Request.Nick("7", "a")));
    Request transfer = new Request.Transfer("7", "t", null);
    assertEquals(new Reply.Carrying("7", 9, null), ok(transfer, ",\"re\":\"7\",\"offset\":9"));
    assertEquals(new Reply.Sent("7", 4, "t"), ok(transfer, said));
  }

  @Test
  void anOkWithoutWhatItsRequestNeedsIsRefused() {
    List<Request> asked =
        List.of(
            Request.Send.toRoom("7", "lobby", "hi"),
            new Request.Join("7", "lobby"),
            new Request.Rooms("7", null),
            new Request.Members("7", "lobby", null),
            new Request.Whois("7", "bob"),
            new Request.Nick("7", "bob"),
            new Request.Admin("7", "help"),
            new Request.Download("7", 3L),
            new Request.Transfer("7", "t", null));
    assertThrows(
        ProtocolException.class,
        () -> ok(asked.get(2), ",\"re\":\"7\",\"count\":1,\"rooms\":[null]"));
    for (Request request : asked) {
      ProtocolException e =
          assertThrows(ProtocolException.class, () -> ok(request, ",\"re\":\"7\""));
      assertEquals(ErrorCode.BAD_REQUEST, e.code());
    }
  }

  @Test
  void secretsAreNotInToString() {
    assertFalse(Reply.Ticket.toSend("1", "TOKEN", 0).toString().contains("TOKEN"));
    assertFalse(
        new Request.Hello("1", "a", "TOKEN", "c", "SESSION", 1L, "l")
            .toString()
            .matches(".*(TOKEN|SESSION).*"));
    assertFalse(new Request.Admin("1", "claim TOKEN").toString().contains("TOKEN"));
  }

  /** No 60 KiB of hostile JSON make the parser allocate more than a small multiple of them. */
  @Test
  void hostileJsonAllocatesLittle() {
    List<String> hostile =
        List.of(
            "{\"type\":\"echo\",\"a\":[" + "11,".repeat(19_000) + "1]}",
            "{\"type\":\"echo\",\"a\":[" + "{},".repeat(9_900) + "1]}",
            "{\"type\":\"echo\",\"a\":[" + "1e9,".repeat(15_000) + "1]}",
            "{\"type\":\"ping\",\"a\":[" + "{\"a\":[]},".repeat(7_000) + "1]}",
            "{\"type\":\"echo\"" + numbered(",\"%x\":1", 7_000) + "}",
            "{\"a\":[" + "[],".repeat(9_000) + "1],\"type\":\"ping\"}",
            "{\"type\":\"ping\",\"data\":\"" + "\\u00e9".repeat(10_000) + "\"}",
            "[".repeat(60_000),
            "{\"a\":".repeat(12_000),
            "{\"type\":\"nope\",\"data\":\"" + "x".repeat(60_000) + "\"}");
    for (String json : hostile) {
      byte[] bytes = json.getBytes(UTF_8);
      tried(bytes);
      long before = allocated();
      tried(bytes);
      long multiple = (allocated() - before) / bytes.length;
      assertTrue(multiple < 50, multiple + " bytes a byte for " + json.substring(0, 40));
    }
  }

  private static String numbered(String each, int count) {
    return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining());
  }

  private static void tried(byte[] json) {
    try {
      Json.request(json);
    } catch (ProtocolException expected) {
      assertFalse(expected.fatal());
    }
  }

  private static long allocated() {
    return THREAD.getCurrentThreadAllocatedBytes();
  }

  private static Request request(String json) throws ProtocolException {
    return Json.request(json.getBytes(UTF_8));
  }

  private static ProtocolException fails(ErrorCode code, String json) {
    return fails(code, json.getBytes(UTF_8));
  }

  private static ProtocolException fails(ErrorCode code, byte[] json) {
    ProtocolException e = assertThrows(ProtocolException.class, () -> Json.request(json));
    assertEquals(code, e.code(), e.getMessage());
    assertFalse(e.fatal());
    assertEquals(new Reply.Refused(e.re(), code, e.getMessage(), null), e.reply());
    return e;
  }
}
