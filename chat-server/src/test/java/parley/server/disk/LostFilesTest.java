package parley.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.disk.Sender.Ending;
import parley.server.logfile.LogFolder;
import parley.testkit.ServerProcess;

/** A server whose files are taken away under it halts, and says so, instead of confirming. */
class LostFilesTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"log.db replaced", "folder deleted"})
  @Timeout(300)
  void itHalts(String loss) throws Exception {
    PreloadedDisk disk = PreloadedDisk.build(temp.resolve("disk"), temp.resolve("data"));
    Sender anna = new Sender("anna", disk, new Notes(), false);
    try (ServerProcess server = disk.start()) {
      assertEquals(Ending.DONE, anna.say(server.plain(), 3));
      if (loss.startsWith("log.db")) {
        Path other = Files.copy(disk.data().resolve(LogFolder.FILE), temp.resolve("other"));
        Files.move(other, disk.data().resolve(LogFolder.FILE), StandardCopyOption.REPLACE_EXISTING);
      } else {
        try (Stream<Path> all = Files.walk(disk.data())) {
          all.sorted(Comparator.reverseOrder()).forEach(LostFilesTest::delete);
        }
      }
      // More than it could say before it is noticed, on any machine.
      assertNotEquals(Ending.DONE, anna.say(server.plain(), 1_000_000));
      assertEquals(70, server.exitCode(), server::printed);
      assertTrue(server.printed().contains("while the server ran: it ends"), server::printed);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
