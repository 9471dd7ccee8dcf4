package parley.client.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ChoicesTest {
  private static final Choices CHOICES = new Choices(List.of("yes", " No ", "not now", "Straße"));

  @ParameterizedTest
  @CsvSource({
    "yes, 0",
    "'  YES ', 0",
    "yes\t, 0",
    "no, 1",
    "'Not Now', 2",
    "STRASSE, 3",
    "ｙｅｓ, 0",
    "robot: yes, 0",
    "'Robot,no', 1",
    "'ROBOT :no', -1",
    "'robot:', -1",
    "'robot yes', -1",
    "yes!, -1",
    "y, -1",
    "'yes no', -1",
    "not  now, -1",
    "ye s, -1",
    "other: yes, -1",
    "'', -1",
  })
  void whatCountsAsWhichChoice(String text, int choice) {
    assertEquals(choice, CHOICES.of(text, "robot").orElse(-1), "<" + text + ">");
  }

  @Test
  void aLongTextIsNotEvenFolded() {
    assertTrue(CHOICES.of(" ".repeat(16_000) + "yes", "robot").isEmpty());
  }

  @Test
  void onlyTheFirstChoiceIsASuccessAndNoCodeMeansTwoThings() {
    List<Integer> codes = IntStream.range(0, Choices.MOST).map(Choices::exitCode).boxed().toList();
    assertEquals(List.of(0, 12, 13, 14), codes.subList(0, 4));
    assertEquals(codes.size(), codes.stream().distinct().count());
    assertTrue(
        codes.stream().skip(1).allMatch(c -> c > ExitCode.UNCONFIRMED && c < 64), "" + codes);
  }

  @Test
  void choicesThatCanNotBeToldApartOrTypedAreRefused() {
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("yes", "YES"),
            List.of("yes", " "),
            List.of("a\u001b[1m"),
            List.of("a".repeat(33)))) {
      assertThrows(IllegalArgumentException.class, () -> new Choices(wrong), wrong::toString);
    }

    List<String> numbered = IntStream.range(0, Choices.MOST + 1).mapToObj(i -> "c" + i).toList();
    assertThrows(IllegalArgumentException.class, () -> new Choices(numbered));
    assertEquals("yes, No, not now or Straße", CHOICES.spoken());
    assertEquals("ok", new Choices(List.of("ok")).spoken());
  }

  @Test
  void aTimeHasItsUnit() {
    TimeSpan span = new TimeSpan();
    assertEquals(Duration.ofSeconds(90), span.convert("90s"));
    assertEquals(Duration.ofMinutes(10), span.convert("10m"));
    assertEquals(Duration.ofDays(30), span.convert("720h"));
    assertEquals(
        List.of("90 s", "10 min", "2 h", "1 d"),
        List.of("90s", "10m", "120m", "24h").stream()
            .map(text -> TimeSpan.words(span.convert(text)))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "0m", "-5m", "31d", "1.5h", "m", "", "9999999999s", "10 m"})
  void whatIsNoTimeIsRefused(String text) {
    assertThrows(TypeConversionException.class, () -> new TimeSpan().convert(text));
  }
}
