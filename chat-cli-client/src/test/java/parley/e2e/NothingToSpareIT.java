package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/**
 * Where there is no home, no cache, or nothing but the data folder, both programs work with less.
 */
class NothingToSpareIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void serve(Map<String, String> environment) throws Exception {
    try (ServerProcess server = ServerProcess.shipped(home, environment)) {
      server.start();
      server.kill();
      server.start();
      assertEquals(0, server.stop());
    }
  }

  @Test
  void theLibraryIsKeptOnceAndNothingStaysAmongTheTemporaryFiles() throws Exception {
    Path temporary = Files.createDirectory(home.resolve("tmp"));
    Path cache = home.resolve("cache");
    serve(
        Map.of(
            "XDG_CACHE_HOME",
            cache.toString(),
            "PARLEY_JAVA_OPTS",
            "-Djava.io.tmpdir=" + temporary));
    assertEquals(List.of(), names(temporary));
    assertEquals(1, names(cache.resolve("parley")).size(), "after two starts");
  }

  @Test
  void withoutACacheAndATemporaryFolderTheDataFolderHoldsIt() throws Exception {
    Path none = Files.writeString(home.resolve("none"), "a file");
    serve(
        Map.of("XDG_CACHE_HOME", none.toString(), "PARLEY_JAVA_OPTS", "-Djava.io.tmpdir=" + none));
    List<String> sqlite =
        names(home.resolve("data")).stream().filter(name -> name.startsWith("sqlite-")).toList();
    assertEquals(1, sqlite.size(), sqlite::toString);
  }

  @Test
  void withoutAHomeTheClientSaysWhatIsNotKept() throws Exception {
    try (ServerProcess server = ServerProcess.shipped(home)) {
      server.start();
      Path none = Files.writeString(home.resolve("none"), "a file");
      Path typed = Files.writeString(home.resolve("typed"), "hello\n");
      Path shown = home.resolve("shown.txt");
      String chat = Programs.bin("chat") + " alice@localhost:" + server.tls();
      Process process =
          Programs.start(
              home,
              shown,
              shown,
              List.of("sh", "-c", chat + " <" + typed),
              Map.of("HOME", none.toString()));
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      String said = Files.readString(shown);
      assertEquals(0, process.exitValue(), said);
      assertTrue(said.contains("alice: hello"), said);
      assertTrue(
          said.contains(
              none
                  + "/.local/state/parley can't be written to: the server's fingerprint, your place"
                  + " and the lines you type are not kept."),
          said);
      assertTrue(said.contains("It can't be remembered"), said);
      assertFalse(said.contains("It is remembered"), said);
    }
  }
}
