package parley.server.filestore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.logfile.FileFolder;

/**
 * The files that are on their way in, in {@code files/partial} of the data folder, which is made
 * when the first one comes. Safe on any thread; which transfer may use which is decided elsewhere.
 */
public final class Partials {
  private static final Logger LOG = LoggerFactory.getLogger(Partials.class);

  private final Path folder;

  public Partials(Path dataDir) {
    folder = dataDir.resolve(FileFolder.NAME).resolve("partial");
  }

  /** How many bytes of it are here. */
  public long received(Partial partial) {
    return Math.max(0, Folders.sizeOf(path(partial)));
  }

  private Path path(Partial partial) {
    return folder.resolve(partial.fileName());
  }

  /**
   * Opens it to add to it; used by one transfer at a time.
   *
   * @param from where bytes are added, not more than were {@linkplain #received received}
   * @param size of the whole file
   */
  public PartialFile open(Partial partial, long from, long size) throws StorageException {
    try {
      if (Folders.make(folder)) {
        Folders.force(folder.getParent());
        Folders.force(folder.getParent().getParent());
      }
    } catch (IOException e) {
      throw new StorageException(e);
    }
    return PartialFile.open(path(partial), from, size);
  }

  public void remove(Partial partial) {
    try {
      Files.deleteIfExists(path(partial));
    } catch (IOException e) {
      LOG.warn("the beginning of a file can't be removed: {}", e.toString());
    }
  }

  /** All there are; what can't be one is removed. */
  public List<Partial> all() throws IOException {
    List<Partial> all = new ArrayList<>();
    for (String name : Folders.names(folder)) {
      Partial.named(name).ifPresent(all::add);
      if (Partial.named(name).isEmpty()) {
        Folders.removeStray(folder.resolve(name));
      }
    }
    return all;
  }

  /** Whether nothing was added to it since a time, in milliseconds since 1970 UTC. */
  public boolean restsSince(Partial partial, long millis) throws IOException {
    try {
      return Files.getLastModifiedTime(path(partial)).toMillis() < millis;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
