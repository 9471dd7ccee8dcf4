package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The server as it is shipped, a process of its own that can be killed and started again on the
 * same folder and ports.
 */
final class ServerProcess implements AutoCloseable {
  /** As it is started, with less to do: a life of seconds does not pay for the second compiler. */
  private static final Map<String, String> ONE_COMPILER =
      Map.of("PARLEY_JAVA_OPTS", "-XX:TieredStopAtLevel=1");

  private final Path folder;
  private final Map<String, String> environment;
  private final List<String> settings;
  private final int plain = Ports.free();
  private final int tls = Ports.free();
  private List<String> launchedBy = List.of();
  private Process process;
  private int starts;

  /** Ports that no outgoing connection takes while the server is down. */
  static final class Ports {
    /** Below the usual range of ephemeral ports. */
    private static final int FROM = 15_000;

    private static final int COUNT = 15_000;
    private static final Random RANDOM = new Random();

    static int free() {
      while (true) {
        int port = FROM + RANDOM.nextInt(COUNT);
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
          return socket.getLocalPort();
        } catch (IOException e) {
          // Taken; another one.
        }
      }
    }
  }

  /**
   * @param settings that differ, {@code key=value}
   */
  ServerProcess(Path folder, String... settings) {
    this(folder, Map.of(), settings);
  }

  /**
   * @param environment what its process finds there besides, and instead
   */
  ServerProcess(Path folder, Map<String, String> environment, String... settings) {
    this.folder = folder;
    this.environment = environment;
    this.settings = List.of(settings);
  }

  int plain() {
    return plain;
  }

  int tls() {
    return tls;
  }

  /** The certificate authority that it made. */
  Path authority() {
    return folder.resolve("data/certs/ca.crt");
  }

  /** Everything that the last start printed. */
  Path output() {
    return folder.resolve("server-" + starts + ".txt");
  }

  /** From the next start on, its launcher is started by another program. */
  ServerProcess by(String... program) {
    launchedBy = List.of(program);
    return this;
  }

  /** Starts it and waits until it is ready. */
  void start() throws IOException {
    launch();
    await("the server is ready; what it said is in " + output())
        .atMost(Duration.ofSeconds(90))
        .failFast("the server ended: " + output(), () -> !process.isAlive())
        .until(() -> Files.readString(output()).contains(" is ready"));
  }

  /** Starts it where it is not to become ready; what it says. */
  String startInVain() throws IOException, InterruptedException {
    launch();
    assertTrue(process.waitFor(90, TimeUnit.SECONDS), "it ends by itself");
    String said = Files.readString(output());
    assertEquals(1, process.exitValue(), said);
    return said;
  }

  private void launch() throws IOException {
    starts++;
    List<String> command = new ArrayList<>(launchedBy);
    command.add(Programs.bin("chat-server"));
    for (String setting :
        List.of(
            "data.dir=" + folder.resolve("data"),
            "listen.plain=127.0.0.1:" + plain,
            "listen.tls=127.0.0.1:" + tls,
            "listen.metrics=off",
            "limits.messages-per-second=0")) {
      command.addAll(List.of("--set", setting));
    }
    settings.forEach(setting -> command.addAll(List.of("--set", setting)));
    Map<String, String> more = new HashMap<>(ONE_COMPILER);
    more.putAll(environment);
    process = Programs.start(folder, output(), output(), command, more);
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** What it keeps in memory, in bytes. */
  long resident() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", "" + pid(), "status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
  }

  /** Runs an admin command as a person in a shell of the same machine does; what it prints. */
  String admin(String... words) throws IOException, InterruptedException {
    Path said = Files.createTempFile(folder, "admin", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Programs.bin("chat-server"),
                "admin",
                "--set",
                "data.dir=" + folder.resolve("data")));
    command.addAll(List.of(words));
    Process admin = Programs.start(folder, said, said, command);
    assertTrue(admin.waitFor(60, TimeUnit.SECONDS), "admin ends");
    assertEquals(0, admin.exitValue(), Files.readString(said));
    return Files.readString(said);
  }

  /** {@code kill -9}: the process is gone before it knows. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * SIGTERM.
   *
   * @return the exit code
   */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return -1;
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
