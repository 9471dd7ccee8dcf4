package parley.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

@Command(
    name = "jmh",
    description = {
      "Runs the micro-benchmarks of the codec and the outbox.",
      "Arguments are JMH's own, for example: jmh Codec -f 1 -wi 3 -i 5"
    })
final class JmhCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    CommandLineOptions options = new CommandLineOptions(arguments.toArray(String[]::new));
    if (options.shouldHelp()) {
      options.showHelp();
    } else if (options.shouldList()) {
      new Runner(options).list();
    } else {
      new Runner(options).run();
    }
    return 0;
  }
}
