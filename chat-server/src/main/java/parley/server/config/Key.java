package parley.server.config;

import java.util.Locale;

/**
 * One setting: its dotted name, what it may be, its default as text, how it can change, and what it
 * is for in one sentence.
 */
public record Key<T>(
    String name, ValueType<T> kind, String initial, Changing changing, String explanation) {
  /** Whether it can change while the server runs. */
  public boolean live() {
    return changing != Changing.AT_RESTART;
  }

  /** Its environment variable: {@code limits.frame-bytes} is {@code PARLEY_LIMITS_FRAME_BYTES}. */
  public String environmentName() {
    return "PARLEY_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The part before the dot: its table in the TOML file. */
  public String section() {
    return name.substring(0, name.indexOf('.'));
  }

  /** The part after the dot: its name within its table. */
  public String word() {
    return name.substring(name.indexOf('.') + 1);
  }

  /** Completes the sentence "it must be …". */
  public String accepts() {
    return kind.accepts();
  }

  @Override
  public String toString() {
    return name;
  }
}
