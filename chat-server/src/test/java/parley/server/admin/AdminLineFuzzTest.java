package parley.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;
import picocli.CommandLine;

/** A line for operators, cut into words and read as a command. */
public final class AdminLineFuzzTest extends FuzzTest {
  /** As the console bounds them, before it reads further. */
  private static final int LONGEST_LINE = 20_000;

  private static final int MOST_WORDS = 1_000;

  @Override
  protected void read(byte[] input) {
    String line = new String(input, UTF_8);
    List<String> words;
    try {
      words = CommandWords.of(line);
      assertEquals(words, CommandWords.of(written(words)));
    } catch (Refusal e) {
      assertEquals(null, Clean.faultInLine(e.getMessage()));
      return;
    }
    ClaimLine.rest(line);
    if (words.isEmpty() || words.size() > MOST_WORDS || line.length() > LONGEST_LINE) {
      return;
    }
    try {
      AdminConsole.commandLine(new AdminCommands(null, null), "/admin")
          .parseArgs(words.toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      // The documented way to say what is wrong; the console cleans it.
    }
  }

  private static String written(List<String> words) {
    return words.stream()
        .map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(" "));
  }

  /** A command's model is made for each line, from annotations; what is no command, like each. */
  @Override
  protected int leastBytes() {
    return 64 << 20;
  }

  @Override
  protected int longest() {
    return 512;
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(CommandWords.class, ClaimLine.class, AdminConsole.class, Until.class);
  }
}
