package parley.client.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import parley.client.net.KnownHosts;

@DisabledOnOs(OS.WINDOWS)
class PrivateFileTest {
  @TempDir Path folder;

  /** Stands for {@code /dev/null}, which a test must not touch. */
  @Test
  void aDeviceInAFilesPlaceStaysAsItIs() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", "-m", "644", pipe + "").start().waitFor());
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    for (Path path : new Path[] {pipe, link}) {
      assertTrue(PrivateFile.isDevice(path));
      PrivateFile.replace(path, new byte[] {1});
      PrivateFile.restrict(path);
      KnownHosts hosts = new KnownHosts(path);
      hosts.keep("localhost:7443", new KnownHosts.Pin("SHA256:00", null));
      assertEquals(Optional.empty(), hosts.find("localhost:7443"));
    }
    assertTrue(PrivateFile.isDevice(pipe) && Files.isSymbolicLink(link));
    assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(pipe)));
    assertFalse(Files.exists(folder.resolve("pipe.lock")));
  }

  @Test
  void aFileIsReplacedForItsOwnerAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "old");
    assertFalse(PrivateFile.isDevice(file) || PrivateFile.isDevice(folder));
    PrivateFile.replace(file, "new".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertEquals("new", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }
}
