package parley.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options by which every command that needs settings is told where they are. */
public final class SettingsOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The settings file, TOML. Default: $PARLEY_CONFIG, or"
              + " $XDG_CONFIG_HOME/parley/server.toml if it exists.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "One setting, such as limits.connections=500; stronger than the environment"
              + " (PARLEY_LIMITS_CONNECTIONS) and the file. May be repeated.")
  private List<String> assignments = new ArrayList<>();

  /** The settings in force for this command line, this environment and the file they name. */
  public Settings load() throws StartupException {
    return SettingsSources.ofProcess(Optional.ofNullable(file), assignments).load();
  }
}
