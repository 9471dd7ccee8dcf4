package parley.server.log;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Place;

/**
 * Prints how fast the log is on this machine's disk: {@code java … parley.server.log.LogSpeed
 * [folder]}. A program to run by hand on a quiet machine, not a test.
 */
final class LogSpeed {
  private static final String TEXT = "x".repeat(100);

  /** CPU time tells more than the clock where others use the machine too. */
  private static final OperatingSystemMXBean OS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private LogSpeed() {}

  public static void main(String[] args) throws Exception {
    Path parent = Path.of(args.length > 0 ? args[0] : System.getProperty("java.io.tmpdir"));
    Path folder = Files.createTempDirectory(parent, "log-speed");
    try (Log log = Log.open(folder, 0)) {
      log.append(List.of(Appender.entry(1), Appender.entry(2)));
      for (int round = 0; round < 2; round++) {
        append(log, 1, 1_000, false);
        append(log, 10, 10_000, false);
        append(log, 100, 100_000, false);
        append(log, 100, 50_000, true);
      }
      read(log);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void append(Log log, int batch, int count, boolean nonces) throws Exception {
    long began = System.nanoTime();
    long cpu = OS.getProcessCpuTime();
    long slowest = 0;
    for (int done = 0; done < count; done += batch) {
      List<Entry> entries = new ArrayList<>(batch);
      for (int i = 1; i <= batch; i++) {
        long seq = log.last() + i;
        String nonce = nonces ? "nonce-" + seq : null;
        entries.add(
            new Entry(
                seq,
                seq,
                new Change.Said(
                    new Addressee.Room("lobby"),
                    new Author("g1", "alice"),
                    Content.of(TEXT),
                    nonce)));
      }
      long from = System.nanoTime();
      log.append(entries);
      slowest = Math.max(slowest, System.nanoTime() - from);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "append, batches of %3d%s: %,9.0f a second, %.1f us of CPU each, slowest commit %.1f ms%n",
        batch,
        nonces ? " with nonces" : "",
        count / seconds,
        (OS.getProcessCpuTime() - cpu) / 1e3 / count,
        slowest / 1e6);
  }

  private static void read(Log log) throws InterruptedException {
    for (int round = 0; round < 2; round++) {
      long began = System.nanoTime();
      long cpu = OS.getProcessCpuTime();
      int read = 0;
      for (long cursor = 0; cursor < log.last() && read < 200_000; ) {
        Page page = log.visible("g1", cursor, log.last(), 64 << 10);
        read += page.entries().size();
        cursor = page.upTo();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
          "catching up: %,.0f events a second, %.1f us of CPU each%n",
          read / seconds, (OS.getProcessCpuTime() - cpu) / 1e3 / read);
      int pages = 500;
      began = System.nanoTime();
      for (int i = 0; i < pages; i++) {
        long before = 1_000 + i * (log.last() / pages);
        log.history(new Place.Room("lobby"), before, null, 50, 1 << 20);
      }
      System.out.printf(
          "history, 50 before any seq: %.3f ms%n", (System.nanoTime() - began) / 1e6 / pages);
      began = System.nanoTime();
      for (int i = 0; i < pages; i++) {
        log.nthNewestVisible("g1", log.last() - i, 1_000);
      }
      System.out.printf("1000th newest: %.3f ms%n", (System.nanoTime() - began) / 1e6 / pages);
    }
  }
}
