package parley.shell;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code man}: the program's manual page, as it is installed. */
@Command(
    name = "man",
    mixinStandardHelpOptions = true,
    description =
        "Print this program's manual page: put it where man looks, or read it by man -l -.")
public final class ManCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    CommandSpec root = spec.root();
    String version = String.join(" ", root.version().length > 0 ? root.version() : version(spec));
    spec.commandLine().getOut().print(ManPage.of(root, version));
    spec.commandLine().getOut().flush();
    return CommandLine.ExitCode.OK;
  }

  private static String[] version(CommandSpec spec) {
    try {
      return spec.root().versionProvider() == null
          ? new String[] {spec.root().name()}
          : spec.root().versionProvider().getVersion();
    } catch (Exception e) {
      return new String[] {spec.root().name()};
    }
  }
}
