package parley.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A JVM of its own on the class path of the test. Tests start many that live for seconds, so these
 * have an archive of the classes that a first run loads, which spares half of each start. It is
 * made once for what is compiled, and an archive knows jars alone: what is in folders is put into
 * some.
 */
public final class OwnJvm {
  /** Each module has its own, whose tests may run beside those of another one. */
  private static final String PREFIX =
      "own-jvm-" + Path.of("").toAbsolutePath().getFileName() + "-";

  /** Without the second compiler, which would not pay in seconds. */
  private static final List<String> FLAGS =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          // Whatever is the matter with an archive, a test that reads the output is not told.
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "-Xlog:cds*=off:stderr",
          "-Xlog:aot*=off:stderr");

  private static List<String> archived;

  private OwnJvm() {}

  /** What is run to know which classes are loaded; it has to end by itself. */
  public interface FirstRun {
    /**
     * @param command that starts it, but for the program and its arguments
     * @param home a folder that is there for this run
     */
    void run(List<String> command, Path home) throws IOException, InterruptedException;
  }

  /** The command that starts it, but for the program and its arguments; the program is a server. */
  public static List<String> command() {
    return command(OwnJvm::serve);
  }

  /**
   * The command that starts it, but for the program and its arguments.
   *
   * @param first run by the first test that asks, for all of its class path
   */
  public static synchronized List<String> command(FirstRun first) {
    if (archived == null) {
      try {
        archived = archived(first);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return archived;
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static List<String> archived(FirstRun first) throws IOException {
    List<Path> entries = Stream.of(classPath().split(File.pathSeparator)).map(Path::of).toList();
    Path folder = Programs.cache().resolve(PREFIX + digest(entries));
    Path archive = folder.resolve("classes.jsa");
    Files.createDirectories(Programs.cache());
    Path lock = Programs.cache().resolve("own-jvm.lock");
    // Maven runs two test classes at a time, each in a process.
    try (FileChannel one =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = one.lock()) {
      boolean there = Files.exists(archive);
      if (!there) {
        deleteOthers();
        Files.createDirectories(folder);
      }
      List<String> jars = new ArrayList<>();
      for (Path entry : entries) {
        if (Files.isDirectory(entry)) {
          Path jar = folder.resolve(jars.size() + ".jar");
          if (!there) {
            pack(entry, jar);
          }
          jars.add(jar.toString());
        } else {
          jars.add(entry.toString());
        }
      }
      String jarPath = String.join(File.pathSeparator, jars);
      if (!there) {
        archive(jarPath, archive, first);
      }
      return command("-XX:SharedArchiveFile=" + archive, jarPath);
    }
  }

  private static List<String> command(String flag, String classPath) {
    List<String> command = new ArrayList<>(FLAGS);
    command.addAll(List.of(flag, "-cp", classPath));
    return List.copyOf(command);
  }

  /** Of what is compiled: names, sizes and times. */
  private static String digest(List<Path> entries) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    for (Path file : files(entries)) {
      String line = file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n";
      digest.update(line.getBytes(UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static List<Path> files(List<Path> entries) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path entry : entries) {
      if (Files.exists(entry)) {
        try (Stream<Path> all = Files.walk(entry)) {
          all.filter(Files::isRegularFile).sorted().forEach(files::add);
        }
      }
    }
    return files;
  }

  private static void pack(Path folder, Path jar) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.setLevel(1);
      for (Path file : files(List.of(folder))) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
      }
    }
  }

  /** By a first run. Where that goes wrong each start takes its time. */
  private static void archive(String classPath, Path archive, FirstRun first) throws IOException {
    Path made = archive.resolveSibling("classes.tmp");
    Path home = Files.createTempDirectory("parley-archive-");
    try {
      first.run(command("-XX:ArchiveClassesAtExit=" + made, classPath), home);
      if (Files.exists(made)) {
        Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      delete(home);
    }
  }

  private static void serve(List<String> command, Path home)
      throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.by(command, home)) {
      if (server.starts()) {
        server.stop();
      }
    }
  }

  /** What was compiled before. */
  private static void deleteOthers() throws IOException {
    List<Path> others;
    try (Stream<Path> all = Files.list(Programs.cache())) {
      others = all.filter(path -> Files.isDirectory(path)).toList();
    }
    for (Path other : others) {
      if (other.getFileName().toString().startsWith(PREFIX)) {
        delete(other);
      }
    }
  }

  /** A folder with all that is in it. */
  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
