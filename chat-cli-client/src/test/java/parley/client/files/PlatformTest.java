package parley.client.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.client.config.ConfigFile;
import parley.client.config.Template;
import parley.client.files.Platform.Kind;

/** On file systems in memory that behave as those of other systems do. */
class PlatformTest {
  @Test
  void windowsHasItsOwnFolders() throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(Configuration.windows())) {
      Map<String, String> environment =
          Map.of(
              "APPDATA", "C:\\Users\\ann\\AppData\\Roaming",
              "LOCALAPPDATA", "C:\\Users\\ann\\AppData\\Local");
      Platform ann = new Platform(Kind.WINDOWS, files, environment, "C:\\Users\\ann");

      assertEquals("C:\\Users\\ann", ann.home().toString());
      assertEquals("C:\\Users\\ann\\AppData\\Roaming\\parley", ann.config().toString());
      assertEquals("C:\\Users\\ann\\AppData\\Local\\parley", ann.state().toString());
      Platform bare = new Platform(Kind.WINDOWS, files, Map.of(), "C:\\Users\\ann");
      assertEquals(ann.config(), bare.config());
      assertEquals(ann.state(), bare.state());
      Platform nobody = new Platform(Kind.WINDOWS, files, Map.of("HOME", "/cygwin"), "?");
      assertTrue(nobody.home().isAbsolute());
      assertEquals(List.of("cmd.exe", "/c", "pass show chat"), ann.shell("pass show chat"));
      keeps(ann);
      assertEquals(ann.home(), Downloads.folder(ann));
      Path downloads = Files.createDirectories(ann.home().resolve("Downloads"));
      assertEquals(downloads, Downloads.folder(ann));
    }
  }

  @Test
  void macHasItsOwnFolderUnlessVariablesSayOtherwise() throws IOException {
    Configuration like = Configuration.osX().toBuilder().setAttributeViews("posix").build();
    try (FileSystem files = Jimfs.newFileSystem(like)) {
      Platform ann = new Platform(Kind.MACOS, files, Map.of("HOME", "/Users/ann"), "/x");
      Path own = files.getPath("/Users/ann/Library/Application Support/parley");
      assertEquals(own, ann.config());
      assertEquals(own, ann.state());
      assertEquals(own, ann.data());
      Platform chosen =
          new Platform(
              Kind.MACOS, files, Map.of("XDG_STATE_HOME", "/s", "XDG_CONFIG_HOME", "no"), "/x");
      assertEquals(files.getPath("/s/parley"), chosen.state());
      assertEquals(files.getPath("/x/Library/Application Support/parley"), chosen.config());
      keeps(ann);
      assertTrue(Rights.any(ann.state().resolve("known-hosts"), PosixFilePermission.OWNER_READ));
    }
  }

  /** What a client writes: a file that is replaced whole, and its settings. */
  private static void keeps(Platform platform) throws IOException {
    Folders folders = new Folders(platform.state());
    assertTrue(folders.uselessness().isEmpty(), folders.uselessness()::toString);
    for (String text : List.of("one", "two")) {
      PrivateFile.replace(folders.knownHosts(), text.getBytes(StandardCharsets.UTF_8));
      assertEquals(text, Files.readString(folders.knownHosts()));
    }
    PrivateFile.restrict(folders.knownHosts());
    assertTrue(PrivateFile.openToOthers(folders.knownHosts()).isEmpty());
    assertFalse(
        Rights.any(
            folders.knownHosts(), PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_READ));
    Path config = platform.config().resolve("chat.toml");
    ConfigFile.create(config, Template.text());
    assertEquals(List.of(), ConfigFile.read(config).faults());
  }
}
