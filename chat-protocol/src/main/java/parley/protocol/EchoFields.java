package parley.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of an echo, in the order they came. */
final class EchoFields {
  private EchoFields() {}

  static Map<String, JsonNode> of(ObjectNode message) {
    Map<String, JsonNode> fields = LinkedHashMap.newLinkedHashMap(message.size());
    message.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  /** A view without the protocol's own fields; copied only where it held one of them. */
  static Map<String, JsonNode> without(Map<String, JsonNode> fields, Set<String> own) {
    if (fields == null) {
      return Map.of();
    }
    if (Collections.disjoint(own, fields.keySet())) {
      return Collections.unmodifiableMap(fields);
    }
    Map<String, JsonNode> kept = new LinkedHashMap<>(fields);
    kept.keySet().removeAll(own);
    return Collections.unmodifiableMap(kept);
  }

  /** The {@code id} or {@code re}, null where there is none. */
  static String mark(ObjectNode message, String field) {
    JsonNode value = message.get(field);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw Check.bad("The value of \"" + field + "\" is of the wrong kind.");
    }
    return value.stringValue();
  }
}
