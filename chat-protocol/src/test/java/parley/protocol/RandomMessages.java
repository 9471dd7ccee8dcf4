package parley.protocol;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Random messages of every type of a sealed family, made from the records' components: a new record
 * is covered without a change here. Values that a constructor refuses are tried again.
 */
final class RandomMessages {
  private static final Set<String> FREE_TEXT = Set.of("text", "data", "message");

  private final RandomGenerator random;

  RandomMessages(RandomGenerator random) {
    this.random = random;
  }

  /** The records of a sealed family. */
  static List<Class<?>> records(Class<?> family) {
    return family.isRecord()
        ? List.of(family)
        : Stream.of(family.getPermittedSubclasses())
            .flatMap(type -> records(type).stream())
            .toList();
  }

  Request request() {
    return (Request) make(any(records(Request.class)));
  }

  ServerMessage serverMessage() {
    return (ServerMessage) make(any(records(ServerMessage.class)));
  }

  /** A request that a reply may answer; null for what answers none. */
  Request answeredBy(ServerMessage message) {
    OkFields ok = Json.okFields(Json.bytes(message));
    return ok == null
        ? null
        : records(Request.class).stream()
            .map(type -> (Request) make(type))
            .filter(request -> ok.type(request) == message.getClass())
            .findFirst()
            .orElseThrow(() -> new AssertionError("no request is answered with " + message));
  }

  Object make(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new);
    while (true) {
      Object[] values = Stream.of(components).map(this::value).toArray();
      try {
        return type.getDeclaredConstructor(types).newInstance(values);
      } catch (InvocationTargetException refused) {
        boolean asMeant =
            refused.getCause() instanceof InvalidRequest
                || refused.getCause() instanceof NullPointerException;
        if (!asMeant) {
          throw new AssertionError(refused.getCause());
        }
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(type.getName(), e);
      }
    }
  }

  private Object value(RecordComponent component) {
    boolean required = component.getType().isPrimitive() || component.getName().equals("fields");
    if (!required && random.nextInt(4) == 0) {
      return null;
    }
    return value(component.getGenericType(), component.getName());
  }

  private Object value(Type type, String name) {
    return switch (type) {
      case ParameterizedType list when list.getRawType() == List.class ->
          many(() -> value(list.getActualTypeArguments()[0], name));
      case ParameterizedType map when map.getActualTypeArguments()[1] == JsonNode.class -> nodes();
      case ParameterizedType map when map.getActualTypeArguments()[1] != Object.class ->
          Map.of(word(), value(map.getActualTypeArguments()[1], name));
      case Class<?> c when c == Number.class ->
          random.nextBoolean() ? random.nextInt() : BigDecimal.valueOf(random.nextInt(), 2);
      case ParameterizedType _ -> figures();
      case Class<?> c when c == String.class && name.equals("emoji") ->
          any(List.of("👍", "❤\ufe0f", "👩\u200d💻", "🇫🇷", "é", "+"));
      case Class<?> c when c == String.class && name.equals("sha256") ->
          "%064x".formatted(random.nextLong(Long.MAX_VALUE));
      case Class<?> c when c == String.class -> FREE_TEXT.contains(name) ? text() : word();
      case Class<?> c when c == long.class || c == Long.class -> random.nextLong(Long.MAX_VALUE);
      case Class<?> c when c == int.class || c == Integer.class -> random.nextInt(1, 500);
      case Class<?> c when c == boolean.class || c == Boolean.class -> random.nextBoolean();
      case Class<?> c when c.isEnum() -> any(List.of(c.getEnumConstants()));
      case Class<?> c when c.isRecord() -> make(c);
      case Class<?> c when c.isSealed() -> make(any(records(c)));
      default -> throw new AssertionError("no random value of " + type);
    };
  }

  private Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("count", random.nextInt());
    figures.put("bytes", random.nextLong(1L << 40, 1L << 50));
    figures.put("p99", BigDecimal.valueOf(random.nextInt(100_000), 2));
    figures.put(word(), word());
    return figures;
  }

  private Map<String, JsonNode> nodes() {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      nodes.put(word(), Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(node(3))));
    }
    return nodes;
  }

  private Object node(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> random.nextBoolean();
      case 1 -> random.nextInt();
      case 2 -> random.nextLong();
      case 3 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(-400, 400));
      case 4 -> text();
      case 5 -> many(() -> node(depth - 1));
      default -> Map.of(word(), node(depth - 1));
    };
  }

  /** Letters, of which each text, name and token may be made. */
  String word() {
    return characters("aZ09_-.\"\\'{}[],<éßİж中文字あ😀𝒳", random.nextInt(1, 12));
  }

  /** What a message may hold, framing's own characters among it. */
  String text() {
    return "t" + characters("aZ09 \n\t\"\\/{}[]:,é中😀\u2028\u202e\u200d", random.nextInt(0, 60));
  }

  private String characters(String from, int count) {
    int[] letters = from.codePoints().toArray();
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < count; i++) {
      made.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return made.toString();
  }

  private <T> List<T> many(Supplier<T> one) {
    List<T> all = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      all.add(one.get());
    }
    return all;
  }

  <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
