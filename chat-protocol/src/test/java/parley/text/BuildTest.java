package parley.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildTest {
  @Test
  void onlyATaggedBuildIsCalledByItsNumberAlone() {
    Optional<String> id = Optional.of("c9e4ed656");
    assertEquals("0.2.0", new Build("0.2.0", id, false, List.of("latest", "v0.2.0")).toString());
    assertEquals("0.2.0+c9e4ed656", new Build("0.2.0", id, false, List.of("v0.1.0")).toString());
    assertEquals(
        "0.2.0+c9e4ed656.changed", new Build("0.2.0", id, true, List.of("v0.2.0")).toString());
    assertEquals(
        "0.2.0-dev+c9e4ed656", new Build("0.2.0-SNAPSHOT", id, false, List.of()).toString());
    assertEquals(
        "0.2.0-dev", new Build("0.2.0-SNAPSHOT", Optional.empty(), false, List.of()).toString());
  }

  @Test
  void aBuildThatNothingWasFilledInForHasNoBraces() {
    assertEquals(-1, Build.THIS.toString().indexOf('{'), Build.THIS::toString);
  }
}
