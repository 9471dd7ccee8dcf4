package parley.benchmarks.harm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a process has used, looked at again and again, because it may end meanwhile. Confined to one
 * thread.
 */
final class Meter {
  private final ProcessHandle process;
  private Duration cpu = Duration.ZERO;
  private long written;
  private long residentMost;
  private Duration cpuBefore = Duration.ZERO;
  private long writtenBefore;

  Meter(ProcessHandle process) {
    this.process = process;
  }

  /** What was used until now does not count. */
  void begin() {
    look();
    cpuBefore = cpu;
    writtenBefore = written;
    residentMost = 0;
  }

  void look() {
    process.info().totalCpuDuration().ifPresent(now -> cpu = now);
    Path proc = Path.of("/proc", Long.toString(process.pid()));
    field(proc.resolve("io"), "wchar:").ifPresent(now -> written = now);
    field(proc.resolve("status"), "VmRSS:")
        .ifPresent(kib -> residentMost = Math.max(residentMost, kib * 1024));
  }

  double cpuSeconds() {
    return cpu.minus(cpuBefore).toNanos() / 1e9;
  }

  /** By system calls that write, to sockets and files together. */
  long written() {
    return written - writtenBefore;
  }

  long residentMost() {
    return residentMost;
  }

  private static OptionalLong field(Path file, String name) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.substring(name.length()).replaceAll("[^0-9]", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
