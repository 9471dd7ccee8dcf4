package parley.e2e;

import java.nio.file.Path;
import java.util.List;

/** The bots of {@code examples}, and how each is started. */
enum ExampleBot {
  SHELL("bot.sh", "bash jq openssl"),
  PYTHON("bot.py", "python3"),
  JAVA("Bot.java", "sh");

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
      case JAVA ->
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-cp",
              System.getProperty("parley.client.jar"),
              path);
    };
  }
}
