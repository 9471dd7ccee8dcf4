package parley.server.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code openssl} of the machine, run in a folder. */
record OpenSsl(Path folder) {
  /** What a command printed, errors included, and its exit code. */
  record Outcome(int exitCode, String output) {}

  /** Runs a command that must succeed. */
  String ok(String... arguments) throws IOException, InterruptedException {
    Outcome outcome = run("", arguments);
    assertEquals(0, outcome.exitCode(), outcome::output);
    return outcome.output();
  }

  Outcome run(String input, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "openssl ends");
    return new Outcome(process.exitValue(), output);
  }
}
