package parley.server.listen;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.Settings;

/**
 * Each connection is a file descriptor, and the system allows a process only so many. Some are kept
 * back, so that those inside, the log's files, the admin socket and the metrics always have theirs.
 */
public final class Descriptors {
  private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

  /** For those who are told that the server is full, the metrics, the admin socket and files. */
  private static final int KEPT = 64 + 64 + 16 + 32;

  private Descriptors() {}

  /**
   * For how many connections there is room, from now on; at least one.
   *
   * @param transfers each of which has a file open besides
   */
  public static int room(Settings.Limits limits, int transfers) {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)
        || system.getMaxFileDescriptorCount() < 0) {
      return Settings.NONE;
    }
    long allowed = system.getMaxFileDescriptorCount();
    long left = allowed - system.getOpenFileDescriptorCount() - KEPT - transfers;
    int room = Math.clamp(left, 1, Settings.NONE);
    if (limits.connections() != Settings.NONE && room < limits.connections()) {
      LOG.warn(
          "this process may open {} files, which is room for {} connections; allow it more"
              + " (ulimit -n) for the {} of limits.connections",
          allowed,
          room,
          limits.connections());
    }
    return room;
  }
}
