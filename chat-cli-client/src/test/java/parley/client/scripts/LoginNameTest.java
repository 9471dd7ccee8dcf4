package parley.client.scripts;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Limits;
import parley.protocol.NewNames;

class LoginNameTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "anna, anna",
        "Zoë_, Zoë_",
        "O'Brien, O'Brien",
        "j.smith, j-smith",
        "2fast, fast",
        "jane.doe@corp.example, jane-doe-corp-example",
        "CORP\\jane, CORP-jane",
        "CORP+jane, CORP-jane",
        "backup$, backup",
        "_apt, apt",
        "-x, x",
        "a._.b, a-b",
        "jane doe, jane-doe",
        "1000, guest",
        "root, guest",
        "4dmin, dmin",
        "g17, guest",
        "\"\", guest",
        "❤, guest"
      })
  void itIsANameThatMayBeTaken(String login, String name) {
    assertEquals(name, LoginName.asChatName(login));
    assertDoesNotThrow(() -> NewNames.checkPerson(name));
  }

  @Test
  void aLongOneIsCut() {
    String name = LoginName.asChatName("x.".repeat(40));
    assertEquals("x-".repeat(15) + "x", name);
    assertTrue(name.length() <= Limits.NAME_LENGTH);
  }

  /** What a server takes is not altered, and neither is a letter that is not Latin's. */
  @ParameterizedTest
  @ValueSource(strings = {"Иван", "张伟", "محمد"})
  void lettersOfAllScriptsStay(String login) {
    assertEquals(login, LoginName.asChatName(login));
    assertEquals(login, LoginName.asChatName("." + login));
  }
}
