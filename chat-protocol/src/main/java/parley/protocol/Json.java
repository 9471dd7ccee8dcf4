package parley.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.ByteArrayInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The one JSON configuration: messages to UTF-8 bytes and back. Absent fields are left out; unknown
 * fields are ignored; a number is never taken for a string; nesting, names, numbers and the count
 * of tokens are bounded, so that no message costs more than a small multiple of its bytes.
 */
public final class Json {
  /** For whatever else of the product speaks JSON. */
  public static final JsonMapper MAPPER = mapper();

  private static final ObjectReader REQUEST = MAPPER.readerFor(Request.class);
  private static final ObjectReader SERVER_MESSAGE = MAPPER.readerFor(ServerMessage.class);
  private static final ObjectReader TREE = MAPPER.readerFor(JsonNode.class);
  private static final ObjectWriter REQUEST_WRITER = MAPPER.writerFor(Request.class);
  private static final ObjectWriter MESSAGE_WRITER = MAPPER.writerFor(ServerMessage.class);

  private Json() {}

  private static JsonMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.NESTING)
                    .maxNameLength(256)
                    .maxNumberLength(64)
                    .maxStringLength(Limits.FRAME_BYTES_MAX)
                    .maxTokenCount(20_000)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    return JsonMapper.builder(factory)
        .changeDefaultPropertyInclusion(i -> i.withValueInclusion(JsonInclude.Include.NON_NULL))
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        .withCoercionConfig(
            LogicalType.Textual,
            c ->
                c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .withCoercionConfig(
            LogicalType.Integer, c -> c.setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
        .build();
  }

  /**
   * A request from its JSON.
   *
   * @throws ProtocolException with the request's {@code id} where that could be read
   */
  public static Request request(byte[] json) throws ProtocolException {
    return read(REQUEST, json);
  }

  /**
   * A server's message from its JSON.
   *
   * @throws ProtocolException where it is none that this version knows
   */
  public static ServerMessage serverMessage(byte[] json) throws ProtocolException {
    return read(SERVER_MESSAGE, json);
  }

  /**
   * @throws JacksonException where a text holds half of a surrogate pair
   */
  public static byte[] bytes(Request request) {
    return REQUEST_WRITER.writeValueAsBytes(request);
  }

  /**
   * @throws JacksonException where a text holds half of a surrogate pair
   */
  public static byte[] bytes(ServerMessage message) {
    return MESSAGE_WRITER.writeValueAsBytes(message);
  }

  private static <T> T read(ObjectReader reader, byte[] json) throws ProtocolException {
    try {
      // Through a stream, so that Jackson never guesses UTF-16 or UTF-32 from the bytes' look.
      T value = reader.readValue(json);
      if (value == null) {
        throw new ProtocolException(ErrorCode.BAD_JSON, "A message is a JSON object.");
      }
      return value;
    } catch (InvalidTypeIdException e) {
      String type = e.getTypeId();
      throw new ProtocolException(
          ErrorCode.UNKNOWN_TYPE,
          type == null
              ? "The message has no \"type\"."
              : "Unknown type \"" + Printable.line(shortened(type)) + "\".",
          idOf(json));
    } catch (DatabindException e) {
      if (e.getCause() instanceof InvalidRequest invalid) {
        throw new ProtocolException(invalid.code(), invalid.getMessage(), idOf(json));
      }
      throw new ProtocolException(ErrorCode.BAD_REQUEST, sentence(e), idOf(json));
    } catch (JacksonException e) {
      throw new ProtocolException(ErrorCode.BAD_JSON, "Invalid JSON" + at(e) + ".");
    }
  }

  private static String sentence(DatabindException e) {
    String path = e.getPath().isEmpty() ? null : e.getPath().getFirst().getPropertyName();
    return path == null
        ? "A message is a JSON object with the fields of its type."
        : "The value of \"" + Printable.line(shortened(path)) + "\" is of the wrong kind.";
  }

  private static String at(JacksonException e) {
    return e.getLocation() == null || e.getLocation().getByteOffset() < 0
        ? ""
        : " at byte " + e.getLocation().getByteOffset();
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  /** The request's id, read once more from bytes that are known to be at fault elsewhere. */
  private static String idOf(byte[] json) {
    try {
      JsonNode id = TREE.<JsonNode>readValue(new ByteArrayInputStream(json)).get("id");
      boolean usable =
          id != null && id.isString() && id.stringValue().length() <= Limits.TOKEN_LENGTH;
      return usable ? Check.token("id", id.stringValue()) : null;
    } catch (JacksonException | InvalidRequest e) {
      return null;
    }
  }
}
