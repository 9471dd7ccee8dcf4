package parley.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has used until now, all its threads together.
 *
 * @param cpu user and kernel time; what the kernel does for a loopback write, the receiving side's
 *     protocol work included, is the writer's
 * @param writes system calls that write, to sockets and files, -1 where {@code /proc} is not there
 * @param switches context switches of the threads that live, -1 where {@code /proc} is not there
 * @param residentBytes memory held now, -1 where {@code /proc} is not there
 */
public record Usage(Duration cpu, long writes, long switches, long residentBytes) {
  public static Usage of(long pid) {
    Duration cpu =
        ProcessHandle.of(pid)
            .flatMap(p -> p.info().totalCpuDuration())
            .orElseThrow(() -> new Failure("The CPU time of process " + pid + " can't be read."));
    Path proc = Path.of("/proc", Long.toString(pid));
    try {
      return new Usage(
          cpu,
          field(proc.resolve("io"), "syscw:"),
          switches(proc),
          field(proc.resolve("status"), "VmRSS:") * 1024);
    } catch (IOException e) {
      return new Usage(cpu, -1, -1, -1);
    }
  }

  /** Memory that a process holds now, in bytes. */
  static long residentBytes(long pid) throws IOException {
    return field(Path.of("/proc", Long.toString(pid), "status"), "VmRSS:") * 1024;
  }

  private static long switches(Path proc) throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(proc.resolve("task"))) {
      for (Path thread : threads) {
        Path status = thread.resolve("status");
        try {
          sum +=
              field(status, "voluntary_ctxt_switches:")
                  + field(status, "nonvoluntary_ctxt_switches:");
        } catch (IOException e) {
          // The thread has just ended.
        }
      }
    }
    return sum;
  }

  private static long field(Path status, String name) throws IOException {
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.substring(name.length()).replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException(name + " is not in " + status);
  }
}
