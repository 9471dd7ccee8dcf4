package parley.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/**
 * The library of disk.c, built, and put between a process and one data folder by that process's
 * environment: it writes a trace of what is done to the log's files, and fails where it is told to.
 */
public final class PreloadedDisk {
  private static Path compiled;

  private final Path library;
  private final Path data;
  private final Path trace;
  private final Path fault;

  private PreloadedDisk(Path library, Path data, Path trace, Path fault) {
    this.library = library;
    this.data = data;
    this.trace = trace;
    this.fault = fault;
  }

  /**
   * Builds it; the test is skipped, with a word, where that can't be done.
   *
   * @param folder for its files
   * @param data the data folder, which need not exist yet
   */
  public static PreloadedDisk build(Path folder, Path data) throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"),
        "skipped: a disk between a process and its files is made for Linux only");
    Programs.need("cc");
    Files.createDirectories(folder);
    Path parent = data.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    return new PreloadedDisk(
        library(),
        parent.toRealPath().resolve(data.getFileName()),
        folder.resolve("trace"),
        folder.resolve("fault"));
  }

  /** Compiled once for all tests of a process. */
  private static synchronized Path library() throws Exception {
    if (compiled == null) {
      Path folder = Files.createTempDirectory("parley-disk-");
      Path source = folder.resolve("disk.c");
      Path library = folder.resolve("disk.so");
      List.of(folder, source, library).forEach(path -> path.toFile().deleteOnExit());
      try (InputStream code = PreloadedDisk.class.getResourceAsStream("disk.c")) {
        assertNotNull(code);
        Files.copy(code, source);
      }
      Process compiler =
          new ProcessBuilder(
                  "cc", "-O1", "-shared", "-fPIC", "-o", "" + library, "" + source, "-ldl")
              .inheritIO()
              .start();
      assertTrue(compiler.waitFor(60, TimeUnit.SECONDS));
      assertEquals(0, compiler.exitValue(), "cc compiles disk.c");
      compiled = library;
    }
    return compiled;
  }

  /** What puts a new process on this disk. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "DISK_DATA", data.toString(),
        "DISK_TRACE", trace.toString(),
        "DISK_FAULT", fault.toString());
  }

  /**
   * A server on it, in a process of its own, with so few pages to a checkpoint that a short run has
   * many of them.
   *
   * @param settings that differ, {@code key=value}
   */
  ServerProcess server(List<String> flags, String... settings) {
    List<String> allFlags = new ArrayList<>(List.of("-Dparley.log.checkpoint-pages=40"));
    allFlags.addAll(flags);
    List<String> all = new ArrayList<>(List.of("data.dir=" + data, "stats.log-every=0s"));
    all.addAll(List.of(settings));
    return ServerProcess.onClassPath(
        trace.getParent(), allFlags, environment(), all.toArray(String[]::new));
  }

  /** As {@link #server}, once it is ready. */
  public ServerProcess start(List<String> flags, String... settings) throws IOException {
    ServerProcess server = server(flags, settings);
    server.start();
    return server;
  }

  public ServerProcess start(String... settings) throws IOException {
    return start(List.of(), settings);
  }

  public Path data() {
    return data;
  }

  /** The file that holds what was done so far. */
  public Path trace() {
    return trace;
  }

  /** How far the trace is: whatever was done before this call is in the bytes up to there. */
  public long position() throws IOException {
    return Files.exists(trace) ? Files.size(trace) : 0;
  }

  /** The operations that were done so far on the log's files. */
  public Trace read() throws IOException {
    return Trace.read(trace);
  }

  /**
   * From now on operations fail.
   *
   * @param what as disk.c says: {@code "sync 1 on EIO"}
   */
  public void fail(String what) throws IOException {
    Path next = Files.writeString(fault.resolveSibling("fault-next"), what);
    Files.move(next, fault, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** From now on none fails. */
  public void mend() throws IOException {
    Files.deleteIfExists(fault);
  }
}
