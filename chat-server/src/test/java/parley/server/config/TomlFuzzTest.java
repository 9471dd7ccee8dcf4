package parley.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** A settings file, as somebody or some program left it. */
public final class TomlFuzzTest extends FuzzTest {
  private static final Path FILE = file();

  @Override
  protected void read(byte[] input) throws IOException {
    Files.write(FILE, input);
    SettingsSources sources =
        new SettingsSources(Optional.of(FILE), List.of(), Map.of(), FILE.getParent(), "testhost");
    try {
      sources.load();
    } catch (UserError e) {
      assertEquals(null, Clean.faultInLine(e.getMessage()));
    }
    List<String> passedOver = new ArrayList<>();
    try {
      TomlFile.read(FILE, new SettingFaults(List.of(Keys.DATA_DIR), passedOver::add)).entries();
    } catch (UserError e) {
      assertEquals(null, Clean.faultInLine(e.getMessage()));
    }
    passedOver.forEach(fault -> assertEquals(null, Clean.faultInLine(fault)));
  }

  private static Path file() {
    try {
      Path folder = Files.createTempDirectory("parley-toml");
      folder.toFile().deleteOnExit();
      Path file = folder.resolve("chat-server.toml");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  protected int bytesForByte() {
    return 8_192;
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(TomlFile.class, tools.jackson.dataformat.toml.TomlMapper.class);
  }
}
