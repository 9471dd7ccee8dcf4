package parley.server.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** A checked value for every key, with its text and its origin; never changed once made. */
public final class Values {
  /** A value as it was written, what it means, and who said so. */
  record Value<T>(String text, T meaning, Origin origin) {}

  private final Map<Key<?>, Value<?>> values;

  private Values(Map<Key<?>, Value<?>> values) {
    this.values = values;
  }

  static Values defaults() {
    Map<Key<?>, Value<?>> values = new LinkedHashMap<>();
    for (Key<?> key : Keys.ALL) {
      values.put(key, value(key, key.initial(), Origin.BY_DEFAULT));
    }
    return new Values(values);
  }

  /** A copy in which {@code key} has another value; a bad one is refused with a sentence. */
  Values with(Key<?> key, String text, Origin origin) throws UserError {
    Value<?> value;
    try {
      value = value(key, text, origin);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "%s: %s is \"%s\"; it must be %s.".formatted(origin, key.name(), text, key.accepts()), e);
    }
    return with(key, value);
  }

  /** A copy in which {@code key} has the value that {@code others} give it. */
  Values with(Key<?> key, Values others) {
    return with(key, others.values.get(key));
  }

  private Values with(Key<?> key, Value<?> value) {
    Map<Key<?>, Value<?>> changed = new LinkedHashMap<>(values);
    changed.put(key, value);
    return new Values(changed);
  }

  private static <T> Value<T> value(Key<T> key, String text, Origin origin) {
    return new Value<>(text, key.kind().parse(text), origin);
  }

  @SuppressWarnings("unchecked") // a key's value is only ever made by its own kind
  <T> T get(Key<T> key) {
    return (T) values.get(key).meaning();
  }

  String text(Key<?> key) {
    return values.get(key).text();
  }

  Origin origin(Key<?> key) {
    return values.get(key).origin();
  }
}
