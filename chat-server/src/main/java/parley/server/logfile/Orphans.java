package parley.server.logfile;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import parley.server.config.UserError;

/**
 * Refuses to begin a new log where the things of another one lie. A first start that was killed
 * leaves none of them: each is made only when the log's own file holds its first page.
 */
public final class Orphans {
  /** SQLite's smallest page: a file below it holds none. */
  private static final long LEAST_BYTES = 512;

  private Orphans() {}

  /**
   * @param log the log's file, which need not be there
   * @param id of the log that the folder is known to be of; empty where that is not known
   */
  public static void refuse(Path log, String id) throws IOException, UserError {
    long bytes = size(log);
    if (bytes >= LEAST_BYTES) {
      return;
    }
    List<String> there = new ArrayList<>();
    Path folder = log.getParent();
    if (bytes > 0) {
      there.add("the beginning of a log");
    }
    if (size(log.resolveSibling(log.getFileName() + "-wal")) > 0) {
      there.add("the write-ahead log " + log.getFileName() + "-wal");
    }
    if (holdsFile(folder.resolve(FileFolder.NAME))) {
      there.add("files that people sent");
    }
    if (size(folder.resolve("search.db")) > 0) {
      there.add("a search index");
    }
    if (Files.exists(folder.resolve("admin.sock"), LinkOption.NOFOLLOW_LINKS)) {
      there.add("a server's admin.sock");
    }
    if (!id.isEmpty()) {
      there.add("a lock that names the log " + id);
    }
    if (!there.isEmpty()) {
      throw new UserError(
          "%s is %s, but %s %s in %s: a new log would not fit. Put the log back, or restore a backup with \"chat-server restore\"; to begin anew, move everything in that folder away but the certificates."
              .formatted(
                  log,
                  bytes < 0 ? "missing" : bytes == 0 ? "empty" : "cut to " + bytes + " bytes",
                  listed(there),
                  there.size() == 1 && !there.getFirst().startsWith("files") ? "lies" : "lie",
                  folder));
    }
  }

  /** Refuses a log that is not the one whose files lie in the folder. */
  public static void refuseOther(Path log, String id, String known) throws UserError {
    if (!known.isEmpty() && !known.equals(id)) {
      throw new UserError(
          "%s is the log %s, but the folder is of the log %s, and so are the files in it. Put that log back; to have the other one here, restore it with \"chat-server restore\"."
              .formatted(log, id, known));
    }
  }

  private static String listed(List<String> things) {
    return things.size() == 1
        ? things.getFirst()
        : String.join(", ", things.subList(0, things.size() - 1)) + " and " + things.getLast();
  }

  /** The size of a file, -1 where there is none. */
  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  private static boolean holdsFile(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    boolean[] found = {false};
    Files.walkFileTree(
        folder.toRealPath(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found[0] = true;
            return FileVisitResult.TERMINATE;
          }
        });
    return found[0];
  }
}
