package parley.benchmarks.harm;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import parley.benchmarks.Failure;
import parley.benchmarks.Subject;
import parley.benchmarks.Target;

/**
 * A server with the settings as shipped, but for its ports and folders, and with the heap that the
 * compose file gives: half of a gibibyte's container.
 */
record Shipped(Target target, Doors doors, Path folder) implements AutoCloseable {
  static final String HEAP = "-Xmx512m";
  private static final long START_NANOS = 60_000_000_000L;
  private static final long GLANCE_MILLIS = 50;

  /**
   * @param server a launcher, or a jar, which the launcher of the folder {@code bin} then starts
   * @param network whether the plain port is open to IPv6 too
   */
  static Shipped start(Path server, boolean network) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("parley-harm");
    Target target = null;
    try {
      Doors doors = new Doors(Target.freePort(), Target.freePort(), Target.freePort());
      List<String> command = command(server, folder);
      settings(doors, folder, network).forEach(each -> command.addAll(List.of("--set", each)));
      target = Target.start(command, doors.plain(), folder);
      Process process = target.process();
      // Not to be left behind, whatever ends this program.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      Shipped shipped = new Shipped(target, doors, folder);
      shipped.awaitReady();
      return shipped;
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (target != null) {
        target.close();
      }
      Subject.delete(folder);
      throw e;
    }
  }

  static List<String> settings(Doors doors, Path folder, boolean network) {
    return List.of(
        "listen.plain=" + (network ? "[::]:" : "127.0.0.1:") + doors.plain(),
        "listen.tls=127.0.0.1:" + doors.tls(),
        "listen.metrics=127.0.0.1:" + doors.health(),
        "accounts.guests=on",
        "data.dir=" + folder.resolve("data"),
        "certs.dir=" + folder.resolve("certs"));
  }

  /** A jar gets a launcher of its own, for that looks for its jar beside itself. */
  static List<String> command(Path server, Path folder) throws IOException {
    Path launcher = server.toAbsolutePath();
    if (server.toString().endsWith(".jar")) {
      Path home = folder.resolve("home");
      launcher = home.resolve("bin/chat-server");
      if (!Files.exists(launcher)) {
        Files.createDirectories(launcher.getParent());
        for (String each : List.of("chat-server", "launch.sh")) {
          Files.copy(Path.of("bin", each), launcher.resolveSibling(each));
        }
        Path jar = home.resolve("chat-server/target/chat-server.jar");
        Files.createDirectories(jar.getParent());
        Files.createSymbolicLink(jar, server.toAbsolutePath());
      }
    }
    return new ArrayList<>(List.of("env", "PARLEY_JAVA_OPTS=" + HEAP, launcher.toString()));
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + START_NANOS;
    while (!ready()) {
      if (!target.process().isAlive() || System.nanoTime() > end) {
        throw new Failure("The server did not start:\n" + target.said());
      }
      Thread.sleep(GLANCE_MILLIS);
    }
  }

  private boolean ready() {
    try (Socket socket = Visitor.socket(doors.healthAddress(), "127.0.0.1")) {
      socket
          .getOutputStream()
          .write(
              "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200");
    } catch (IOException e) {
      return false;
    }
  }

  String token() throws IOException, InterruptedException {
    return Subject.token(target);
  }

  Path data() {
    return folder.resolve("data");
  }

  /** What it holds now, as far as it can be seen: files come and go. */
  long dataBytes() {
    return bytes(data());
  }

  long logBytes() {
    return bytes(target.log());
  }

  private static long bytes(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      return files.mapToLong(Shipped::size).sum();
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** How it has ended by itself, empty where it runs. */
  String end() {
    return target.process().isAlive()
        ? ""
        : String.format(Locale.ROOT, "ended, exit code %d", target.process().exitValue());
  }

  /** At once: who is busy with an attack may take long to stop. */
  @Override
  public void close() throws IOException {
    target.process().destroyForcibly();
    target.close();
    Subject.delete(folder);
  }
}
