package parley.server.disk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.server.ChatServer;

/** The server in a process of its own, by its own main, on a {@link PreloadedDisk}. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern PLAIN = Pattern.compile(" +plain +127\\.0\\.0\\.1:(\\d+) .*");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path errors;
  private int port;

  /**
   * Starts it and waits until it is ready or has ended.
   *
   * @param settings that differ, {@code key=value}
   */
  public ServerProcess(PreloadedDisk disk, String... settings) throws IOException {
    this(disk, List.of(), settings);
  }

  /**
   * As the other.
   *
   * @param flags of the virtual machine, besides
   */
  public ServerProcess(PreloadedDisk disk, List<String> flags, String... settings)
      throws IOException {
    errors = Files.createTempFile(disk.trace().getParent(), "server-", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                // So that a short run has many of them.
                "-Dparley.log.checkpoint-pages=40"));
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ChatServer.class.getName()));
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.dir=" + disk.data(),
                "listen.plain=127.0.0.1:0",
                "listen.tls=off",
                "listen.metrics=off",
                "limits.messages-per-second=0",
                "stats.log-every=0s"));
    all.addAll(List.of(settings));
    all.forEach(setting -> command.addAll(List.of("--set", setting)));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(disk.environment());
    process = builder.redirectError(errors.toFile()).start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null && port == 0; line = said.readLine()) {
      Matcher plain = PLAIN.matcher(line);
      port = plain.matches() ? Integer.parseInt(plain.group(1)) : 0;
    }
  }

  /** Whether it came so far as to open its port. */
  public boolean started() {
    return port != 0;
  }

  public long pid() {
    return process.pid();
  }

  public int port() {
    return port;
  }

  /** What it wrote to standard error so far. */
  public String errorsNow() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM; the exit code. */
  public int stop() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  /** The exit code of a process that ends by itself. */
  int exitCode() throws InterruptedException {
    assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the server ends");
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
