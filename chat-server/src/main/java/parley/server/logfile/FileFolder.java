package parley.server.logfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import parley.protocol.Printable;

/**
 * A folder of files, each named by its SHA-256 in hex, in a folder of the first two digits: {@code
 * 9f/9f86d0…}. A data folder has one, and so has a backup.
 */
public final class FileFolder {
  /** Its name in a data folder. */
  public static final String NAME = "files";

  private static final Pattern FOLDER = Pattern.compile("[0-9a-f]{2}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final int PIECE = 1 << 20;

  /** Bytes that are written before they are synced: a server's syncs must not wait behind more. */
  private static final int SYNC_EVERY = 4 << 20;

  private final Path folder;

  public FileFolder(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** Where a backup's files are, if nothing else is said. */
  public static Path beside(Path backup) {
    return backup.resolveSibling(backup.getFileName() + ".files");
  }

  public static boolean isDigest(String sha256) {
    return DIGEST.matcher(sha256).matches();
  }

  public boolean exists() {
    return Files.isDirectory(folder);
  }

  /**
   * @throws IOException where that is no digest: no text of a log leads out of the folder
   */
  private Path file(String sha256) throws IOException {
    if (!isDigest(sha256)) {
      throw new IOException("no digest: " + Printable.line(sha256));
    }
    return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  /** Whether there is a file of that name and size, whatever its bytes are. */
  public boolean has(LoggedFile file) throws IOException {
    try {
      return Files.size(file(file.sha256())) == file.size();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Whether it has all of the file's bytes. They are read.
   *
   * @param read is told of the bytes of each piece
   */
  public boolean holds(LoggedFile file, LongConsumer read) throws IOException {
    try {
      return has(file) && copy(file, null, read);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Reads the bytes; the result is whether they are those of the digest.
   *
   * @param to gets them, durably; null for nobody
   */
  private boolean copy(LoggedFile file, FileChannel to, LongConsumer read) throws IOException {
    MessageDigest sha256 = Chain.sha256();
    long unsynced = 0;
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file(file.sha256())), sha256)) {
      byte[] piece = new byte[PIECE];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        if (to != null) {
          write(to, ByteBuffer.wrap(piece, 0, n));
          unsynced += n;
          if (unsynced >= SYNC_EVERY) {
            to.force(false);
            unsynced = 0;
          }
        }
        read.accept(n);
      }
      if (to != null) {
        to.force(true);
      }
    }
    return HexFormat.of().formatHex(sha256.digest()).equals(file.sha256());
  }

  private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  /**
   * Gets a file from another folder; its bytes are on disk when this returns, its name after {@link
   * #sync}.
   *
   * @param read as in {@link #holds}
   * @return whether the other one had it whole; otherwise nothing is changed
   */
  public boolean take(LoggedFile file, FileFolder from, LongConsumer read) throws IOException {
    if (!from.has(file)) {
      return false;
    }
    Path named = file(file.sha256());
    LogFolder.make(named.getParent());
    Path part = LogFolder.part(named);
    try {
      LogFolder.createFile(part);
      boolean whole;
      try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
        whole = from.copy(file, out, read);
      }
      if (whole) {
        Files.move(
            part, named, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
      return whole;
    } catch (NoSuchFileException e) {
      // Its message was deleted in this moment.
      return false;
    } finally {
      LogFolder.discard(part);
    }
  }

  /** Puts the names of all that was taken on the disk. */
  public void sync() throws IOException {
    if (exists()) {
      for (Path part : parts()) {
        LogFolder.sync(part);
      }
      LogFolder.sync(folder);
    }
  }

  /** What is done with each file. */
  public interface Visit {
    void file(String sha256, Path path) throws IOException, SQLException;
  }

  /** Goes through all files that are named as they should be. */
  public void visit(Visit visit) throws IOException, SQLException {
    for (Path part : parts()) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(part)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (isDigest(name) && file.equals(file(name))) {
            visit.file(name, file);
          }
        }
      }
    }
  }

  private List<Path> parts() throws IOException {
    List<Path> parts = new ArrayList<>();
    if (exists()) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
        for (Path part : all) {
          if (FOLDER.matcher(part.getFileName().toString()).matches() && Files.isDirectory(part)) {
            parts.add(part);
          }
        }
      }
    }
    return parts;
  }

  /** Gives all files a second name in another folder of the same disk. */
  public void linkAll(FileFolder other) throws IOException, SQLException {
    visit(
        (sha256, path) -> {
          Path named = other.file(sha256);
          LogFolder.make(named.getParent());
          try {
            Files.createLink(named, path);
          } catch (FileAlreadyExistsException e) {
            // It is the same one.
          }
        });
    other.sync();
  }
}
