package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import parley.testkit.OwnJvm;

/** An {@link Appender} in a JVM of its own, ended with the test at the latest. */
public final class Child implements AutoCloseable {
  /** What the child said: how it went, and its newest number. */
  public record Answer(String outcome, long last) {
    static Answer of(String line) {
      String[] words = line.replace(".", "").split(" ");
      return new Answer(words[0], Long.parseLong(words[1]));
    }
  }

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream commands;

  public Child(Path dataDir, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>(OwnJvm.command());
    command.addAll(List.of(Appender.class.getName(), dataDir.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    process = builder.start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  void command(String line) {
    commands.println(line);
  }

  public Answer answer() throws IOException {
    String line = answers.readLine();
    assertNotNull(line, "the child ended");
    return Answer.of(line);
  }

  public Answer ask(String line) throws IOException {
    command(line);
    return answer();
  }

  public long pid() {
    return process.pid();
  }

  /** SIGKILL, then the newest number that the child told of before it died. */
  public long kill(long told) throws IOException, InterruptedException {
    // Not by the Process, which would throw away what is in the pipe.
    process.toHandle().destroyForcibly();
    long last = told;
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      // The last line may be cut in the middle of its number.
      if (line.matches("ok [0-9]+\\.")) {
        last = Answer.of(line).last();
      }
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "a killed process ends");
    return last;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().orTimeout(60, TimeUnit.SECONDS).join();
    commands.close();
    answers.close();
  }
}
