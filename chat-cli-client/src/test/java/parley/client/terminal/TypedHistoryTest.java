package parley.client.terminal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedHistoryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        " hi",
        "\thi",
        "\u3000hi",
        "\u200b/msg bob x",
        "/admin claim T",
        "/ADMIN claim T",
        "/admin   CLAIM T",
        "/admin\tclaim T",
        " /admin kick bob",
        "/password old new",
        "/Register secret"
      })
  void whatIsMeantForNobodyIsNotKept(String line) {
    assertTrue(TypedHistory.isSecret(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hi",
        "/password",
        "/register",
        "/admin kick bob",
        "//admin claim",
        "admin claim",
        "/msg bob claim"
      })
  void allElseIs(String line) {
    assertFalse(TypedHistory.isSecret(line));
  }
}
