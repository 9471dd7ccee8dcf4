package parley.server.logfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import parley.server.config.UserError;

/**
 * One server for one data folder: an exclusive lock on the folder's file {@code lock}, and another
 * on the log itself, which holds where somebody has deleted the first file. The operating system
 * lets go of both when the process ends, however it ends. The file {@code lock} tells the process
 * id of its owner, and in a second line the id of the log that the folder is of.
 */
public final class FolderLock implements AutoCloseable {
  public static final String FILE = "lock";

  /**
   * The folders that this process holds: POSIX drops a process's locks on a file when it closes any
   * of its descriptors of that file, so the file must not even be opened a second time.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** The byte of the log that is locked: far behind any that SQLite locks or writes. */
  private static final long BYTE = 1L << 62;

  private static final Pattern PID = Pattern.compile("[0-9]{1,10}");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final Path dataDir;
  private final Path folder;
  private final FileChannel channel;

  /** The log, which must not be closed before SQLite has closed it; null until it is held. */
  private FileChannel log;

  private FileLock logLock;

  private FolderLock(Path dataDir, Path folder, FileChannel channel) {
    this.dataDir = dataDir;
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock of a folder that exists, and that of its log, where there is one.
   *
   * @throws UserError where another server has one of them
   */
  public static FolderLock take(Path dataDir) throws IOException, UserError {
    Path folder = dataDir.toRealPath();
    if (!HELD.add(folder)) {
      throw taken(dataDir, "this process");
    }
    FileChannel channel = null;
    FolderLock taken;
    try {
      Path file = folder.resolve(FILE);
      LogFolder.createFile(file);
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        String owner = line(file, 0);
        throw taken(dataDir, PID.matcher(owner).matches() ? "process " + owner : "its process");
      }
      taken = new FolderLock(dataDir, folder, channel);
    } catch (IOException | UserError e) {
      HELD.remove(folder);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
    try {
      if (Files.isRegularFile(folder.resolve(LogFolder.FILE))) {
        taken.hold(folder.resolve(LogFolder.FILE));
      }
      taken.note(taken.logId());
      return taken;
    } catch (IOException | UserError e) {
      taken.close();
      throw e;
    }
  }

  private static UserError taken(Path dataDir, String owner) {
    return new UserError(
        "Another server (%s) uses the data folder %s; stop it, or set data.dir to another folder."
            .formatted(owner, dataDir));
  }

  /**
   * Locks the log itself; before SQLite opens it, since another server may be using it, and again
   * afterwards, since SQLite lets go of every lock of the process when it changes a new file to a
   * write-ahead log.
   */
  public void hold(Path file) throws IOException, UserError {
    if (log == null) {
      log = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
    try {
      if (logLock != null) {
        logLock.release();
      }
      logLock = log.tryLock(BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      throw taken(dataDir, "this process");
    }
    if (logLock == null) {
      throw taken(dataDir, "one that is not named in its file lock");
    }
  }

  /** The id of the log that the folder is of; empty where that is not known. */
  public String logId() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(128);
    channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    List<String> lines = text.lines().toList();
    return lines.size() > 1 && ID.matcher(lines.get(1)).matches() ? lines.get(1) : "";
  }

  /** Notes of which log the folder is, from now on; on disk when this returns. */
  public void noteLog(String id) throws IOException {
    if (!id.equals(logId())) {
      note(id);
      channel.force(true);
    }
  }

  private void note(String id) throws IOException {
    String text = ProcessHandle.current().pid() + "\n" + (id.isEmpty() ? "" : id + "\n");
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    channel.truncate(channel.write(bytes, 0));
  }

  private static String line(Path file, int number) throws IOException {
    List<String> lines = Files.readString(file).lines().toList();
    return lines.size() > number ? lines.get(number) : "";
  }

  @Override
  public void close() throws IOException {
    try {
      if (log != null) {
        log.close();
      }
    } finally {
      channel.close();
      HELD.remove(folder);
    }
  }
}
