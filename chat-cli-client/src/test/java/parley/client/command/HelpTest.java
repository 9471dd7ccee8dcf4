package parley.client.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import parley.client.terminal.Preferences;

/** What help says is what there is, and what the manual says. */
class HelpTest {
  @Test
  void eachCommandBelongsToOneTopicAndEachExampleCanBeTyped() {
    List<Command> listed =
        Arrays.stream(HelpTopic.values()).flatMap(t -> t.commands().stream()).sorted().toList();
    assertEquals(List.of(Command.values()), listed);
    for (HelpTopic topic : HelpTopic.values()) {
      for (HelpTopic.Example example : topic.examples()) {
        Typed typed = Typed.of(example.line());
        if (example.line().startsWith("//")) {
          assertInstanceOf(Typed.Say.class, typed);
          continue;
        }
        Typed.Run run = assertInstanceOf(Typed.Run.class, typed, example.line());
        int words = Arguments.of(run.rest()).count();
        assertTrue(topic.commands().contains(run.command()), example.line());
        assertTrue(
            words >= run.command().needed() && words <= run.command().most(), example.line());
      }
    }
  }

  @Test
  void theManualsTablesAreThese() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "client.md"));
    for (String table : List.of(commands(), keys())) {
      assertTrue(manual.contains(table), () -> "docs/client.md should hold\n" + table);
    }
  }

  private static String row(String left, String right) {
    return "| " + left.replace("|", "\\|") + " | " + right.replace("|", "\\|") + " |\n";
  }

  private static String commands() {
    return "| | |\n|---|---|\n"
        + Arrays.stream(HelpTopic.values())
            .map(
                topic ->
                    row("**" + topic.word() + "**", topic.title())
                        + topic.commands().stream()
                            .map(c -> row("`" + c.usage() + "`", c.summary()))
                            .collect(Collectors.joining()))
            .collect(Collectors.joining());
  }

  private static String keys() {
    var bound = Preferences.INITIAL.keys();
    return "| key | |\n|---|---|\n"
        + Stream.of(
                KeyHelp.rows(bound, false).stream(),
                KeyHelp.EDITING.stream(),
                Stream.of(new KeyHelp.Row("**on the whole screen**", "besides")),
                KeyHelp.rows(bound, true).stream())
            .flatMap(rows -> rows)
            .map(r -> row(r.keys().replace("<", "&lt;").replace(">", "&gt;"), r.meaning()))
            .collect(Collectors.joining());
  }
}
