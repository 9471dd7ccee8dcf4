package parley.server.stats;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process takes of its machine.
 *
 * @param heapMax null where there is no limit
 * @param resident bytes of memory that the system holds for the process; null where it does not
 *     tell
 * @param cpuSeconds of all threads, kernel time included
 * @param threads of the platform; virtual ones are not counted
 * @param collections of garbage, and the seconds they took
 */
public record ProcessFigures(
    long heapUsed,
    long heapCommitted,
    Long heapMax,
    Long resident,
    double cpuSeconds,
    int threads,
    long collections,
    double collectionSeconds) {
  private static final Path STATUS = Path.of("/proc/self/status");

  public static ProcessFigures now() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long collections = 0;
    long collectionMillis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections += Math.max(0, collector.getCollectionCount());
      collectionMillis += Math.max(0, collector.getCollectionTime());
    }
    return new ProcessFigures(
        heap.getUsed(),
        heap.getCommitted(),
        heap.getMax() < 0 ? null : heap.getMax(),
        residentBytes(),
        cpuNanos() / 1e9,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        collections,
        collectionMillis / 1e3);
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? Math.max(0, system.getProcessCpuTime())
        : 0;
  }

  private static Long residentBytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // A system without this file does not tell; that is no fault.
    }
    return null;
  }
}
