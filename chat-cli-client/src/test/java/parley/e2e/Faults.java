package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import parley.testkit.Programs;

/**
 * Faults of the machine, ordered while a server runs: {@code faults.c}, compiled for this test and
 * preloaded into the server's process, obeys what stands in a file that both have mapped.
 */
final class Faults {
  static final int READ_ONLY = 30; // EROFS
  static final int NO_SPACE = 28; // ENOSPC
  static final int NO_DESCRIPTORS = 24; // EMFILE

  private static final int STALL = 0;
  private static final int WRITE_ERROR = 1;
  private static final int ACCEPT_ERROR = 2;
  private static final int CLOCK = 3;
  private static final int SYNCS = 4;
  private static final int STALLED = 5;
  private static final int REFUSED = 6;
  private static final int ORDERS = 7;

  private final Path library;
  private final Path file;
  private final Path files;
  private final LongBuffer orders;

  /**
   * Skips the test where there is no C compiler.
   *
   * @param files what the paths of the files begin with whose writes and syncs are touched
   */
  static Faults in(Path folder, Path files) throws IOException, InterruptedException {
    Programs.need("cc");
    return new Faults(folder, files);
  }

  private Faults(Path folder, Path files) throws IOException, InterruptedException {
    this.files = files;
    library = folder.resolve("faults.so");
    Path source = folder.resolve("faults.c");
    try (InputStream in = Faults.class.getResourceAsStream("faults.c")) {
      assertNotNull(in);
      Files.copy(in, source);
    }
    Process cc =
        new ProcessBuilder(
                "cc",
                "-shared",
                "-fPIC",
                "-O2",
                "-o",
                library.toString(),
                source.toString(),
                "-ldl")
            .inheritIO()
            .start();
    assertEquals(true, cc.waitFor(1, TimeUnit.MINUTES) && cc.exitValue() == 0, "cc faults.c");
    file = folder.resolve("faults");
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      orders =
          channel
              .map(FileChannel.MapMode.READ_WRITE, 0, (long) ORDERS * Long.BYTES)
              .order(ByteOrder.nativeOrder())
              .asLongBuffer();
    }
  }

  /** What the server's process is started with. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAULTS_ORDERS",
        file.toString(),
        "FAULTS_IN",
        files.toString());
  }

  /** From now on syncs do not return, until they may. */
  void stall(boolean on) {
    orders.put(STALL, on ? 1 : 0);
  }

  /** From now on each write fails. */
  void failWrites(int errno) {
    orders.put(WRITE_ERROR, errno);
  }

  /** From now on each accept fails. */
  void failAccepts(int errno) {
    orders.put(ACCEPT_ERROR, errno);
  }

  /** How far the machine's clock is off. */
  void clock(Duration off) {
    orders.put(CLOCK, off.toNanos());
  }

  /** Syncs that began. */
  long syncs() {
    return orders.get(SYNCS);
  }

  /** Syncs that do not return. */
  long stalled() {
    return orders.get(STALLED);
  }

  /** Writes and accepts that failed. */
  long refused() {
    return orders.get(REFUSED);
  }
}
