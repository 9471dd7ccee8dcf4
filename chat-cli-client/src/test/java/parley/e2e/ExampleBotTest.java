package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples stay short enough to be read in a minute. */
class ExampleBotTest {
  @ParameterizedTest
  @EnumSource
  void itIsShorterThanSixtyLinesOfAHundredCharacters(ExampleBot bot) throws IOException {
    List<String> lines = Files.readAllLines(bot.source());
    assertTrue(lines.size() < 60, bot + " has " + lines.size() + " lines");
    assertTrue(lines.stream().allMatch(line -> line.length() <= 100), bot + " has a long line");
  }
}
