package parley.shell;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: what lets a shell complete the program's words. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description =
        "Print what lets a shell complete this program's words: for bash, zsh or fish."
            + " docs/client.md tells where it goes.")
public final class CompletionCommand implements Callable<Integer> {
  /** Named so that it is completed as well. */
  private static final class Shells extends java.util.ArrayList<String> {
    private static final long serialVersionUID = 1;

    Shells() {
      super(List.of("bash", "zsh", "fish"));
    }
  }

  private final Function<String, List<String>> known;

  @Spec CommandSpec spec;

  @Option(names = "--words", paramLabel = "KIND", hidden = true)
  String words;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "bash, zsh or fish.")
  String shell;

  /**
   * @param known the words of a kind that the program knows by itself, at once and without a
   *     connection: {@code hosts}, {@code rooms}
   */
  public CompletionCommand(Function<String, List<String>> known) {
    this.known = known;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (words != null) {
      known.apply(words).forEach(word -> out.print(word + "\n"));
      out.flush();
      return CommandLine.ExitCode.OK;
    }
    try {
      ShellScript script = ShellScript.valueOf(shell == null ? "" : shell.toUpperCase(Locale.ROOT));
      out.print(script.of(CommandTree.of(spec.root())));
      out.flush();
      return CommandLine.ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "Say for which shell: bash, zsh or fish.", e);
    }
  }
}
