package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomWordsTest {
  /** What a setting means beside another one, which it is not by itself. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "guests on | open to guests",
        "guests on, private on | private, guests by invitation",
        "slow 10 | slow (10 s)",
        "read-only on, slow 10 | read-only, slow (10 s, once it is not read-only)",
        "keep 1 | messages kept 1 day"
      })
  void aSentenceTellsWhatTheSettingsMeanTogether(String typed, String sentence) {
    RoomSettings settings = RoomSettings.PLAIN;
    for (String each : typed.split(", ")) {
      Halves parts = Halves.atFirstBlanks(each);
      settings = settings.after(RoomWords.change(parts.left(), parts.right()));
    }
    assertEquals(sentence, RoomWords.sentence(settings));
  }
}
