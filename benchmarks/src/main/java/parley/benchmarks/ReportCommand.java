package parley.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import parley.protocol.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    description = "Prints the tables of a run that was kept with room --json.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "What room --json printed.")
  private Path file;

  @Option(names = "--markdown", description = "As Markdown tables.")
  private boolean markdown;

  @Override
  public Integer call() throws Exception {
    Report report = Json.MAPPER.readValue(Files.readAllBytes(file), Report.class);
    spec.commandLine().getOut().println(markdown ? report.markdown() : report.text());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
