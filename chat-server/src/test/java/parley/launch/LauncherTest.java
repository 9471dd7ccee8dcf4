package parley.launch;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launchers in bin, run by the machine's sh in a project folder with a space in its name. The
 * JDKs and the Maven they find are small scripts that tell how they were called.
 */
class LauncherTest {
  private static final List<String> JARS =
      List.of("chat-server/target/chat-server.jar", "chat-cli-client/target/chat.jar");

  /** Prints the process id, then a line for each argument; its exit code is 7. */
  private static final String JAVA =
      """
      #!/bin/sh
      echo "$$"
      printf '%s\\n' "$@"
      echo "options:${PARLEY_JAVA_OPTS-none}"
      exit 7
      """;

  @TempDir Path temp;
  private Path project;
  private Path jdk;

  private record Outcome(long pid, int exit, List<String> out, String err) {}

  @BeforeEach
  void makeProject() throws IOException {
    project = temp.resolve("a project");
    Path bin = Path.of(System.getProperty("parley.root"), "bin");
    Files.createDirectories(project.resolve("bin"));
    for (String name : List.of("chat", "chat-server", "launch.sh")) {
      Files.copy(bin.resolve(name), project.resolve("bin").resolve(name));
    }
    jdk = jdk("new jdk", "25.0.3");
  }

