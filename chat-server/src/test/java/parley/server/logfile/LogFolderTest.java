package parley.server.logfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.config.UserError;
import parley.server.log.Log;

/** Which folders are closed to others, and where SQLite's library may be. */
class LogFolderTest {
  @TempDir Path temp;

  private Path folder(String mode) throws Exception {
    Path folder = Files.createDirectory(temp.resolve("data"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    return folder;
  }

  private String mode() throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("data")));
  }

  @Test
  void anEmptyOneIsClosedToOthersAndSoIsOneWithALog() throws Exception {
    Path folder = folder("rwxr-xr-x");
    Files.createDirectory(folder.resolve("lost+found"));
    Log.open(folder, 0).close();
    assertEquals("rwx------", mode());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.writeString(folder.resolve("other"), "x");
    Log.open(folder, 0).close();
    assertEquals("rwx------", mode());
  }

  @Test
  void oneWithOthersThingsStaysAsItIs() throws Exception {
    Path folder = folder("rwxr-xr-x");
    Files.writeString(folder.resolve("other"), "x");
    Log.open(folder, 0).close();
    assertEquals("rwxr-xr-x", mode());
  }

  @Test
  void oneIntoWhichOthersWriteIsRefusedAndStaysAsItIs() throws Exception {
    Path folder = folder("rwxrwxrwx");
    Files.writeString(folder.resolve("other"), "x");
    String sentence = assertThrows(UserError.class, () -> Log.open(folder, 0)).getMessage();
    assertTrue(sentence.contains("set data.dir to a folder of its own"), sentence);
    assertEquals("rwxrwxrwx", mode());
    assertEquals(1, temp.resolve("data").toFile().list().length, "nothing was made in it");
  }

  @Test
  void theLibraryIsInTheCacheOrElseInTheDataFolder() throws Exception {
    Path data = folder("rwx------");
    assertEquals(
        Set.of(Path.of("/c/parley"), data),
        NativeLibrary.folders(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h"), data));
    assertEquals(
        Set.of(Path.of("/h/.cache/parley"), data),
        NativeLibrary.folders(Map.of("HOME", "/h"), data));
    assertEquals(Set.of(data), NativeLibrary.folders(Map.of("XDG_CACHE_HOME", "c"), data));
    assertEquals(Set.of(), NativeLibrary.folders(Map.of(), temp.resolve("none")));
  }
}
