package parley.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How far back a {@link Series} goes, and in what steps. */
public enum Span {
  MINUTE("1m", 1, 60),
  HOUR("1h", 20, 180),
  DAY("24h", 480, 180);

  private final String wire;
  private final int step;
  private final int samples;

  Span(String wire, int step, int samples) {
    this.wire = wire;
    this.step = step;
    this.samples = samples;
  }

  @JsonValue
  public String wire() {
    return wire;
  }

  /** Seconds that one sample is of. */
  public int step() {
    return step;
  }

  /** How many there are at most. */
  public int samples() {
    return samples;
  }

  @JsonCreator
  static Span of(String wire) {
    for (Span span : values()) {
      if (span.wire.equals(wire)) {
        return span;
      }
    }
    throw Check.bad("\"series\" is 1m, 1h or 24h.");
  }
}
