package parley.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import parley.protocol.Json;

/**
 * The server as a process of its own, that can be killed and started again on the same folder and
 * ports. One is started by its launcher, as it is shipped, or from the class path of the test, so
 * that no jar must be built before.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final Duration END_PATIENCE = Duration.ofSeconds(60);

  /** The collector of the launcher's flags takes a third of what such a short life costs. */
  private static final String SHORT_LIFE = Programs.ONE_COMPILER + " -XX:-UseG1GC -XX:+UseSerialGC";

  private final Path folder;
  private final List<String> program;
  private final Map<String, String> environment;
  private final List<String> settings;
  private final int plain = Ports.free();
  private final int tls = Ports.free();
  private List<String> launchedBy = List.of();
  private Path output;
  private Process process;

  private ServerProcess(
      Path folder, List<String> program, Map<String, String> environment, List<String> settings) {
    this.folder = folder;
    this.program = program;
    this.environment = environment;
    this.settings = settings;
  }

  /**
   * One by its launcher.
   *
   * @param folder for its data and what it prints
   * @param settings that differ, {@code key=value}
   */
  public static ServerProcess shipped(Path folder, String... settings) {
    return shipped(folder, Map.of(), settings);
  }

  /**
   * One by its launcher.
   *
   * @param environment what its process finds there besides, and instead; options of the virtual
   *     machine are in the place of those by which it does with one compiler and one thread that
   *     collects
   */
  public static ServerProcess shipped(
      Path folder, Map<String, String> environment, String... settings) {
    ShippedArchives.areThere();
    return launched(folder, environment, settings);
  }

  /** The one that makes the archives which the others have. */
  static ServerProcess first(Path folder) {
    return launched(folder, Map.of());
  }

  private static ServerProcess launched(
      Path folder, Map<String, String> environment, String... settings) {
    Map<String, String> all = new HashMap<>(environment);
    String options = environment.getOrDefault(Programs.OPTIONS, SHORT_LIFE);
    String archive =
        " -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile=" + ShippedArchives.server();
    all.put(Programs.OPTIONS, options + archive);
    return new ServerProcess(folder, List.of(Programs.bin("chat-server")), all, List.of(settings));
  }

  /**
   * One from the class path of the test, by its own main, without TLS.
   *
   * @param flags of the virtual machine, besides
   * @param environment what its process finds there besides, and instead
   * @param settings that differ, {@code key=value}
   */
  public static ServerProcess onClassPath(
      Path folder, List<String> flags, Map<String, String> environment, String... settings) {
    List<String> java = new ArrayList<>(OwnJvm.command());
    java.addAll(flags);
    java.add("parley.server.ChatServer");
    List<String> all = new ArrayList<>(List.of("listen.tls=off"));
    all.addAll(List.of(settings));
    return new ServerProcess(folder, List.copyOf(java), environment, List.copyOf(all));
  }

  /** One on the class path that a command says, without TLS. */
  static ServerProcess by(List<String> command, Path folder) {
    List<String> java = new ArrayList<>(command);
    java.add("parley.server.ChatServer");
    return new ServerProcess(folder, List.copyOf(java), Map.of(), List.of("listen.tls=off"));
  }

  /** The port without TLS. */
  public int plain() {
    return plain;
  }

  /** The port with TLS. */
  public int tls() {
    return tls;
  }

  /** Where it is connected to without TLS. */
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), plain);
  }

  /** The certificate authority that it made. */
  public Path authority() {
    return folder.resolve("data/certs/ca.crt");
  }

  /** The file with everything that the last start printed. */
  public Path output() {
    return output;
  }

  /** Everything that the last start printed so far. */
  public String printed() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From the next start on, its program is started by another one. */
  public ServerProcess by(String... launcher) {
    launchedBy = List.of(launcher);
    return this;
  }

  /** Starts it and waits until it is ready. */
  public void start() throws IOException {
    assertTrue(starts(), () -> "the server ended: " + printed());
  }

  /** Starts it and waits until it is ready or has ended: whether it is ready. */
  public boolean starts() throws IOException {
    launch();
    await("the server is ready; what it printed is in " + output)
        .atMost(START_PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> isReady() || !process.isAlive());
    return isReady();
  }

  private boolean isReady() {
    return printed().contains(" is ready");
  }

  /** Starts it where it is not to become ready; what it prints. */
  public String startInVain() throws IOException, InterruptedException {
    launch();
    int code = exitCode();
    assertEquals(1, code, this::printed);
    return printed();
  }

  private void launch() throws IOException {
    output = Files.createTempFile(folder, "server-", ".txt");
    List<String> command = new ArrayList<>(launchedBy);
    command.addAll(program);
    for (String setting :
        List.of(
            "data.dir=" + folder.resolve("data"),
            "listen.plain=127.0.0.1:" + plain,
            "listen.tls=127.0.0.1:" + tls,
            "listen.metrics=off",
            "accounts.guests=on",
            "accounts.password-memory=7168",
            "accounts.password-passes=1",
            "limits.messages-per-second=0",
            "limits.messages-per-second-per-address=0",
            "limits.new-rooms-per-hour=0",
            "limits.guests-per-minute-per-address=0",
            "limits.log-bytes-per-day=0",
            "limits.log-bytes-per-day-per-address=0")) {
      command.addAll(List.of("--set", setting));
    }
    settings.forEach(setting -> command.addAll(List.of("--set", setting)));
    process = Programs.start(folder, output, output, command, environment);
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** What it keeps in memory, in bytes. */
  public long resident() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", "" + pid(), "status"))) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
  }

  /** Runs an admin command that goes well, at the socket; what a shell would print of it. */
  public String admin(String... words) throws IOException {
    Path socket = folder.resolve("data/admin.sock");
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        InputStream in = Channels.newInputStream(channel)) {
      channel.write(ByteBuffer.wrap(Json.line(new AdminWords(List.of(words)))));
      AdminAnswer answer = Json.MAPPER.readValue(in.readAllBytes(), AdminAnswer.class);
      assertEquals(0, answer.exit(), answer.text());
      return answer.text() + "\n";
    }
  }

  private record AdminWords(List<String> args) {}

  private record AdminAnswer(int exit, String text) {}

  /** Runs an admin command as a person in a shell of the same machine does; what it prints. */
  public String adminInShell(String... words) throws IOException, InterruptedException {
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
    assertTrue(admin.waitFor(END_PATIENCE.toSeconds(), SECONDS), "admin ends");
    assertEquals(0, admin.exitValue(), Files.readString(said));
    return Files.readString(said);
  }

  /** {@code kill -9}: the process is gone before it knows. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * SIGTERM.
   *
   * @return the exit code
   */
  public int stop() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  /** The exit code of a process that ends by itself, in a minute. */
  public int exitCode() throws InterruptedException {
    assertTrue(
        process.waitFor(END_PATIENCE.toSeconds(), SECONDS),
        () -> "the server ends; what it printed is in " + output);
    return process.exitValue();
  }

  /** Kills it. */
  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
