package parley.client.scripts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import parley.client.files.Platform;
import parley.client.files.PrivateFile;
import parley.protocol.ByteOrderMark;
import picocli.CommandLine.Option;

/** Where an account's password comes from; never from a command line, which everybody can see. */
final class PasswordOptions {
  private static final String VARIABLE = "PARLEY_PASSWORD";

  @Option(
      names = "--password-command",
      paramLabel = "COMMAND",
      description = "What prints the account's password as its first line: 'pass show chat'.")
  String command;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file that holds it (or the variable PARLEY_PASSWORD).")
  Path file;

  /** Whether the command line says where it is. */
  boolean isGiven() {
    return command != null || file != null;
  }

  /** The password, null where none was given. */
  String password(Map<String, String> environment) throws IOException {
    if (command != null) {
      return firstLine(printed(command), "The password command printed no password.");
    }
    if (file != null) {
      return firstLine(read(), file + " holds no password.");
    }
    String given = environment.getOrDefault(VARIABLE, "");
    return given.isEmpty() ? null : given;
  }

  static String firstLine(String text, String otherwise) throws IOException {
    String line = ByteOrderMark.without(text).lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw new IOException(otherwise);
    }
    return line;
  }

  private String read() throws IOException {
    try {
      PrivateFile.openToOthers(file).ifPresent(Console::say);
      return Files.readString(file);
    } catch (IOException e) {
      throw new IOException("Cannot read the password from " + file + ".", e);
    }
  }

  /** What a command of the user's prints. */
  static String printed(String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Platform.of(System.getenv()).shell(command))
            .redirectInput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().remove("PARLEY_INVITATION");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException("The command for a secret failed (exit code " + code + ").");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The command for a secret was interrupted.", e);
    }
    return text;
  }
}
