package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.protocol.FileInfo;
import parley.protocol.Json;
import parley.protocol.Request;
import parley.server.state.Change;
import tools.jackson.databind.JsonNode;

class BodyTest {
  static Class<?>[] kinds() {
    return Change.Lasting.class.getPermittedSubclasses();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyChangeComesBackAsItWasWritten(Class<?> kind) throws Exception {
    Change.Lasting full = make(kind, true);
    Change.Lasting bare = make(kind, false);
    assertEquals(full, Body.read(Body.of(full)));
    assertEquals(bare, Body.read(Body.of(bare)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aBodyIsAnObjectOfTheRecordsOwnFields(Class<?> kind) throws Exception {
    Change.Lasting change = make(kind, true);
    JsonNode json = Json.MAPPER.readTree(Body.of(change));
    Set<String> expected = new HashSet<>(Set.of("change"));
    for (RecordComponent component : kind.getRecordComponents()) {
      expected.add(component.getName());
    }
    assertEquals(expected, Set.copyOf(json.propertyNames()));
    assertEquals(Body.kind(change), json.get("change").stringValue());
    assertNotNull(Body.kind(change));
    assertFalse(Body.kind(change).isEmpty());
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
      values[i] = value(types[i], components[i].getName(), full);
    }
    var constructor = kind.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return (Change.Lasting) constructor.newInstance(values);
  }

  private static Object value(Class<?> type, String name, boolean full) {
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
    if (type == Request.Kind.class) {
      return full ? Request.Kind.ACTION : null;
    }
    if (type == FileInfo.class) {
      return full ? new FileInfo((String) value(String.class, name, true), 1L << 40, "9f") : null;
    }
    throw new AssertionError("how is a " + type + " made? Teach this test.");
  }
}
