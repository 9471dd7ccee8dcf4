package parley.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalityTest {
  /** As a JVM reads bytes that were typed as UTF-8. */
  private static String[] read(String typed, Charset machine) {
    return new String[] {"send", new String(typed.getBytes(UTF_8), machine)};
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "ISO-8859-1", "windows-1252", "KOI8-R"})
  void whatWasTypedIsWhatIsRead(String machine) {
    String[] words = read("grün, 太郎", Charset.forName(machine));
    assertEquals(Optional.empty(), Locality.read(words, Charset.forName(machine)));
    assertArrayEquals(new String[] {"send", "grün, 太郎"}, words);
  }

  @Test
  void whatIsLostIsSaid() {
    String sentence = Locality.read(read("grün", US_ASCII), US_ASCII).orElseThrow();
    assertTrue(sentence.contains("gr??n") && sentence.contains("LC_ALL=C.UTF-8"), sentence);
  }

  @Test
  void wordsThatAreNoUtf8StayAsTheMachineReadThem() {
    String[] words = {"gr\u00fcn"};
    assertEquals(Optional.empty(), Locality.read(words, ISO_8859_1));
    assertEquals("gr\u00fcn", words[0]);
  }

  @Test
  void plainWordsPassEverywhere() {
    String[] words = {"--port", "7443"};
    assertEquals(Optional.empty(), Locality.read(words, US_ASCII));
    assertArrayEquals(new String[] {"--port", "7443"}, words);
  }
}
