package parley.server.logfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parley.server.state.Change;
import parley.testkit.FuzzTest;
import tools.jackson.core.JacksonException;

/** The body of an event, as a file holds it that somebody else made. */
public final class EventBodyFuzzTest extends FuzzTest {
  @Override
  protected void read(byte[] input) {
    Change.Lasting change;
    try {
      change = EventBody.read(input);
    } catch (JacksonException e) {
      return;
    }
    if (change == null) {
      return;
    }
    byte[] written = EventBody.of(change);
    assertEquals(
        new String(written, UTF_8), new String(EventBody.of(EventBody.read(written)), UTF_8));
    change.person();
    change.audience();
  }

  /**
   * The bodies of every kind of event: those of messages as they are, of others with any values.
   */
  @Override
  protected List<byte[]> moreInputs() {
    return Stream.concat(
            EventBodyTest.bodies().map(body -> body.get()[1].toString().strip()),
            EventBodyTest.records(Change.Lasting.class).map(EventBodyFuzzTest::anyOf))
        .map(body -> body.getBytes(UTF_8))
        .toList();
  }

  private static String anyOf(Class<?> kind) {
    return Arrays.stream(kind.getRecordComponents())
        .map(part -> ",\"%s\":%s".formatted(part.getName(), any(part.getType())))
        .collect(
            Collectors.joining(
                "", "{\"change\":\"" + kind.getAnnotation(JsonTypeName.class).value() + "\"", "}"));
  }

  private static String any(Class<?> type) {
    return type == boolean.class || type == Boolean.class
        ? "true"
        : type.isPrimitive() || Number.class.isAssignableFrom(type)
            ? "1"
            : type == List.class ? "[]" : type.isEnum() ? "null" : "\"lobby\"";
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(EventBody.class, Change.class);
  }
}
