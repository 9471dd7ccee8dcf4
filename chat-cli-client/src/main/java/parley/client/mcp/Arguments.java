package parley.client.mcp;

import parley.protocol.Addressee;
import parley.protocol.InvalidRequest;
import tools.jackson.databind.JsonNode;

/** What a tool was called with. Each fault is a sentence that names the argument. */
record Arguments(JsonNode given) {
  private JsonNode find(String name) {
    JsonNode value = given == null ? null : given.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** Null where it is missing. */
  String text(String name) throws ToolFailure {
    JsonNode value = find(name);
    if (value != null && !value.isString()) {
      throw new ToolFailure("\"" + name + "\" has to be a string.");
    }
    return value == null ? null : value.asString();
  }

  String needed(String name) throws ToolFailure {
    String value = text(name);
    if (value == null || value.isBlank()) {
      throw new ToolFailure("\"" + name + "\" is missing.");
    }
    return value;
  }

  /** Null where it is missing. */
  Long number(String name) throws ToolFailure {
    JsonNode value = find(name);
    if (value != null && !(value.isIntegralNumber() && value.canConvertToLong())) {
      throw new ToolFailure("\"" + name + "\" has to be a whole number.");
    }
    return value == null ? null : value.asLong();
  }

  int number(String name, int otherwise, int least, int most) throws ToolFailure {
    Long value = number(name);
    if (value != null && (value < least || value > most)) {
      throw new ToolFailure("\"" + name + "\" goes from " + least + " to " + most + ".");
    }
    return value == null ? otherwise : Math.toIntExact(value);
  }

  boolean flag(String name) throws ToolFailure {
    JsonNode value = find(name);
    if (value != null && !value.isBoolean()) {
      throw new ToolFailure("\"" + name + "\" has to be true or false.");
    }
    return value != null && value.asBoolean();
  }

  /** A room, or a person with {@code @} before the name. */
  Addressee place(String name) throws ToolFailure {
    try {
      return Addressee.of(needed(name));
    } catch (InvalidRequest e) {
      throw new ToolFailure(e.getMessage() + " A room is written as ops, a person as @bob.");
    }
  }
}
