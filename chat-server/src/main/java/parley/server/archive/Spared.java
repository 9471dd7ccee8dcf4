package parley.server.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import parley.protocol.Printable;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.log.FreeSpace;
import parley.server.stats.Units;

/**
 * What copies leave free on the disk of the data folder: without it the server would take nothing
 * new, or could not even write a deletion.
 */
final class Spared {
  private final Path dataDir;
  private final long mark;

  Spared(Settings settings) {
    dataDir = settings.data().dir();
    mark = FreeSpace.mark(settings.log().freeBytes());
  }

  /** Whether what is written at a path, which may not exist yet, takes from that disk. */
  boolean concerns(Path target) {
    try {
      return mark > 0 && disk(target).equals(disk(dataDir));
    } catch (IOException | UnsupportedOperationException e) {
      // Not told by every system.
      return false;
    }
  }

  /** Whether so many bytes more on that disk leave what must stay free. */
  boolean isRoomFor(long bytes) {
    try {
      return Files.getFileStore(dataDir).getUsableSpace() - bytes >= mark;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Refuses what would leave too little.
   *
   * @param bytes that it would have on that disk, about
   */
  void refuse(Path target, long bytes) throws UserError {
    if (bytes > 0 && !isRoomFor(bytes)) {
      throw new UserError(
          "%s, of about %s, has no room: %s"
              .formatted(Printable.line(target.toString()), Units.bytes(bytes), sentence()));
    }
  }

  /** What stands in the way, and what to do. */
  String sentence() {
    return "the server needs %s free on the disk of its data folder (log.free-bytes, and something to spare). Write to another disk, or make room."
        .formatted(Units.bytes(mark));
  }

  /** The number of the device: two mounts of one disk share it. */
  private static Object disk(Path path) throws IOException {
    Path at = path.toAbsolutePath();
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return Files.getAttribute(at, "unix:dev");
  }
}
