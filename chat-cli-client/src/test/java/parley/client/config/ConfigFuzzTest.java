package parley.client.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import parley.client.terminal.KeyName;
import parley.client.terminal.StyleWords;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** A file that somebody wrote by hand, or copied from somewhere. */
public final class ConfigFuzzTest extends FuzzTest {
  @Override
  protected void read(byte[] input) {
    String text = new String(input, UTF_8);
    ChatConfig config = ConfigReader.read(Path.of("chat.toml"), text, "");
    config.sentences().forEach(told -> assertEquals(null, Clean.faultInLine(told), told));
    config.preferences();
    for (Profile profile : config.profiles().values()) {
      assertEquals(false, profile.text(Profile.Key.ADDRESS).isBlank());
    }
    TomlFile toml = TomlReader.read(text);
    if (toml.faults().isEmpty() && input.length < 2_000) {
      for (Setting<?> setting : List.of(Settings.FOLD, Settings.DEFAULT, Settings.QUIET)) {
        change(toml, setting);
      }
    }
  }

  /** A change sets what it is to set, and nothing else. */
  private static void change(TomlFile toml, Setting<?> setting) {
    Map<String, List<String>> others = set(toml, setting);
    TomlFile with = TomlReader.read(ConfigText.with(toml, setting, "'7'"));
    assertEquals(List.of(), with.faults());
    assertEquals(List.of("7"), with.entry(setting.name()).orElseThrow().items());
    assertEquals(others, set(with, setting));
    TomlFile without = TomlReader.read(ConfigText.without(with, setting));
    assertEquals(List.of(), without.faults());
    assertEquals(others, set(without, setting));
    assertEquals(true, without.entry(setting.name()).isEmpty());
  }

  private static Map<String, List<String>> set(TomlFile toml, Setting<?> except) {
    return toml.entries().stream()
        .filter(entry -> !entry.name().equals(except.name()))
        .collect(Collectors.toMap(entry -> "" + entry.path(), TomlFile.Entry::items, (a, _) -> a));
  }

  @Override
  protected List<byte[]> moreInputs() {
    return List.of(Template.text().getBytes(UTF_8));
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(
        TomlReader.class, TomlCursor.class, ConfigReader.class, KeyName.class, StyleWords.class);
  }
}
