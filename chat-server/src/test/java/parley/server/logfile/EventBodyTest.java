package parley.server.logfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.Json;
import parley.protocol.ReplyTo;
import parley.protocol.Request;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.protocol.RoomWords;
import parley.protocol.TokenRight;
import parley.server.state.Change;
import parley.server.state.Scope;
import parley.server.state.SeqRange;
import parley.server.state.ServerRole;
import tools.jackson.databind.JsonNode;

class EventBodyTest {
  private static final FileInfo FILE = new FileInfo("r.pdf", 7, "9f");
  private static final Addressee LOBBY = new Addressee.Room("lobby");
  private static final Addressee BOB = new Addressee.Person("bob", "g2");
  private static final Author ALICE = new Author("g1", "alice");
  private static final Content ALL =
      new Content("hi", Request.Kind.ACTION, new ReplyTo(3, "bob"), FILE);

  /** The fields of what lies flat in the file; of an addressee that is a person. */
  private static final Map<Class<?>, Set<String>> FLAT =
      Map.of(
          Addressee.class,
          Set.of("to", "toName"),
          Author.class,
          Set.of("person", "name"),
          Content.class,
          Set.of("text", "kind", "replyTo", "replyName", "file"),
          Change.Said.class,
          Set.of(
              "to",
              "toName",
              "person",
              "name",
              "text",
              "kind",
              "nonce",
              "replyTo",
              "replyName",
              "file"));

