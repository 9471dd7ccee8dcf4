package parley.server.logfile;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parley.protocol.Json;
import parley.server.state.Change;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** A change as the file holds it: a kind and a JSON object. */
public final class EventBody {
  private static final ObjectWriter WRITER = Json.MAPPER.writerFor(Change.Lasting.class);
  private static final ObjectReader READER = Json.MAPPER.readerFor(Change.Lasting.class);
  private static final Map<Class<?>, String> KINDS =
      records(Change.Lasting.class)
          .collect(
              Collectors.toUnmodifiableMap(
                  type -> type, type -> type.getAnnotation(JsonTypeName.class).value()));

  private EventBody() {}

  /** The records of a sealed family, those of families in it too. */
  private static Stream<Class<?>> records(Class<?> family) {
    return family.isSealed()
        ? Arrays.stream(family.getPermittedSubclasses()).flatMap(EventBody::records)
        : Stream.of(family);
  }

  static String kind(Change.Lasting change) {
    return KINDS.get(change.getClass());
  }

  public static byte[] of(Change.Lasting change) {
    return WRITER.writeValueAsBytes(change);
  }

  public static Change.Lasting read(byte[] json) {
    return READER.readValue(json);
  }
}
