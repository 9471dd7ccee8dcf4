package parley.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Programs;

/**
 * What people install, as it was packed, unpacked into a folder with a space in its name and run
 * where no Java is: neither in PATH nor by JAVA_HOME, and nothing of this checkout.
 */
class PackagesIT {
  private static final Path DIST =
      Path.of(System.getProperty("parley.root"), "packaging/target/dist");
  private static final int LARGEST_CLIENT = 40 << 20;
  private static final Pattern LOADED = Pattern.compile("source: (.*)");

  @TempDir static Path temp;
  private static Path server;
  private static Path client;

  @BeforeAll
  static void unpack() throws Exception {
    Programs.need("tar", "unzip");
    server = unpacked("parley-server-");
    client = unpacked("parley-chat-");
  }

  @Test
  void peopleChatWithoutAnyJavaOnTheMachine() throws Exception {
    assertTrue(Files.size(archive("parley-chat-", ".tar.gz")) <= LARGEST_CLIENT);
    String version = run(client.resolve("bin/chat"), "--version");
    assertTrue(client.toString().contains(version.split("[ ,]")[2]), version);
    try (Running running = serve(server.resolve("bin/chat-server"))) {
      String at = running.find("TLS +(\\S+:[0-9]+)");
      String[] trust = {"-s", at, "--fingerprint", running.find("(SHA256:[0-9a-f:]+)")};

      run(
          client.resolve("bin/chat"),
          words("send", trust, "--name=ann", "lobby", "from a package"));
      String history = run(client.resolve("bin/chat"), words("history", trust, "lobby"));
      assertTrue(history.contains("from a package"), history);
      finish(start(Map.of(), List.of("kill", "-HUP", "" + running.process().pid())));
      Awaitility.await().until(() -> Files.readString(running.output()).contains("SIGHUP: "));

      Path any = temp.resolve("any");
      finish(
          start(
              Map.of(),
              List.of("unzip", "-q", archive("parley-chat-", ".zip") + "", "-d", any + "")));
      Path launcher = only(any).resolve("bin/chat");
      Map<String, String> java = Map.of("JAVA_HOME", System.getProperty("java.home"));
      List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
      command.addAll(List.of(words("history", trust, "lobby")));
      assertEquals(history, finish(start(java, command)));
    }
  }

  /** Classes that stand in no archive are read and verified at each start. */
  @Test
  void mostOfWhatAStartLoadsIsInTheArchive() throws Exception {
    // Options are split at spaces: the log goes where there is none.
    Path plain = Files.createTempFile("loaded", ".log");
    try {
      Map<String, String> options = Map.of("PARLEY_JAVA_OPTS", "-Xlog:class+load:file=" + plain);
      finish(start(options, List.of(client.resolve("bin/chat") + "", "--version")));
      Matcher loaded = LOADED.matcher(Files.readString(plain));
      int all = 0;
      int archived = 0;
      while (loaded.find()) {
        all++;
        archived += loaded.group(1).startsWith("shared objects") ? 1 : 0;
      }
      assertTrue(
          archived > 0.9 * all, archived + " of " + all + ": packaging/train lists them anew");
    } finally {
      Files.delete(plain);
    }
  }

  @Test
  void debianPackagesHoldTheServiceAndPleaseLintian() throws Exception {
    Programs.wish("dpkg-deb", "lintian");
    Path root = temp.resolve("root");
    for (String name : List.of("parley-server_", "parley-chat_")) {
      Path deb = archive(name, ".deb");
      finish(start(Map.of(), List.of("dpkg-deb", "-x", deb + "", root + "")));
      finish(start(Map.of(), List.of("lintian", "--fail-on", "warning", deb + "")));
    }
    for (String file :
        List.of(
            "etc/parley/server.toml",
            "etc/default/parley-server",
            "usr/lib/systemd/system/parley.service",
            "usr/share/man/man1/chat.1.gz",
            "usr/share/man/man1/chat-server.1.gz",
            "usr/share/bash-completion/completions/chat",
            "usr/share/zsh/vendor-completions/_chat-server",
            "usr/share/fish/vendor_completions.d/chat.fish")) {
      assertTrue(Files.isRegularFile(root.resolve(file)), file);
    }
    assertEquals(
        run(client.resolve("bin/chat"), "--version"),
        run(root.resolve("usr/bin/chat"), "--version"));
    String unit = Files.readString(root.resolve("usr/lib/systemd/system/parley.service"));
    assertTrue(unit.contains("ExecStart=/usr/lib/parley-server/bin/chat-server"), unit);
    assertTrue(Files.isExecutable(root.resolve("usr/lib/parley-server/bin/chat-server")));
    try (Stream<Path> all = Files.walk(root)) {
      assertEquals(
          List.of(), all.filter(Files::isRegularFile).filter(PackagesIT::othersMayWrite).toList());
    }
  }

