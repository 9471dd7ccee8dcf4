package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** The bots of {@code examples}, and how each is started. */
enum ExampleBot {
  SHELL("bot.sh", "bash jq openssl"),
  PYTHON("bot.py", "python3"),
  JAVA("Bot.java", "sh");

  private static final String JAR = System.getProperty("parley.client.jar");

  private final String file;
  private final String needs;

  ExampleBot(String file, String needs) {
    this.file = file;
    this.needs = needs;
  }

  Path source() {
    return Path.of(System.getProperty("parley.root"), "examples", file);
  }

  /** Programs without which it can't run. */
  String[] needs() {
    return needs.split(" ");
  }

  /** The command line before its arguments. */
  List<String> command() {
    String path = source().toString();
    return switch (this) {
      case SHELL -> List.of("bash", path);
      case PYTHON -> List.of("python3", path);
      case JAVA -> java(JAR, path);
    };
  }

  /**
   * The same for a bot that was started by {@link #command} before: what that compiled each time is
   * compiled once.
   *
   * @param classes a folder for what is compiled
   */
  List<String> commandAgain(Path classes) {
    if (this != JAVA) {
      return command();
    }
    if (!Files.isDirectory(classes)) {
      String[] javac = {"-cp", JAR, "-d", classes.toString(), source().toString()};
      assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, javac));
    }
    return java(JAR + File.pathSeparator + classes, "Bot");
  }

  private static List<String> java(String classPath, String program) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        classPath,
        program);
  }
}
