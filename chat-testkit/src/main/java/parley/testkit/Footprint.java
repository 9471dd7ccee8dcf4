package parley.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a server process has at a moment.
 *
 * @param heap bytes of what is reachable, after a collection
 * @param resident bytes of memory
 * @param log bytes of {@code log.db}, its write-ahead log included
 */
public record Footprint(long heap, long resident, int threads, int descriptors, long log) {
  /** Measures it by the JDK's {@code jcmd} and by Linux. */
  public static Footprint of(ServerProcess server, Path data)
      throws IOException, InterruptedException {
    // The second collection takes what the finalizing of the first set free.
    liveBytes(server.pid());
    long heap = liveBytes(server.pid());
    Path process = Path.of("/proc", "" + server.pid());
    long log = size(data.resolve("log.db")) + size(data.resolve("log.db-wal"));
    return new Footprint(
        heap, server.resident(), count(process.resolve("task")), count(process.resolve("fd")), log);
  }

  private static long liveBytes(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "" + pid,
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    assertTrue(jcmd.waitFor() == 0, said);
    // What the collector put into gaps is nobody's.
    return said.lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(row -> row.length >= 4 && row[0].matches("\\d+:") && !row[3].contains("Filler"))
        .mapToLong(row -> Long.parseLong(row[2]))
        .sum();
  }

  private static int count(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return Math.toIntExact(all.count());
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  @Override
  public String toString() {
    return "heap %,d KiB, memory %,d KiB, %d threads, %d descriptors, log %,d KiB"
        .formatted(heap >> 10, resident >> 10, threads, descriptors, log >> 10);
  }
}
