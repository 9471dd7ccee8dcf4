package parley.server.config;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options by which every command that needs settings is told where they are. They count where
 * they stand before the command's name too: a command must not fall on another folder than the one
 * that was named.
 */
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

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** The settings in force for this command line, this environment and the file they name. */
  public Settings load() throws UserError {
    return sources().load();
  }

  /** The same for a command that needs to know which data folder is meant, and little else. */
  public Settings forFolder() throws UserError {
    return load(List.of(Keys.DATA_DIR));
  }

  /** The same for a command on the certificates. */
  public Settings forCertificates() throws UserError {
    return load(
        List.of(Keys.DATA_DIR, Keys.CERTS_DIR, Keys.TLS_NAMES, Keys.TLS_CERTIFICATE, Keys.TLS_KEY));
  }

  /** A fault elsewhere is told on standard error. */
  private Settings load(List<Key<?>> needed) throws UserError {
    PrintWriter err = command.commandLine().getErr();
    SettingFaults faults =
        new SettingFaults(
            needed,
            sentence ->
                err.println(
                    "chat-server: " + sentence + " This goes on without it; a start would not."));
    Settings settings = sources().load(faults);
    err.flush();
    return settings;
  }

  private SettingsSources sources() {
    Path named = null;
    List<String> all = new ArrayList<>();
    for (SettingsOptions options : onTheLine()) {
      named = options.file == null ? named : options.file;
      all.addAll(options.assignments);
    }
    return SettingsSources.ofProcess(Optional.ofNullable(named), all);
  }

  /** These options, after those of the commands before this one. */
  private List<SettingsOptions> onTheLine() {
    List<SettingsOptions> options = new ArrayList<>();
    for (CommandLine at = command.commandLine(); at != null; at = at.getParent()) {
      for (CommandSpec mixin : at.getCommandSpec().mixins().values()) {
        if (mixin.userObject() instanceof SettingsOptions found) {
          options.addFirst(found);
        }
      }
    }
    return options;
  }
}
