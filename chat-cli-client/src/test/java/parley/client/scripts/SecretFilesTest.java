package parley.client.scripts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a script is told of a file with a secret that others can read; it goes on all the same. */
class SecretFilesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "--token-file, rw-r--r--, true",
    "--token-file, rw-------, false",
    "--password-file, rw-r-----, true",
    "--session-file, rw-r--r--, true",
    "--session-file, rw-------, false"
  })
  void othersCanReadItIsSaidOnceOnStandardError(String option, String mode, boolean said)
      throws Exception {
    Path secret = Files.writeString(folder.resolve("a file"), "parley_" + "x".repeat(43) + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString(mode));
    List<String> words =
        List.of(
            "send",
            "--plain",
            "--retry-for",
            "0",
            "--server",
            "127.0.0.1:1",
            option,
            secret.toString(),
            "lobby",
            "hi");
    Process send = new ProcessBuilder(ClientProgram.command(words)).start();
    String out = new String(send.getInputStream().readAllBytes(), UTF_8);
    List<String> lines = new String(send.getErrorStream().readAllBytes(), UTF_8).lines().toList();
    assertEquals("", out);
    String sentence =
        "chat: Others on this machine can read %s: chmod 600 '%s'".formatted(secret, secret);
    assertEquals(said ? 1 : 0, lines.stream().filter(sentence::equals).count(), lines::toString);
    assertTrue(lines.toString().contains("Nothing listens at 127.0.0.1:1"), "it goes on: " + lines);
  }
}