  /** What is written of messages, to the byte: what any earlier version wrote. */
  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of(
            new Change.Said(LOBBY, ALICE, ALL, "n"),
            """
            {"change":"said","room":"lobby","person":"g1","name":"alice","text":"hi",\
            "kind":"action","nonce":"n","replyTo":3,"replyName":"bob",\
            "file":{"name":"r.pdf","size":7,"sha256":"9f"}}\
            """),
        Arguments.of(
            new Change.Said(BOB, ALICE, Content.of("hi"), null),
            """
            {"change":"said","to":"g2","toName":"bob","person":"g1","name":"alice","text":"hi"}\
            """),
        Arguments.of(
            new Change.Edited(5, new Change.Said(LOBBY, ALICE, ALL, "n")),
            """
            {"change":"edited","target":5,"room":"lobby","person":"g1","name":"alice","text":"hi",\
            "kind":"action","nonce":"n","replyTo":3,"replyName":"bob",\
            "file":{"name":"r.pdf","size":7,"sha256":"9f"}}\
            """),
        Arguments.of(
            new Change.Edited(5, new Change.Said(BOB, ALICE, Content.of("hi"), null)),
            """
            {"change":"edited","target":5,"to":"g2","toName":"bob","person":"g1","name":"alice",\
            "text":"hi"}\
            """),
        Arguments.of(
            new Change.Deleted(5, LOBBY, new Author(null, "console"), "alice"),
            """
            {"change":"deleted","target":5,"room":"lobby","name":"console","author":"alice"}\
            """),
        Arguments.of(
            new Change.Deleted(5, BOB, ALICE, "bob"),
            """
            {"change":"deleted","target":5,"to":"g2","toName":"bob","person":"g1","name":"alice",\
            "author":"bob"}\
            """),
        Arguments.of(
            new Change.Reacted(5, LOBBY, ALICE, "+", true, "bob"),
            """
            {"change":"reacted","target":5,"room":"lobby","person":"g1","name":"alice","emoji":"+",\
            "removed":true,"author":"bob"}\
            """),
        Arguments.of(
            new Change.Reacted(5, BOB, ALICE, "+", false, "bob"),
            """
            {"change":"reacted","target":5,"to":"g2","toName":"bob","person":"g1","name":"alice",\
            "emoji":"+","removed":false,"author":"bob"}\
            """),
        Arguments.of(
            new Change.Read(LOBBY, "g1", 9),
            """
            {"change":"read","inRoom":"lobby","person":"g1","upTo":9}\
            """),
        Arguments.of(
            new Change.Read(BOB, "g1", 9),
            """
            {"change":"read","with":"g2","withName":"bob","person":"g1","upTo":9}\
            """));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void whatIsWrittenIsTheSameToTheByte(Change.Lasting change, String body) {
    assertEquals(body, new String(EventBody.of(change), UTF_8));
    assertEquals(change, EventBody.read(body.getBytes(UTF_8)));
  }

  static Class<?>[] kinds() {
    return records(Change.Lasting.class).toArray(Class<?>[]::new);
  }

  static Stream<Class<?>> records(Class<?> family) {
    return family.isSealed()
        ? Arrays.stream(family.getPermittedSubclasses()).flatMap(EventBodyTest::records)
        : Stream.of(family);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyChangeComesBackAsItWasWritten(Class<?> kind) throws Exception {
    Change.Lasting full = make(kind, true);
    Change.Lasting bare = make(kind, false);
    assertEquals(full, EventBody.read(EventBody.of(full)));
    assertEquals(bare, EventBody.read(EventBody.of(bare)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aBodyIsAnObjectOfTheRecordsOwnFields(Class<?> kind) throws Exception {
    Change.Lasting change = make(kind, true);
    JsonNode json = Json.MAPPER.readTree(EventBody.of(change));
    Set<String> expected = new HashSet<>(Set.of("change"));
    for (RecordComponent component : kind.getRecordComponents()) {
      expected.addAll(FLAT.getOrDefault(component.getType(), Set.of(component.getName())));
    }
    // What a password is compared with is beside the log.
    expected.remove("verifier");
    if (kind == Change.Read.class) {
      expected.removeAll(Set.of("to", "toName"));
      expected.addAll(Set.of("with", "withName"));
    }
    assertEquals(expected, Set.copyOf(json.propertyNames()));
    assertEquals(EventBody.kind(change), json.get("change").stringValue());
    assertNotNull(EventBody.kind(change));
    assertFalse(EventBody.kind(change).isEmpty());
    long names = Arrays.stream(kinds()).map(Class::getSimpleName).distinct().count();
    assertTrue(names == kinds().length);
  }

  /** An instance with every field set to something odd, or with as few as can be. */
  private static Change.Lasting make(Class<?> kind, boolean full) throws Exception {
    RecordComponent[] components = kind.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      boolean runs =
          components[i].getGenericType().getTypeName().contains(SeqRange.class.getName());
      values[i] =
          runs && full
              ? List.of(new SeqRange(1, 1), new SeqRange(3, Long.MAX_VALUE))
              : value(types[i], components[i].getName(), full);
    }
    var constructor = kind.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return (Change.Lasting) constructor.newInstance(values);
  }

  private static Object value(Class<?> type, String name, boolean full) {
    if (name.equals("verifier")) {
      return null;
    }
    if (type == ServerRole.class) {
      return full ? ServerRole.OWNER : null;
    }
    if (type == int.class) {
      return full ? 3 : 0;
    }
    if (type == String.class) {
      return full ? name + " \"\\\u0000\u2028 ü 日本 😀 half a pair: \ud83d" : null;
    }
    if (type == List.class) {
      return full ? List.of(name, "日本") : List.of();
    }
    if (type == long.class || type == Long.class && full) {
      return full ? Long.MAX_VALUE - 7 : 0L;
    }
    if (type == Long.class) {
      return null;
    }
    if (type == boolean.class) {
      return full;
    }
    if (type == Boolean.class) {
      return full ? true : null;
    }
    if (type == Request.Kind.class) {
      return full ? Request.Kind.ACTION : null;
    }
    if (type == RoomRole.class) {
      return full ? RoomRole.OWNER : null;
    }
    if (type == Scope.class) {
      return full
          ? new Scope(List.of("ops"), Set.of(TokenRight.READ, TokenRight.POST))
          : new Scope(List.of(), Set.of());
    }
    if (type == RoomBar.class) {
      return full ? RoomBar.BAN : null;
    }
    if (type == RoomSettings.class) {
      return full
          ? RoomWords.change("slow", "5").after(RoomWords.change("private", "on"))
          : RoomSettings.PLAIN;
    }
    if (type == FileInfo.class) {
      return full ? new FileInfo((String) value(String.class, name, true), 1L << 40, "9f") : null;
    }
    if (type == Addressee.class) {
      return full ? new Addressee.Person("to", "toName") : null;
    }
    if (type == Author.class) {
      return full ? new Author("person", "name") : new Author(null, null);
    }
    if (type == Content.class) {
      return full ? ALL : new Content(null, null, null, null);
    }
    if (type == Change.Said.class) {
      return full
          ? new Change.Said(BOB, ALICE, ALL, "nonce")
          : new Change.Said(
              null, new Author(null, null), new Content(null, null, null, null), null);
    }
    throw new AssertionError("how is a " + type + " made? Teach this test.");
  }
}
