package parley.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which server is measured, and where its progress and its result are printed. */
final class ServerOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "FILE",
      defaultValue = "bin/chat-server",
      description = "The server's launcher; build the server first.")
  private Path server;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the server, beyond those that the measurement needs.")
  private List<String> settings = List.of();

  @Option(names = "--json", description = "Print one JSON object with every figure.")
  private boolean json;

  /** Starts it with the settings that the measurement needs and those of the command line. */
  Subject start(List<String> needed, boolean tls)
      throws IOException, InterruptedException, GeneralSecurityException {
    if (!Files.isExecutable(server)) {
      throw new ParameterException(
          spec.commandLine(), server + " is not there: give --server, or start in the project.");
    }
    return Subject.start(server, Stream.concat(needed.stream(), settings.stream()).toList(), tls);
  }

  void require(boolean so, String sentence) {
    if (!so) {
      throw new ParameterException(spec.commandLine(), sentence);
    }
  }

  /** One line for whoever waits. */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be one more library
  void progress(String line, Object... arguments) {
    spec.commandLine().getErr().println(Columns.format(line, arguments));
    spec.commandLine().getErr().flush();
  }

  /** The result: as text, or the same as JSON. */
  void print(Object report, String text) {
    spec.commandLine()
        .getOut()
        .println(json ? parley.protocol.Json.MAPPER.writeValueAsString(report) : text);
    spec.commandLine().getOut().flush();
  }
}