  @ParameterizedTest
  @CsvSource({"chat-server, 0", "chat, 1"})
  void becomesTheProgramWithItsArgumentsAsTheyAre(String program, int jar) throws Exception {
    build();

    Outcome run = run(program, Map.of(), "a b", "*", "", "--json");

    assertEquals(7, run.exit());
    assertEquals(run.pid(), Long.parseLong(run.out().getFirst()), "the process id");
    List<String> expected =
        List.of(
            "-jar",
            project.toRealPath().resolve(JARS.get(jar)).toString(),
            "a b",
            "*",
            "",
            "--json");
    int begin = run.out().indexOf("-jar");
    assertEquals(expected, run.out().subList(begin, begin + expected.size()));
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat-server", "chat"})
  void optionsAreSplitAndComeAfterTheFlagsAndGoNoFurther(String program) throws Exception {
    build();

    Outcome run = run(program, Map.of("PARLEY_JAVA_OPTS", "-Xmx2g /*"));

    int jar = run.out().indexOf("-jar");
    assertEquals(List.of("-Xmx2g", "/*"), run.out().subList(jar - 2, jar));
    assertEquals("options:none", run.out().getLast());
  }

  /** The JVM would neither use nor replace it: each start would be the slow one. */
  @ParameterizedTest
  @CsvSource({"chat, send", "chat-server, admin"})
  void anArchiveOfAnOlderJarIsRemoved(String program, String command) throws Exception {
    build();
    Map<String, String> cache = Map.of("XDG_CACHE_HOME", temp.toString());
    Path archive = Files.writeString(archive(program, cache, command), "classes");
    assertEquals(archive, archive(program, cache, command));
    assertTrue(Files.exists(archive), "one that fits stays");
    // A program that runs still leaves the older jar's archive when it ends: it is the newer file.
    for (String jar : JARS) {
      Files.writeString(project.resolve(jar), "more", StandardOpenOption.APPEND);
      Files.setLastModifiedTime(
          project.resolve(jar), FileTime.from(Instant.now().minusSeconds(99)));
    }
    assertNotEquals(archive, archive(program, cache, command));
    assertFalse(Files.exists(archive));
  }

  /** A JVM that can't write its archive ends with 1, whatever its program did. */
  @ParameterizedTest
  @CsvSource({"chat, send", "chat-server, admin"})
  void noArchiveIsMadeWhereThereIsNoRoomForIt(String program, String command) throws Exception {
    build();
    Path path = Files.createDirectories(temp.resolve("full disk"));
    script(
        path.resolve("df"),
        "#!/bin/sh\nprintf 'Filesystem blocks Used Available Capacity Mounted on\\n"
            + "/dev/x y 9 8 1000 99%% /\\n'\n");
    String search = path + ":" + System.getenv("PATH");
    List<String> flags = run(program, Map.of("PATH", search), command).out();
    assertTrue(flags.contains("-jar"), flags::toString);
    assertTrue(flags.stream().noneMatch(flag -> flag.contains("SharedArchive")), flags::toString);
  }

  private Path archive(String program, Map<String, String> cache, String command) throws Exception {
    String flag = "-XX:SharedArchiveFile=";
    return Path.of(
        run(program, cache, command).out().stream()
            .filter(line -> line.startsWith(flag))
            .findFirst()
            .orElseThrow()
            .substring(flag.length()));
  }

  @Test
  void worksFromAnyFolderThroughLinks() throws Exception {
    build();
    Path links = Files.createDirectories(temp.resolve("links"));
    Files.createSymbolicLink(links.resolve("first"), Path.of("../a project/bin/chat"));
    Files.createSymbolicLink(links.resolve("second"), Path.of("first"));

    Outcome run = start(List.of(links.resolve("second").toString()), Map.of()).end();

    assertEquals(7, run.exit(), run.err());
    assertTrue(run.out().contains(project.toRealPath().resolve(JARS.get(1)).toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "25.0.3, true",
    "26-ea, true",
    "100, true",
    "24.0.2, false",
    "17.0.15, false",
    "1.8.0_452, false"
  })
  void takesTheJdkOfJavaHomeIfItIsNewEnough(String version, boolean taken) throws Exception {
    build();
    Path candidate = jdk("candidate", version);
    Path next = jdk("on path", "25");

    Outcome run =
        run(
            "chat",
            Map.of(
                "JAVA_HOME",
                candidate.toString(),
                "PATH",
                next.resolve("bin") + ":" + System.getenv("PATH")));

    assertEquals(7, run.exit(), run.err());
    assertEquals(taken ? "candidate" : "on path", run.out().get(run.out().size() - 2));
  }

  @Test
  void asksJavaItselfWhereNoReleaseFileTells() throws Exception {
    build();
    Path candidate = jdk("candidate", "25");
    Files.delete(candidate.resolve("release"));
    script(
        candidate.resolve("bin/java"),
        JAVA.replace("echo \"$$\"", "echo 'openjdk version \"25.0.1\" 2026' >&2"));

    Outcome run = run("chat", Map.of("JAVA_HOME", candidate.toString()));

    assertTrue(run.err().contains("25.0.1"), "another java was taken");
  }

  @Test
  void withoutJavaOneSentenceSaysWhatToDo() throws Exception {
    build();
    Path launch = project.resolve("bin/launch.sh");
    Files.writeString(launch, Files.readString(launch).replace("required=25", "required=9999"));

    Outcome run = run("chat-server", Map.of());

    assertEquals(1, run.exit());
    assertEquals(List.of(), run.out());
    assertEquals(
        "chat-server: Parley needs Java 9999 or later and found none: install a JDK 9999, or set"
            + " JAVA_HOME to one.\n",
        run.err());
  }

  @Test
  void buildsOnceWhenSeveralAreStartedTogether() throws Exception {
    Map<String, String> maven =
        maven(
            "echo noise; sleep 0.3; mkdir -p chat-server/target chat-cli-client/target; touch "
                + String.join(" ", JARS));

    Started first = start(List.of(bin("chat")), maven);
    Started second = start(List.of(bin("chat-server")), maven);
    List<Outcome> both = List.of(first.end(), second.end());

    for (Outcome run : both) {
      assertEquals(7, run.exit(), run.err());
      assertFalse(run.out().contains("noise"), "the build wrote to standard output");
    }
    assertEquals(1, both.stream().filter(run -> run.err().contains("building Parley")).count());
    assertEquals(1, Files.readAllLines(temp.resolve("mvn.calls")).size());
    assertFalse(Files.exists(project.resolve("target/building")), "the lock stayed");
  }

  @Test
  void aFailedBuildIsSaidAndLeavesNoLock() throws Exception {
    Outcome run = run("chat", maven("echo 'no such thing'; exit 1"));

    assertEquals(1, run.exit());
    assertEquals(List.of(), run.out());
    assertTrue(run.err().contains("no such thing"), run.err());
    assertTrue(
        run.err()
            .endsWith("chat: nothing is built yet and the build failed: its messages are above.\n"),
        run.err());
    assertFalse(Files.exists(project.resolve("target/building")), "the lock stayed");
  }

  /** As after {@code git pull}. */
  @Test
  void whatIsOlderThanItsSourcesIsBuiltAnew() throws Exception {
    build();
    changeASource();
    String touch = "touch " + String.join(" ", JARS);

    assertTrue(run("chat-server", maven(touch)).err().contains("the sources are newer"));
    assertEquals("", run("chat-server", maven(touch)).err());
    assertEquals(1, Files.readAllLines(temp.resolve("mvn.calls")).size());
  }

  @Test
  void whatCanNotBeBuiltAnewIsStartedWithAWord() throws Exception {
    build();
    changeASource();

    Outcome run = run("chat", maven("echo 'no such thing'; exit 1"));

    assertEquals(7, run.exit());
    assertTrue(run.err().contains("no such thing"), run.err());
    assertTrue(
        run.err()
            .endsWith(
                "chat: the sources are newer than the program and the build failed (its messages"
                    + " are above); this is the older one.\n"),
        run.err());
    assertFalse(Files.exists(project.resolve("target/building")), "the lock stayed");
  }

  /** As kill -9 in the midst of a build leaves it, when its number has become another's. */
  @Test
  void aLockThatNobodyHoldsKeepsNobodyOut() throws Exception {
    build();
    changeASource();
    Files.createDirectories(project.resolve("target"));
    Files.createSymbolicLink(
        project.resolve("target/building"), Path.of("" + ProcessHandle.current().pid()));

    Outcome run = run("chat", maven("exit 1"));

    assertEquals(7, run.exit(), run.err());
    assertTrue(run.err().contains("this is the older one"), run.err());
  }

  @Test
  void aLauncherThatIsEndedEndsItsBuildAndOneThatWaitsSaysSo() throws Exception {
    Map<String, String> maven = maven("touch '" + temp + "/begun'; exec sleep 30");
    Started first = start(List.of(bin("chat")), maven);
    await().until(() -> Files.exists(temp.resolve("begun")));
    long builder = Long.parseLong(Files.readSymbolicLink(project.resolve("target/building")) + "");
    Started second = start(List.of(bin("chat-server")), maven);
    await().until(() -> Files.readString(second.err()).contains(builder + " builds Parley"));
    second.process().destroy();

    first.process().destroy();

    assertEquals(143, first.end().exit());
    await().until(() -> !ProcessHandle.of(builder).map(ProcessHandle::isAlive).orElse(false));
    assertFalse(Files.exists(project.resolve("target/building"), NOFOLLOW_LINKS), "the lock");
  }

  /** As in a package: nothing is looked for, and nothing is written into the person's cache. */
  @ParameterizedTest
  @ValueSource(strings = {"chat-server", "chat"})
  void whatIsInstalledRunsOnItsOwnJavaWithItsOwnArchive(String program) throws Exception {
    Path lib = Files.createDirectories(project.resolve("lib"));
    Files.createFile(lib.resolve(program + ".jar"));
    Files.createFile(lib.resolve(program + ".jsa"));
    Files.move(jdk("own java", "25"), lib.resolve("runtime"));

    Outcome run = run(program, Map.of("XDG_CACHE_HOME", temp.resolve("c").toString()), "admin");

    assertEquals("", run.err());
    Path own = lib.toRealPath();
    assertTrue(run.out().contains("own java"), run.out()::toString);
    assertTrue(run.out().contains("-XX:SharedArchiveFile=" + own.resolve(program + ".jsa")));
    assertTrue(run.out().contains(own.resolve(program + ".jar").toString()));
    assertFalse(Files.exists(temp.resolve("c")));
  }

  @Test
  void theLockOfABuildThatDiedIsTakenOver() throws Exception {
    build();
    Files.createDirectories(project.resolve("target"));
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createSymbolicLink(project.resolve("target/building"), Path.of("" + dead.pid()));

    assertEquals(7, run("chat", Map.of()).exit());
  }

  private void changeASource() throws IOException {
    Path source = project.resolve("chat-server/src/main/java/A.java");
    Files.createDirectories(project.resolve("chat-protocol/src"));
    Files.createDirectories(source.getParent());
    Files.createFile(source);
    for (String jar : JARS) {
      Files.setLastModifiedTime(
          project.resolve(jar), FileTime.from(Instant.now().minusSeconds(99)));
    }
  }

  /** What a build leaves behind. */
  private void build() throws IOException {
    for (String jar : JARS) {
      Files.createDirectories(project.resolve(jar).getParent());
      Files.createFile(project.resolve(jar));
    }
  }

  private Path jdk(String name, String version) throws IOException {
    Path folder = temp.resolve(name);
    Files.createDirectories(folder.resolve("bin"));
    Files.writeString(
        folder.resolve("release"), "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(
        folder.resolve("bin/java"),
        JAVA.replace("echo \"options", "echo '" + name + "'\necho \"options"));
    return folder;
  }

  /** A Maven that counts its calls and does what {@code commands} say in the project's folder. */
  private Map<String, String> maven(String commands) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("maven"));
    script(
        folder.resolve("mvn"),
        "#!/bin/sh\necho \"$*\" >>'" + temp.resolve("mvn.calls") + "'\n" + commands + "\n");
    return Map.of("PATH", folder + ":" + System.getenv("PATH"));
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String bin(String program) {
    return project.resolve("bin").resolve(program).toString();
  }

  private Outcome run(String program, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(bin(program)));
    command.addAll(List.of(arguments));
    return start(command, environment).end();
  }

  private Started start(List<String> command, Map<String, String> environment) throws IOException {
    Path out = Files.createTempFile(temp, "out", "");
    Path err = Files.createTempFile(temp, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(temp.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("XDG_CACHE_HOME", temp.resolve("cache").toString());
    builder.environment().remove("PARLEY_JAVA_OPTS");
    builder.environment().putAll(environment);
    return new Started(builder.start(), out, err);
  }

  private record Started(Process process, Path out, Path err) {
    Outcome end() throws Exception {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it did not end");
      return new Outcome(
          process.pid(), process.exitValue(), Files.readAllLines(out), Files.readString(err));
    }
  }
}
