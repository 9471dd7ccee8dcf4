package parley.server.connection;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time of the threads that carry virtual ones, which have none of their own to tell.
 * Confined to the thread that beats for all connections.
 */
final class Carriers {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<String, Long> ids = new HashMap<>();

  /** In nanoseconds; 0 where it is not known. */
  long cpu(String name) {
    Long id = ids.get(name);
    if (id == null) {
      ids.clear();
      for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
        if (thread != null) {
          ids.put(thread.getThreadName(), thread.getThreadId());
        }
      }
      id = ids.get(name);
    }
    long cpu = id == null ? -1 : THREADS.getThreadCpuTime(id);
    if (cpu < 0) {
      ids.remove(name); // it has ended; another may take its name
    }
    return Math.max(0, cpu);
  }
}
