package parley.e2e;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import parley.testkit.Programs;

/** A program that someone types into, such as nc; what it shows goes to a file. */
final class Typed implements AutoCloseable {
  private final Process process;
  private final Path shown;
  private final BufferedWriter in;

  Typed(Path home, String name, String... command) throws IOException {
    shown = home.resolve(name + ".txt");
    process = Programs.start(home, shown, home.resolve(name + "-errors.txt"), List.of(command));
    in = process.outputWriter();
  }

  void type(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
  }

  String shown() throws IOException {
    return Files.readString(shown);
  }

  /** Waits until it shows a text. */
  void await(String text) {
    Awaitility.await(shown + " has \"" + text + "\"")
        .atMost(Duration.ofSeconds(60))
        .until(() -> shown().contains(text));
  }

  /** Whether the program ended by itself in time. */
  boolean ended() throws InterruptedException {
    return process.waitFor(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
