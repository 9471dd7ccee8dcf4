package parley.server.logfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import parley.server.config.UserError;

/**
 * SQLite's code for this machine, which is in the jar and must be a file to be loaded. It is kept
 * once, in the user's cache or else in the data folder; where neither can hold a program
 * (read-only, full, or mounted with {@code noexec}), it is put among the temporary files until it
 * is loaded. By itself the library would leave a copy there with each start.
 */
final class NativeLibrary {
  private static final int DIGITS = 16;

  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads it, once for the process.
   *
   * @param dataDir the folder of the log that is to be opened
   * @throws UserError where no folder will do, with the reason of each
   */
  static synchronized void load(Path dataDir) throws UserError {
    if (!loaded) {
      load(folders(System.getenv(), dataDir));
      loaded = true;
    }
  }

  private static void load(Set<Path> folders) throws UserError {
    byte[] code = code();
    String name = "sqlite-%s-%s".formatted(SQLiteJDBCLoader.getVersion(), digest(code));
    List<String> reasons = new ArrayList<>();
    for (Path folder : folders) {
      try {
        Path file = kept(folder, name, code);
        begin(file);
        return;
      } catch (IOException | UnsatisfiedLinkError e) {
        reasons.add("%s (%s)".formatted(folder, reason(e)));
      }
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      Path folder = Files.createTempDirectory(temporary, "parley");
      try {
        Path file = Files.write(folder.resolve(name), code);
        begin(file);
        return;
      } finally {
        // What is loaded needs its name no more.
        Files.deleteIfExists(folder.resolve(name));
        Files.deleteIfExists(folder);
      }
    } catch (IOException | UnsatisfiedLinkError e) {
      reasons.add("%s (%s)".formatted(temporary, reason(e)));
    }
    throw new UserError(
        "SQLite's library could not be loaded from any folder: %s; set XDG_CACHE_HOME to one that can be written and is not mounted with noexec."
            .formatted(String.join(", ", reasons)));
  }

  /** In which it may be kept, the first ones first. */
  static Set<Path> folders(Map<String, String> environment, Path dataDir) {
    Set<Path> folders = new LinkedHashSet<>();
    for (String base :
        List.of(
            environment.getOrDefault("XDG_CACHE_HOME", ""),
            environment.getOrDefault("HOME", "") + "/.cache")) {
      // A cache at the root is that of a user without a home.
      if (base.startsWith("/") && !base.equals("/.cache") && folders.isEmpty()) {
        folders.add(Path.of(base, "parley"));
      }
    }
    if (Files.isDirectory(dataDir)) {
      folders.add(dataDir);
    }
    return folders;
  }

  /** The file in a folder, made anew where it is not what is in the jar. */
  private static Path kept(Path folder, String name, byte[] code) throws IOException {
    Path file = folder.resolve(name);
    if (Files.isRegularFile(file) && Files.size(file) == code.length) {
      byte[] there = Files.readAllBytes(file);
      if (MessageDigest.isEqual(there, code)) {
        return file;
      }
    }
    LogFolder.make(folder);
    Path fresh =
        Files.createTempFile(
            folder,
            ".sqlite",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, code);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return file;
  }

  /** Loads the file, so that the library finds itself loaded. */
  @SuppressWarnings("restricted") // native access is enabled in the manifest
  private static void begin(Path file) throws IOException {
    System.load(file.toAbsolutePath().toString());
    System.setProperty("org.sqlite.lib.path", file.toAbsolutePath().getParent().toString());
    System.setProperty("org.sqlite.lib.name", file.getFileName().toString());
    try {
      SQLiteJDBCLoader.initialize();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static byte[] code() throws UserError {
    String resource =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new UserError("SQLite has no library for this machine (" + resource + ").");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UserError("SQLite's library can't be read from the jar.", e);
    }
  }

  private static String digest(byte[] code) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(code);
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String reason(Throwable e) {
    return e instanceof IOException io ? UserError.reason(io) : "no program may be loaded";
  }
}
