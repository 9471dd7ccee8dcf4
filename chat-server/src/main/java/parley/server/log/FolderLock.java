package parley.server.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import parley.server.config.StartupException;

/**
 * One server for one data folder: an exclusive lock on the folder's file {@code lock}, which holds
 * the process id of its owner. The operating system lets go of it when the process ends, however it
 * ends.
 */
final class FolderLock implements AutoCloseable {
  /**
   * The folders that this process holds: POSIX drops a process's locks on a file when it closes any
   * of its descriptors of that file, so the file must not even be opened a second time.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock of a folder that exists.
   *
   * @throws StartupException where another server has it
   */
  static FolderLock take(Path dataDir) throws IOException, StartupException {
    Path folder = dataDir.toRealPath();
    if (!HELD.add(folder)) {
      throw taken(dataDir, "this process");
    }
    FileChannel channel = null;
    try {
      Path file = folder.resolve("lock");
      Folder.createFile(file);
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        String owner = Files.readString(file).strip();
        throw taken(dataDir, owner.matches("[0-9]{1,10}") ? "process " + owner : "its process");
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(pid), 0);
      return new FolderLock(folder, channel);
    } catch (IOException | StartupException e) {
      HELD.remove(folder);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  private static StartupException taken(Path dataDir, String owner) {
    return new StartupException(
        "Another server (%s) uses the data folder %s; stop it, or set data.dir to another folder."
            .formatted(owner, dataDir));
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(folder);
  }
}
