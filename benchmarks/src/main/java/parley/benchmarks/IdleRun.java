package parley.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import parley.protocol.Mode;
import tools.jackson.databind.JsonNode;

/** Many connections that say hello and then nothing but the answers to the server's pings. */
final class IdleRun {
  private static final Duration JOIN_LIMIT = Duration.ofMinutes(10);
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(60);
  private static final long GLANCE_MILLIS = 20;
  private static final long SAMPLE_SECONDS = 5;

  /** Files that a process holds besides its connections. */
  private static final int OTHER_FILES = 200;

  private static final Path LIMITS = Path.of("/proc/self/limits");

  /**
   * The server at one moment.
   *
   * @param second since the last connection was made
   * @param heap bytes in use
   * @param collections of garbage since the server's start
   */
  record Sample(double second, long resident, long heap, long collections) {}

  /**
   * @param before the server's resident bytes before the first connection
   * @param connectSeconds to make all connections
   * @param samples the first right after the last connection
   * @param alive connections that the server still had at the end, this program's own apart
   * @param client this process's own resident bytes at the end
   */
  record Figures(
      int connections,
      long before,
      double connectSeconds,
      List<Sample> samples,
      int alive,
      long client) {
    /** Whether garbage was collected after the last connection was made. */
    boolean collected() {
      return samples.getLast().collections > samples.getFirst().collections;
    }

    /** Resident bytes a connection cost, at the end. */
    double each() {
      return (double) (samples.getLast().resident - before) / connections;
    }
  }

  private IdleRun() {}

  /** What to do where this machine allows too few open files; null where it allows enough. */
  static String tooFewFiles(int connections) throws IOException {
    if (!Files.exists(LIMITS)) {
      return null;
    }
    String line =
        Files.readAllLines(LIMITS).stream()
            .filter(l -> l.startsWith("Max open files"))
            .findFirst()
            .orElseThrow();
    String hard = line.split(" {2,}")[2];
    int needed = connections + OTHER_FILES;
    // The JVM raises its soft limit to the hard one by itself.
    return hard.equals("unlimited") || Long.parseLong(hard) >= needed
        ? null
        : Columns.format(
            "%,d connections need %,d open files in a process, and %s are allowed here:"
                + " raise the hard limit (ulimit -Hn %d, as root), or give --connections %d.",
            connections, needed, hard, needed, Long.parseLong(hard) - OTHER_FILES);
  }

  static Figures run(
      Subject subject, boolean tls, int connections, Duration settle, Consumer<Sample> progress)
      throws IOException, GeneralSecurityException, InterruptedException {
    long before = Usage.residentBytes(subject.pid());
    Plan plan =
        new Plan(
            new ParleyWire(Mode.FRAMED, "idle", false),
            subject.target().address(),
            tls,
            connections,
            1,
            0,
            1,
            new Text(Text.LEAST),
            Duration.ZERO,
            settle);
    Loop loop = new Loop(plan, tls ? Identity.trustingAll() : null);
    Thread thread = Thread.ofPlatform().daemon().name("idle").start(loop);
    long began = System.nanoTime();
    while (loop.joined() < connections) {
      check(loop);
      if (System.nanoTime() - began > JOIN_LIMIT.toNanos()) {
        throw new Failure("Only " + loop.joined() + " connections were made in ten minutes.");
      }
      Thread.sleep(GLANCE_MILLIS);
    }
    long connected = System.nanoTime();
    List<Sample> samples = new ArrayList<>();
    while (true) {
      Sample sample = sample(subject, connected);
      samples.add(sample);
      progress.accept(sample);
      check(loop);
      double left = settle.toNanos() / 1e9 - sample.second;
      if (left <= 0) {
        break;
      }
      Thread.sleep((long) (Math.min(SAMPLE_SECONDS, left) * 1000) + 1);
    }
    int alive = subject.control().figures().at("/connections/now").asInt() - 1;
    long client = Usage.residentBytes(ProcessHandle.current().pid());
    loop.enter(Stage.LEAVING, 0);
    thread.join(LEAVE_LIMIT);
    return new Figures(
        connections, before, (connected - began) / 1e9, List.copyOf(samples), alive, client);
  }

  private static Sample sample(Subject subject, long connected) throws IOException {
    JsonNode process = subject.control().figures().get("process");
    return new Sample(
        (System.nanoTime() - connected) / 1e9,
        Usage.residentBytes(subject.pid()),
        process.get("heapUsed").asLong(),
        process.get("collections").asLong());
  }

  private static void check(Loop loop) {
    if (loop.failure() != null) {
      throw new Failure("A connection failed: " + loop.failure().getMessage());
    }
  }
}
