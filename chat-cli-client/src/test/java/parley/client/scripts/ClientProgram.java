package parley.client.scripts;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The client as a program of its own, from the class path of the tests. */
final class ClientProgram {
  private ClientProgram() {}

  /**
   * @param words what is typed behind its name
   */
  static List<String> command(List<String> words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "parley.client.Chat"));
    command.addAll(words);
    return command;
  }
}
