package parley.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Holds that work costs in proportion to what causes it. What is measured is the CPU time of all
 * threads of this process, those that carry virtual threads among them, so that it does not matter
 * which of a server's threads works, nor what else the machine does.
 */
public final class Effort {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** However it grows, so little harms nobody; in nanoseconds. */
  private static final long FLOOR = TimeUnit.MILLISECONDS.toNanos(12);

  /** However evenly it grows, so much is out of proportion to one input. */
  private static final long MOST = TimeUnit.MILLISECONDS.toNanos(400);

  /**
   * The least of some tries counts: compilers and other tests disturb single ones. What is out of
   * proportion stays so however often it is tried.
   */
  private static final int LEAST_TRIES = 3;

  private static final int MOST_TRIES = 40;

  /** Twice as much may cost so many times as much. */
  private static final double GROWTH = 3;

  private Effort() {}

  /** Something to do for an input of a size, until it is done by every thread that works at it. */
  public interface Work {
    void run(int size) throws Exception;
  }

  /**
   * Fails where twice the input takes more than three times the CPU.
   *
   * @param limit the largest input there can be
   */
  public static void isInProportion(String what, int limit, Work work) throws Exception {
    long whole = Long.MAX_VALUE;
    long half = Long.MAX_VALUE;
    for (int tries = 1; tries <= MOST_TRIES; tries++) {
      whole = Math.min(whole, cpu(limit, work));
      if (whole < FLOOR) {
        return;
      }
      half = Math.min(half, cpu(limit / 2, work));
      boolean inProportion = whole <= GROWTH * half && whole <= MOST;
      if (tries >= LEAST_TRIES && (inProportion || whole > MOST)) {
        break;
      }
    }
    if (whole > GROWTH * half || whole > MOST) {
      fail("%s: %,d µs for %d, %,d for half".formatted(what, whole / 1000, limit, half / 1000));
    }
  }

  private static long cpu(int size, Work work) throws Exception {
    Map<Long, Long> before = perThread();
    work.run(size);
    long[] took = {0};
    perThread().forEach((id, cpu) -> took[0] += cpu - before.getOrDefault(id, 0L));
    return took[0];
  }

  /** Nanoseconds by the threads' numbers. */
  private static Map<Long, Long> perThread() {
    long[] ids = THREADS.getAllThreadIds();
    long[] cpu = THREADS.getThreadCpuTime(ids);
    Map<Long, Long> all = HashMap.newHashMap(ids.length);
    for (int i = 0; i < ids.length; i++) {
      all.put(ids[i], Math.max(0, cpu[i])); // -1 for one that has just ended
    }
    return all;
  }
}
