package parley.server.filestore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.protocol.FileInfo;
import parley.server.logfile.FileFolder;

/**
 * The folder {@code files} of the data folder: whole files in {@code ab/abcdef…} by their SHA-256.
 * It is made when the first file comes. Safe on any thread.
 */
public final class Store {
  private static final Logger LOG = LoggerFactory.getLogger(Store.class);

  private static final Pattern SHELF = Pattern.compile("[0-9a-f]{2}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Path dataDir;
  private final Path folder;

  /** Guards the fields below, and that nothing is removed that was pinned. */
  private final ReentrantLock lock = new ReentrantLock();

  /** By digest, how many want it to stay though no message tells of it yet. */
  private final Map<String, Integer> pins = new HashMap<>();

  /** Shelves whose files are in the tally. */
  private final Set<String> counted = new HashSet<>();

  private long files;
  private long bytes;

  /** What is stored: files, and bytes. */
  public record Tally(long files, long bytes) {}

  /** Whether a file that nobody pinned may go. */
  public interface Unwanted {
    boolean test(String sha256) throws InterruptedException;
  }

  public Store(Path dataDir) {
    this.dataDir = dataDir;
    folder = dataDir.resolve(FileFolder.NAME);
  }

  // ---- whole files ----------------------------------------------------------------------------

  private Path shelf(String sha256) {
    return folder.resolve(sha256.substring(0, 2));
  }

  private Path path(String sha256) {
    return shelf(sha256).resolve(sha256);
  }

  /** Whether it is here, as large as it should be. */
  public boolean has(FileInfo file) {
    return Folders.sizeOf(path(file.sha256())) == file.size();
  }

  /** Opens a file to read it, from its beginning. */
  public FileChannel read(FileInfo file) throws IOException {
    return FileChannel.open(path(file.sha256()), StandardOpenOption.READ);
  }

  /** A file stays from now on, until it is {@linkplain #unpin unpinned} as often. */
  public void pin(String sha256) {
    lock.lock();
    try {
      pins.merge(sha256, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  public void unpin(String sha256) {
    lock.lock();
    try {
      pins.computeIfPresent(sha256, (_, n) -> n == 1 ? null : n - 1);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a partial that is whole and on the disk into the store, durably; one that is there is
   * replaced, as it could be damaged.
   *
   * @param sha256 pinned
   */
  public void keep(PartialFile partial, String sha256) throws StorageException {
    try {
      Path shelf = shelf(sha256);
      boolean fresh;
      lock.lock();
      try {
        fresh = Folders.make(shelf);
        if (fresh) {
          counted.add(shelf.getFileName().toString());
        }
        Path target = path(sha256);
        long before = Folders.sizeOf(target);
        Files.move(partial.path(), target, StandardCopyOption.ATOMIC_MOVE);
        if (counted.contains(shelf.getFileName().toString())) {
          files += before < 0 ? 1 : 0;
          bytes += partial.length() - Math.max(0, before);
        }
      } finally {
        lock.unlock();
      }
      Folders.force(shelf);
      if (fresh) {
        Folders.force(folder);
      }
    } catch (IOException e) {
      throw new StorageException(e);
    }
  }

  /** Removes a file if nobody has pinned it and it is unwanted. */
  public void remove(String sha256, Unwanted unwanted) throws InterruptedException {
    lock.lock();
    try {
      if (!pins.containsKey(sha256) && unwanted.test(sha256)) {
        Path path = path(sha256);
        long size = Folders.sizeOf(path);
        if (Files.deleteIfExists(path) && counted.contains(sha256.substring(0, 2))) {
          files--;
          bytes -= size;
        }
      }
    } catch (IOException e) {
      LOG.warn("a file that no message tells of can't be removed: {}", e.toString());
    } finally {
      lock.unlock();
    }
  }

  /** Files and bytes, as far as the shelves were {@linkplain #shelved looked through}. */
  public Tally tally() {
    lock.lock();
    try {
      return new Tally(files, bytes);
    } finally {
      lock.unlock();
    }
  }

  // ---- for the sweep --------------------------------------------------------------------------

  /** The shelves there are, in order; each bears the first two digits of what is on it. */
  public List<String> shelves() throws IOException {
    return Folders.names(folder).stream()
        .filter(name -> SHELF.matcher(name).matches())
        .sorted()
        .toList();
  }

  /** The digests of what is on a shelf; whatever else is there is removed. */
  public List<String> shelved(String shelf) throws IOException {
    lock.lock();
    try {
      List<String> digests = new ArrayList<>();
      boolean first = counted.add(shelf);
      for (String name : Folders.names(folder.resolve(shelf))) {
        Path path = folder.resolve(shelf).resolve(name);
        if (!SHA256.matcher(name).matches() || !name.startsWith(shelf)) {
          Folders.removeStray(path);
          continue;
        }
        digests.add(name);
        if (first) {
          files++;
          bytes += Math.max(0, Folders.sizeOf(path));
        }
      }
      return digests;
    } finally {
      lock.unlock();
    }
  }

  // ---- the disk -------------------------------------------------------------------------------

  /** Bytes that are free on the disk; 0 where the system does not tell. */
  public long usable() {
    return dataDir.toFile().getUsableSpace();
  }
}
