package parley.client.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;

class ConfigFileTest {
  @TempDir Path folder;

  private Setting<?> setting(String name) {
    return Settings.named(name).orElseThrow();
  }

  /** What a file is after something was set in it. */
  private String set(String before, String name, String... items) throws IOException {
    Path file = folder.resolve("chat.toml");
    if (before != null) {
      Files.writeString(file, before);
    }
    ChatConfig config =
        ConfigFile.set(file, setting(name), items.length == 0 ? null : List.of(items));
    assertEquals(List.of(), config.faults());
    return Files.readString(file);
  }

  /** Who opened one would wait for whoever writes into it. */
  @Test
  void aPipeIsNoFileOfSettings() throws Exception {
    Programs.need("mkfifo");
    Path pipe = folder.resolve("chat.toml");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    IOException failed =
        assertThrows(
            IOException.class, () -> ConfigFile.set(pipe, setting("screen.fold"), List.of("5")));
    assertTrue(failed.getMessage().contains("a pipe"), failed.getMessage());
  }

  @Test
  void aChangeLeavesAllElseOfTheFileAsItsPersonWroteIt() throws Exception {
    String own =
        "# mine\n[screen]\n  theme =  'dark'  # at night\nfold = 5\n\n[notify]\nbell = false\n";
    assertEquals(own.replace("'dark'", "\"light\""), set(own, "screen.theme", "light"));
    assertEquals(
        own.replace("fold = 5\n", "fold = 5\ntime = \"12h\"\n"), set(own, "screen.time", "12h"));
    assertEquals(
        own + "\n[keys]\nnext = [\"alt-j\", \"f5\"]\n", set(own, "keys.next", "alt-j", "f5"));
    assertEquals(own.replace("bell = false\n", ""), set(own, "notify.bell"));
    assertEquals(own, set(own, "notify.text"));
    assertEquals("screen.fold = 7", set("screen.fold = 5", "screen.fold", "7"));
    assertEquals("notify.bell = true\n", set("notify.bell = false\n", "notify.bell", "on"));
    assertEquals("[servers.a]\naddress = 'h'\n", set("[servers.a]\naddress = 'h'\n", "default"));
    assertEquals(
        "default = \"a\"\n\n[servers.a]\naddress = 'h'\n",
        set("[servers.a]\naddress = 'h'\n", "default", "a"));
    assertEquals(
        "[screen]\r\nfold = 5\r\ntime = \"12h\"\r\n",
        set("[screen]\r\nfold = 5", "screen.time", "12h"));
    assertEquals(
        "[notify]\nquiet = [\n  \"a\",\n] # list\n".replace("[\n  \"a\",\n]", "[\"b\"]"),
        set("[notify]\nquiet = [\n  \"a\",\n] # list\n", "notify.quiet", "b"));
    String template = set(Template.text(), "notify.bell", "false");
    assertEquals(
        Template.text().replace("# bell = true\n", "# bell = true\nbell = false\n"), template);
  }

  @Test
  void aFileIsMadeForItsPersonAloneAndALinkStaysOne() throws Exception {
    Path made = folder.resolve("new/parley/chat.toml");
    ConfigFile.set(made, setting("screen.theme"), List.of("dark"));
    assertEquals("[screen]\ntheme = \"dark\"\n", Files.readString(made));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    Path real = folder.resolve("dotfiles.toml");
    Files.writeString(real, "[screen]\nfold = 5\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r--r--"));
    Path link = folder.resolve("link.toml");
    Files.createSymbolicLink(link, Path.of("dotfiles.toml"));
    ConfigFile.set(link, setting("screen.fold"), List.of("off"));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("[screen]\nfold = \"off\"\n", Files.readString(real));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
  }

  @Test
  void whatCannotBeReadIsToldAndNotWrittenOver() throws Exception {
    Path file = folder.resolve("chat.toml");
    assertFalse(ConfigFile.read(file).exists());
    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertEquals(List.of(file + ": It is no text in UTF-8."), ConfigFile.read(file).sentences());
    Files.write(file, ("#" + "x".repeat(300_000)).getBytes(StandardCharsets.UTF_8));
    assertTrue(ConfigFile.read(file).sentences().getFirst().contains("256 KiB"));
    assertThrows(
        IOException.class, () -> ConfigFile.set(file, setting("screen.fold"), List.of("5")));
    Files.writeString(file, "[screen]\ntheme = dark\n");
    String told =
        assertThrows(
                IOException.class, () -> ConfigFile.set(file, setting("screen.fold"), List.of("5")))
            .getMessage();
    assertTrue(told.contains("chat.toml:2: "), told);
    assertEquals("[screen]\ntheme = dark\n", Files.readString(file));
    Files.delete(file);
    Files.createDirectory(file);
    assertTrue(ConfigFile.read(file).sentences().getFirst().contains("a folder"));
  }

  @Test
  void whatGoesWithNothingElseInTheFileIsNotSet() throws Exception {
    Path file = folder.resolve("chat.toml");
    String own = "nonsense = 1\n[keys]\nnext = 'alt-j'\n";
    Files.writeString(file, own);
    for (List<String> one :
        List.of(List.of("default", "nobody"), List.of("keys.people", "alt-j"))) {
      String told =
          assertThrows(
                  IOException.class,
                  () -> ConfigFile.set(file, setting(one.getFirst()), one.subList(1, 2)))
              .getMessage();
      assertTrue(told.startsWith("Not set: ") && told.contains(one.getLast()), told);
    }
    assertEquals(own, Files.readString(file));
  }

  @Test
  void othersWhoCanChangeItAreToldOf() throws Exception {
    Path file = folder.resolve("chat.toml");
    Files.writeString(file, "screen.fold = 5\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals("", ConfigFile.read(file).openToOthers());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    assertTrue(ConfigFile.read(file).openToOthers().contains("chmod go-w " + file));
  }

  @Test
  void itIsWhereOtherProgramsHaveTheirs() {
    assertEquals(
        Path.of("/x/parley/chat.toml"),
        ConfigFile.of(Map.of("XDG_CONFIG_HOME", "/x", "HOME", "/h")));
    assertEquals(
        Path.of("/h/.config/parley/chat.toml"),
        ConfigFile.of(Map.of("XDG_CONFIG_HOME", "relative", "HOME", "/h")));
  }
}
