package parley.server.config;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What belongs to the server itself: the data folder and all in it, the certificates and keys, the
 * settings file. A file that a person names to be written is never one of these, whatever link,
 * second name or mount leads to it: a running server writes on in what was replaced, and everything
 * it confirms from then on is lost.
 */
public final class OwnFiles {
  /** Where a process finds what its standard output is; of Linux. */
  private static final Path OUTPUT = Path.of("/proc/self/fd/1");

  private final Path dataDir;
  private final List<Path> others = new ArrayList<>();

  private OwnFiles(Path dataDir) {
    this.dataDir = dataDir;
  }

  public static OwnFiles of(Settings settings) {
    OwnFiles own = new OwnFiles(settings.data().dir());
    // By itself, too: it may be a link to another disk.
    own.others.add(own.dataDir.resolve("log.db"));
    for (String name : List.of("ca.crt", "ca.key", "server.crt", "server.key")) {
      own.others.add(settings.certs().dir().resolve(name));
    }
    settings.tls().certificate().ifPresent(own.others::add);
    settings.tls().key().ifPresent(own.others::add);
    settings.sources().file().ifPresent(own.others::add);
    return own;
  }

  /**
   * Refuses a file, or a folder, that a command is to write.
   *
   * @throws UserError where it is the server's own, or is in its data folder
   */
  public void refuse(Path target) throws UserError {
    Path named = target.toAbsolutePath();
    try {
      Set<Object> folders = folders();
      // What it leads to, and where its own name stands: a link itself is replaced.
      if (isWithin(folders, named) || isWithin(folders, named.getParent())) {
        throw inDataFolder(named);
      }
      Optional<Object> key = key(named);
      if (key.isPresent() && isOneOf(key.get(), named)) {
        throw new UserError("%s is a file of the server's own; name another one.".formatted(named));
      }
    } catch (IOException e) {
      throw new UserError("%s can't be looked at (%s).".formatted(named, UserError.reason(e)), e);
    }
  }

  /** The same for what a shell has made of the standard output. */
  public void refuseOutput() throws UserError {
    if (Files.isRegularFile(OUTPUT)) {
      try {
        Path named = OUTPUT.toRealPath();
        if (isWithin(folders(), named)) {
          throw inDataFolder(named);
        }
      } catch (IOException e) {
        // It has no name any more, so it is nobody's file.
      }
    }
  }

  private UserError inDataFolder(Path named) {
    return new UserError(
        "%s is in the data folder %s, which is the server's alone; name a file elsewhere."
            .formatted(named, dataDir));
  }

  /** The data folder and the folders in it, by what they are and not by their names. */
  private Set<Object> folders() throws IOException {
    Set<Object> keys = new HashSet<>();
    visit(
        (_, attributes) -> {
          if (attributes.isDirectory()) {
            keys.add(attributes.fileKey());
          }
        });
    return keys;
  }

  private boolean isWithin(Set<Object> folders, Path path) throws IOException {
    Path there = path;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (Files.isSymbolicLink(path) && !path.equals(there)) {
      // Of what it leads to, nothing is there yet.
      return isWithin(folders, path.resolveSibling(Files.readSymbolicLink(path)));
    }
    for (Path at = there == null ? null : there.toRealPath(); at != null; at = at.getParent()) {
      Optional<Object> key = key(at);
      if (key.isPresent() && folders.contains(key.get())) {
        return true;
      }
    }
    return false;
  }

  private boolean isOneOf(Object key, Path named) throws IOException {
    for (Path other : others) {
      if (key(other).filter(key::equals).isPresent()) {
        return true;
      }
    }
    // A file with one name is found by that; only of others is every name of a file looked at.
    boolean[] found = {false};
    if (names(named) > 1) {
      visit((_, attributes) -> found[0] |= key.equals(attributes.fileKey()));
    }
    return found[0];
  }

  private static int names(Path file) throws IOException {
    try {
      return ((Number) Files.getAttribute(file, "unix:nlink")).intValue();
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return Integer.MAX_VALUE;
    }
  }

  private static Optional<Object> key(Path path) {
    try {
      return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private interface Seen {
    void at(Path path, BasicFileAttributes attributes);
  }

  /** Goes through the data folder; what can't be read is passed over. */
  private void visit(Seen seen) throws IOException {
    for (Path root : List.of(dataDir, dataDir.resolve("files"))) {
      if (Files.isDirectory(root)) {
        visit(root.toRealPath(), seen);
      }
    }
  }

  private static void visit(Path root, Seen seen) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            seen.at(folder, attributes);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            seen.at(file, attributes);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
