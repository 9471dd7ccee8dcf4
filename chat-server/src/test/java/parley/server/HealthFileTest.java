package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.config.UserError;

/** The health check of the image, as it is, and the file that it asks. */
class HealthFileTest {
  private static final Path CHECK = Path.of(System.getProperty("parley.root"), "docker", "healthy");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("health");
  }

  private int check() throws IOException, InterruptedException {
    ProcessBuilder check = new ProcessBuilder(CHECK.toString());
    check.environment().put("PARLEY_HEALTH_FILE", file.toString());
    check.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return check.start().waitFor();
  }

  private void awaitHealth(int code) {
    await().atMost(Duration.ofSeconds(60)).until(() -> check() == code);
  }

  @SuppressWarnings("try") // it is closed before the end
  @Test
  void tellsOfTheServerItselfWhereverItListens() throws Exception {
    assertEquals(1, check(), "no server yet");
    try (TestServer server =
        TestServer.in(folder, "health.file=" + file, "listen.metrics=off", "listen.plain=off")) {
      awaitHealth(0);
      FileTime first = Files.getLastModifiedTime(file);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !Files.getLastModifiedTime(file).equals(first));
      server.server.stop();
      assertEquals(1, check(), "it stopped");
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void aBeatThatFailsIsNotTheLast() throws Exception {
    AtomicInteger beats = new AtomicInteger();
    try (TestServer server = TestServer.in(folder);
        Pulse pulse =
            server.server.pulse(
                "trial",
                Duration.ofMillis(10),
                () -> {
                  beats.incrementAndGet();
                  throw new IllegalStateException("no figures");
                })) {
      pulse.start();
      await().until(() -> beats.get() > 2);
    }
  }

  @Test
  void nothingOfSomebodyElseIsWrittenOver() throws Exception {
    Path part = Files.writeString(folder.resolve("health.part"), "my diary");
    assertThrows(UserError.class, () -> TestServer.in(folder, "health.file=" + file).close());
    assertEquals("my diary", Files.readString(part));
    Files.delete(part);
    Path other = Files.writeString(folder.resolve("other"), "parley");
    Files.createSymbolicLink(part, other);
    assertThrows(UserError.class, () -> TestServer.in(folder, "health.file=" + file).close());
    assertEquals("parley", Files.readString(other));
  }

  @Test
  void anOldFileIsNoHealth() throws Exception {
    Files.writeString(file, "ready, process 7\n");
    assertEquals(0, check());
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(30)));
    assertEquals(1, check());
    try (TestServer _ = TestServer.in(folder, "health.file=" + file)) {
      awaitHealth(0);
    }
  }

  @Test
  void nothingElseIsWrittenOver() throws Exception {
    Files.writeString(file, "mine");
    assertThrows(UserError.class, () -> TestServer.in(folder, "health.file=" + file));
    assertEquals("mine", Files.readString(file));
    Path inside = folder.resolve("data").resolve("health");
    UserError refused =
        assertThrows(UserError.class, () -> TestServer.in(folder, "health.file=" + inside));
    assertTrue(refused.getMessage().contains("data folder"), refused::getMessage);
    Path nowhere = folder.resolve("none").resolve("health");
    assertThrows(UserError.class, () -> TestServer.in(folder, "health.file=" + nowhere));
  }
}
