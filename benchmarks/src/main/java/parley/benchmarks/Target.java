package parley.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that is measured, started for it alone and ended after it.
 *
 * @param log what it prints
 */
public record Target(Process process, InetSocketAddress address, Path log)
    implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final long GLANCE_MILLIS = 50;

  /** What can be measured; the first is what the others are held against. */
  enum Kind {
    /** {@link BatchRelay}. */
    RELAY(null, Wire.Kind.RELAY),
    /** {@link QueueRelay}. */
    QUEUES(null, Wire.Kind.RELAY),
    /** The chat server; in which mode is said elsewhere. */
    SERVER(null, Wire.Kind.FRAMED),
    /** A broadcast server of the usual kind in Node.js. */
    NODE("node", Wire.Kind.RELAY),
    /** NATS core. */
    NATS("nats-server", Wire.Kind.NATS),
    /** An IRC server. */
    NGIRCD("ngircd", Wire.Kind.IRC);

    /** The program that must be installed; null where it is this one. */
    final String program;

    final Wire.Kind wire;

    Kind(String program, Wire.Kind wire) {
      this.program = program;
      this.wire = wire;
    }
  }

  /**
   * A relay of this program.
   *
   * @param folder for what it writes; a new one for each target
   */
  static Target relay(Relay.Form form, boolean tls, Path folder)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> command = own("relay", "--form", form.name(), "--port", Integer.toString(port));
    if (tls) {
      command.add("--tls");
    }
    return start(command, port, folder);
  }

  /**
   * The chat server by its launcher, so with the flags as shipped.
   *
   * @param settings {@code key=value}, beyond listeners and folders
   */
  static Target server(Path launcher, List<String> settings, boolean tls, Path folder)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    List<String> all = new ArrayList<>(settings);
    all.add((tls ? "listen.tls=127.0.0.1:" : "listen.plain=127.0.0.1:") + port);
    all.add(tls ? "listen.plain=off" : "listen.tls=off");
    all.add("listen.metrics=off");
    all.add("accounts.guests=on");
    all.add("data.dir=" + folder.resolve("data"));
    all.add("certs.dir=" + folder.resolve("certs"));
    all.forEach(setting -> command.addAll(List.of("--set", setting)));
    return start(command, port, folder);
  }

  /**
   * {@code openssl s_server} with the key and certificate of a server.
   *
   * @param server that server's folder
   */
  static Target openssl(Path server) throws IOException, InterruptedException {
    int port = freePort();
    Path certs = server.resolve("certs");
    return start(
        OpenSsl.server(port, certs.resolve("server.crt"), certs.resolve("server.key")),
        port,
        Files.createDirectory(server.resolve("openssl")));
  }

  /** This program once more, as a process of its own. */
  public static List<String> own(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Benchmarks.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Starts a process that will listen at a port of 127.0.0.1, and waits until it does. */
  public static Target start(List<String> command, int port, Path folder)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile())
            .redirectErrorStream(true)
            .start();
    Target target =
        new Target(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), log);
    target.awaitListening();
    return target;
  }

  private void awaitListening() throws IOException, InterruptedException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        close();
        throw new Failure("It did not start:\n" + said());
      }
      Thread.sleep(GLANCE_MILLIS);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The end of what it printed. */
  public String said() throws IOException {
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(Math.max(0, Files.size(log) - 4000));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The flags of its JVM, none where it has none. */
  List<String> flags() {
    String[] arguments = process.info().arguments().orElse(new String[0]);
    return List.of(arguments).stream()
        .takeWhile(a -> !a.equals("-jar") && !a.equals("-cp"))
        .filter(a -> a.startsWith("-X"))
        .toList();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