  @Test
  void twoBuildsOfOneCommitAreTheSameBytes() throws Exception {
    Programs.wish("dpkg-deb");
    Path again = Files.createDirectories(temp.resolve("again"));
    Map<String, String> jdk = Map.of("JAVA_HOME", System.getProperty("java.home"));
    finish(start(jdk, List.of(DIST.resolve("../../build").normalize() + "", again + "")));
    assertEquals(
        Files.readString(DIST.resolve("SHA256SUMS")),
        Files.readString(again.resolve("dist/SHA256SUMS")));
  }

  private static boolean othersMayWrite(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).charAt(7) == 'w';
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Path archive(String begin, String end) throws IOException {
    try (Stream<Path> files = Files.list(DIST)) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().startsWith(begin))
              .filter(file -> file.toString().endsWith(end))
              .toList();
      assertEquals(1, found.size(), found::toString);
      return found.getFirst();
    }
  }

  private static Path unpacked(String name) throws Exception {
    Path folder = Files.createDirectories(temp.resolve("in a folder").resolve(name));
    finish(
        start(Map.of(), List.of("tar", "-xzf", archive(name, ".tar.gz") + "", "-C", folder + "")));
    return only(folder);
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.toList();
      assertEquals(1, found.size(), found::toString);
      return found.getFirst();
    }
  }

  private static String[] words(String command, String[] trust, String... more) {
    return Stream.of(Stream.of(command), Stream.of(trust), Stream.of(more))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }

  private static String run(Path program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return finish(start(Map.of(), command));
  }

  private record Running(Process process, Path output) implements AutoCloseable {
    String find(String pattern) throws IOException {
      Matcher found = Pattern.compile(pattern).matcher(Files.readString(output));
      assertTrue(found.find(), pattern);
      return found.group(1);
    }

    @Override
    public void close() {
      process.destroy();
      Awaitility.await().until(() -> !process.isAlive());
    }
  }

  private static Running serve(Path program) throws IOException {
    Path data = temp.resolve("served");
    Running running =
        start(
            Map.of(),
            List.of(
                program.toString(),
                "--set=data.dir=" + data,
                "--set=certs.dir=" + data.resolve("certs"),
                "--set=listen.tls=127.0.0.1:0",
                "--set=listen.plain=127.0.0.1:0",
                "--set=listen.metrics=off"));
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .until(() -> Files.readString(running.output()).contains("SHA256:"));
    return running;
  }

  /** Nothing of what these tests were started with is passed on. */
  private static Running start(Map<String, String> environment, List<String> command)
      throws IOException {
    Path output = Files.createTempFile(temp, "output", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", pathWithoutJava());
    builder.environment().put("HOME", temp.toString());
    builder.environment().putAll(environment);
    return new Running(builder.start(), output);
  }

  /** The programs that the launchers need, and no others. */
  private static String pathWithoutJava() throws IOException {
    Path bin = temp.resolve("bin");
    if (!Files.isDirectory(bin)) {
      Files.createDirectories(bin);
      for (Path folder : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
        try (Stream<Path> all = Files.list(folder)) {
          for (Path program : all.toList()) {
            String name = program.getFileName().toString();
            if (!name.equals("java") && !Files.exists(bin.resolve(name))) {
              Files.createSymbolicLink(bin.resolve(name), program);
            }
          }
        }
      }
    }
    return bin.toString();
  }

  private static String finish(Running running) throws Exception {
    assertTrue(running.process().waitFor(300, TimeUnit.SECONDS), "it did not end");
    String output = Files.readString(running.output());
    assertEquals(0, running.process().exitValue(), output);
    assertFalse(output.contains("[warning]"), output);
    return output;
  }
}
