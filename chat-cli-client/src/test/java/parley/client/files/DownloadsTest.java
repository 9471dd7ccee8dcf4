package parley.client.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadsTest {
  @TempDir Path home;

  @Test
  void theFolderThatTheDesktopNamesElseDownloadsElseTheHome() throws Exception {
    assertEquals(home, folder());
    Path downloads = Files.createDirectory(home.resolve("Downloads"));
    assertEquals(downloads, folder());
    Files.createDirectory(home.resolve(".config"));
    Files.writeString(
        home.resolve(".config/user-dirs.dirs"),
        """
        # A comment
        XDG_DESKTOP_DIR="$HOME/Desktop"
        XDG_DOWNLOAD_DIR="$HOME/Téléchargements"
        """);
    assertEquals(downloads, folder(), "one that is not there is not made");
    Path named = Files.createDirectory(home.resolve("Téléchargements"));
    assertEquals(named, folder());
    Path config = Files.createDirectory(home.resolve("other"));
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Files.writeString(config.resolve("user-dirs.dirs"), "XDG_DOWNLOAD_DIR=\"" + elsewhere + "\"\n");
    assertEquals(
        elsewhere,
        Downloads.folder(Map.of("XDG_CONFIG_HOME", config.toString(), "HOME", home.toString())));
  }

  private Path folder() {
    return Downloads.folder(Map.of("HOME", home.toString()));
  }
}
