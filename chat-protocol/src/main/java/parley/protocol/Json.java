package parley.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The one JSON configuration: messages to UTF-8 bytes and back. A message is one I-JSON object (RFC
 * 7493): UTF-8 without a byte order mark, no field twice, no half of a surrogate pair, nothing
 * after it. Absent fields are left out; unknown fields are ignored; a number is never taken for a
 * string, nor 1.0 for 1. Nesting ({@link Limits#NESTING}), names (256 bytes), numbers (64 digits)
 * and the count of tokens (20,000) are bounded, so that no message costs more than a small multiple
 * of its bytes. Safe for use by many threads.
 */
public final class Json {
  /** For whatever else of the product speaks JSON. */
  public static final JsonMapper MAPPER = mapper();

  private static final ObjectReader REQUEST = reader(Request.class);

  private static final ObjectReader SERVER_MESSAGE = messageReader(ServerMessage.class);

  /** Made when the first of its kind comes: a program that is over soon meets one or two. */
  private static final ClassValue<ObjectReader> OKS =
      new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
          return messageReader(type);
        }
      };

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
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
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

  /** A server writes no field twice: its many messages are not searched for it. */
  private static ObjectReader messageReader(Class<?> type) {
    return reader(type).without(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  }

  /** What follows the object is looked for by {@link #read}, which tells it from a wrong field. */
  private static ObjectReader reader(Class<?> type) {
    return MAPPER.readerFor(type).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * A request from its JSON.
   *
   * @throws ProtocolException never a fatal one; with the request's {@code id} where that could be
   *     read, before the fault if the JSON itself is broken
   */
  public static Request request(byte[] json) throws ProtocolException {
    return read(REQUEST, json);
  }

  /**
   * A server's message from its JSON. An {@code ok} holds what its request asked for, and is read
   * by that.
   *
   * @param asked the request of an {@code id}, which is null where the {@code ok} names none; null
   *     where nothing of that id was asked: then it is {@link Reply.Done}
   * @throws ProtocolException where it is none that this version knows: a client passes over {@link
   *     ErrorCode#UNKNOWN_TYPE}, which a newer server may send
   */
  public static ServerMessage serverMessage(byte[] json, Function<String, Request> asked)
      throws ProtocolException {
    OkFields ok = okFields(json);
    return read(ok == null ? SERVER_MESSAGE : OKS.get(ok.type(asked.apply(ok.re()))), json);
  }

  /** Null where it is no {@code ok}, or broken. */
  static OkFields okFields(byte[] json) {
    return OkFields.of(SERVER_MESSAGE.createParser(json));
  }

  /** As above, for one who does not look into an {@code ok}: each is {@link Reply.Done}. */
  public static ServerMessage serverMessage(byte[] json) throws ProtocolException {
    return serverMessage(json, _ -> null);
  }

  /**
   * Anything as one line of JSON, with its end.
   *
   * @throws IllegalArgumentException where it is longer than {@link Limits#FRAME_BYTES_MAX}
   */
  public static byte[] line(Object value) {
    return Mode.NDJSON.frame(MAPPER.writeValueAsBytes(value));
  }

  /** A request as JSON, without framing. */
  public static byte[] bytes(Request request) {
    return REQUEST_WRITER.writeValueAsBytes(request);
  }

  /** A server's message as JSON, without framing. */
  public static byte[] bytes(ServerMessage message) {
    return MESSAGE_WRITER.writeValueAsBytes(message);
  }

  private static <T> T read(ObjectReader reader, byte[] json) throws ProtocolException {
    int fault = WellFormed.faultIn(json);
    if (fault >= 0) {
      throw new ProtocolException(
          ErrorCode.BAD_JSON,
          "Not UTF-8, or half of a surrogate pair, at byte " + fault + ".",
          idOf(json, fault));
    }
    try (JsonParser parser = reader.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ProtocolException(ErrorCode.BAD_JSON, "A message is one JSON object.");
      }
      T value = reader.readValue(parser);
      if (parser.nextToken() != null) {
        throw new ProtocolException(
            ErrorCode.BAD_JSON, "Something follows the JSON object.", idOf(json, json.length));
      }
      return value;
    } catch (JacksonException e) {
      throw refusal(e, idOf(json, json.length));
    } catch (NumberFormatException e) {
      // Jackson 3.1 lets the one of a decimal's exponent beyond an int through.
      throw new ProtocolException(
          ErrorCode.BAD_REQUEST, "A number's exponent is too large.", idOf(json, json.length));
    }
  }

  private static ProtocolException refusal(JacksonException e, String id) {
    return switch (e) {
      case InvalidTypeIdException unknown ->
          new ProtocolException(
              ErrorCode.UNKNOWN_TYPE,
              unknown.getTypeId() == null
                  ? "The message has no \"type\"."
                  : "Unknown type \"" + shown(unknown.getTypeId()) + "\".",
              id);
      case DatabindException invalid when invalid.getCause() instanceof InvalidRequest rule ->
          new ProtocolException(rule.code(), rule.getMessage(), id);
      case DatabindException kind -> new ProtocolException(ErrorCode.BAD_REQUEST, field(kind), id);
      case InputCoercionException range ->
          new ProtocolException(ErrorCode.BAD_REQUEST, field(range), id);
      case StreamConstraintsException _ ->
          new ProtocolException(
              ErrorCode.BAD_JSON,
              "The JSON is nested too deeply, or holds too many values or too long a number.",
              id);
      default -> new ProtocolException(ErrorCode.BAD_JSON, "Invalid JSON" + at(e) + ".", id);
    };
  }

  private static String field(JacksonException e) {
    String name = e.getPath().isEmpty() ? null : e.getPath().getFirst().getPropertyName();
    return name == null
        ? "A field is missing, of the wrong kind or too large a number."
        : "The value of \"" + shown(name) + "\" is of the wrong kind or too large a number.";
  }

  private static String at(JacksonException e) {
    return e.getLocation() == null || e.getLocation().getByteOffset() < 0
        ? ""
        : " at byte " + e.getLocation().getByteOffset();
  }

  private static String shown(String text) {
    return Printable.line(
        text.codePointCount(0, text.length()) > 40
            ? text.substring(0, text.offsetByCodePoints(0, 40)) + "…"
            : text);
  }

  /** The id in bytes that are known to be at fault elsewhere; null where none comes before. */
  private static String idOf(byte[] json, int length) {
    try (JsonParser parser = REQUEST.createParser(json, 0, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        JsonToken value = parser.nextToken();
        if (name.equals("id")) {
          return value == JsonToken.VALUE_STRING ? Check.token("id", parser.getString()) : null;
        }
        parser.skipChildren();
      }
      return null;
    } catch (JacksonException | InvalidRequest e) {
      return null;
    }
  }
}
