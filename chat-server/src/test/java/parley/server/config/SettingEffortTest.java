package parley.server.config;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.testkit.Effort;
import parley.testkit.Runs;

/** No value of a setting costs out of proportion to its length, whatever is in it. */
class SettingEffortTest {
  /** Characters of a value: more than anybody writes. */
  private static final int LONGEST = 4_096;

  static List<Key<?>> keys() {
    return Keys.ALL;
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aValueCostsNoMoreThanItsLengthIsWorth(Key<?> key) throws Exception {
    for (String unit : Runs.ALL) {
      Effort.isInProportion(
          key + " with " + Runs.name(unit),
          LONGEST,
          size -> Runs.shapes(unit, size).forEach(value -> parse(key, value)));
    }
  }

  private static void parse(Key<?> key, String value) {
    try {
      assertNotNull(key.kind().parse(value));
    } catch (IllegalArgumentException e) {
      assertNotNull(e); // as most are refused
    }
  }
}
