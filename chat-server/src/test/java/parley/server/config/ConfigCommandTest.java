package parley.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void theDefaultFileLoadsBackAsTheDefaults() throws Exception {
    assertEquals(0, run("--default"));
    String template = out.toString();
    Settings defaults = load("");

    assertEquals(records(defaults), records(load(template)));

    // Every line uncommented, the file says the same, and says it for each key.
    Settings uncommented = load(template.replaceAll("(?m)^#(?=[a-z])", ""));
    assertEquals(records(defaults), records(uncommented));
    uncommented
        .origins()
        .forEach((key, origin) -> assertEquals(Origin.Source.FILE, origin.source(), key.name()));
  }

  @Test
  void everyKeyIsExplainedAndHasItsOwnVariable() {
    run("--default");
    Set<String> variables = new HashSet<>();
    for (Key<?> key : Keys.ALL) {
      assertTrue(variables.add(key.environmentName()), key.name());
      String first = key.explanation().substring(0, Math.min(40, key.explanation().length()));
      assertTrue(out.toString().contains("# " + first), key.name());
      assertTrue(key.explanation().endsWith("."), key.name());
    }
    assertTrue(out.toString().lines().allMatch(line -> line.length() <= 90));
  }

  @Test
  void printsWhatIsInForceAndWhy() throws Exception {
    Path file = Files.writeString(folder.resolve("my.toml"), "[limits]\nrooms = 4\n");
    assertEquals(0, run("--config", file.toString(), "--set", "tls.names=a.example,10.0.0.1"));
    assertTrue(
        out.toString().lines().anyMatch(l -> l.matches("limits\\.rooms +4 +.*my\\.toml:2")),
        out.toString());
    assertEquals(Keys.ALL.size(), out.toString().lines().count());
  }

  @Test
  void printsJson() throws Exception {
    assertEquals(0, run("--json", "--set", "tls.names=a.example", "--set", "limits.rooms=0"));
    JsonNode all = JsonMapper.shared().readTree(out.toString());
    assertEquals(0, all.at("/limits.rooms/value").intValue());
    assertEquals("--set", all.at("/limits.rooms/origin").stringValue());
    assertEquals("a.example", all.at("/tls.names/value/0").stringValue());
    assertEquals("10s", all.at("/timeout.handshake/value").stringValue());
    assertEquals(Keys.ALL.size(), all.size());
  }

  @Test
  void aFaultIsOneSentenceAndAnExitCode() {
    assertNotEquals(0, run("--set", "limits.romms=1"));
    assertEquals("", out.toString());
    assertEquals(
        "config: --set: unknown key \"limits.romms\"; did you mean \"limits.rooms\"?\n",
        err.toString());
  }

  private int run(String... arguments) {
    return new CommandLine(new ConfigCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(UserError::handle)
        .execute(arguments);
  }

  private Settings load(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("server.toml"), text);
    return new SettingsSources(Optional.of(file), List.of(), Map.of(), folder, "host").load();
  }

  /** Everything that was set, without where it came from. */
  private static List<Record> records(Settings settings) {
    return List.of(
        settings.listen(),
        settings.server(),
        settings.data(),
        settings.certs(),
        settings.tls(),
        settings.limits(),
        settings.timeout(),
        settings.session(),
        settings.nonce(),
        settings.stats(),
        settings.log());
  }
}
