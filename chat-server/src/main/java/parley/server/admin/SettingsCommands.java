package parley.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import parley.server.config.Key;
import parley.server.config.Keys;
import parley.server.config.Settings;
import parley.server.config.StartupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Commands about settings. */
final class SettingsCommands {
  private SettingsCommands() {}

  @Command(
      name = "limits",
      description = "Show the limits and timeouts in force, and where each comes from.",
      synopsisSubcommandLabel = "[set KEY VALUE]",
      commandListHeading = "%nTo change one:%n",
      subcommands = Set.class,
      footer = {
        "",
        "0 is no limit, save for frame-bytes and outbox-bytes. Example: limits set connections 500"
      })
  static final class Limits extends Action {
    @Override
    Outcome act() {
      Settings settings = controls().settings().current();
      Table table = new Table("KEY", ">VALUE", "FROM");
      Map<String, Object> json = new LinkedHashMap<>();
      for (Key<?> key : Keys.ALL) {
        if (settable(key) && !key.section().equals("log")) {
          String from = settings.origins().get(key).toString();
          table.row(key.name(), settings.text(key), from);
          json.put(key.name(), Map.of("value", settings.text(key), "origin", from));
        }
      }
      return new Outcome(table.toString(), json);
    }
  }

  @Command(
      name = "set",
      description = "Change one until the next reload or restart; nobody is dropped for it.")
  static final class Set extends Action {
    @Parameters(index = "0", paramLabel = "KEY", description = "connections, or limits.connections")
    private String key;

    @Parameters(index = "1", paramLabel = "VALUE", description = "The new value.")
    private String value;

    @Override
    Outcome act() throws Refusal, StartupException {
      String name = key.contains(".") ? key : "limits." + key;
      if (Keys.named(name).filter(k -> k.live() && !settable(k)).isPresent()) {
        throw new Refusal("Change " + name + " where it is set, then reload.");
      }
      Settings before = controls().settings().current();
      controls().settings().set(name, value);
      Key<?> changed = Keys.named(name).orElseThrow();
      return Outcome.said(
          "%s is %s now; it was %s."
              .formatted(
                  name, controls().settings().current().text(changed), before.text(changed)));
    }
  }

  /** What is a number or a time, and no file that has to be read. */
  private static boolean settable(Key<?> key) {
    return key.live() && !key.section().equals("tls");
  }

  @Command(
      name = "log-level",
      description = "Change which lines are logged, until the next reload or restart.")
  static final class LogLevel extends Action {
    @Parameters(paramLabel = "LEVEL", description = "error, warn, info, debug or trace.")
    private String level;

    @Override
    Outcome act() throws StartupException {
      controls().settings().set("log.level", level.toLowerCase(Locale.ROOT));
      return Outcome.said("The log level is " + level.toLowerCase(Locale.ROOT) + " now.");
    }
  }

  @Command(
      name = "reload",
      description = "Read the settings and the certificates again; nobody is dropped.",
      footer = {
        "",
        "What was changed with limits set or log-level goes back to what the settings say.",
        "New connections get the new certificate; open ones go on with theirs."
      })
  static final class Reload extends Action {
    @Override
    Outcome act() throws StartupException {
      Settings.Reload reload = controls().settings().reload();
      List<String> changed = reload.changed().stream().map(Key::name).toList();
      List<String> restart = reload.needRestart().stream().map(Key::name).toList();
      StringBuilder text = new StringBuilder();
      text.append(
          changed.isEmpty()
              ? "No setting changed."
              : "Changed: " + String.join(", ", changed) + ".");
      if (!restart.isEmpty()) {
        text.append("\nNeeds a restart: ").append(String.join(", ", restart)).append('.');
      }
      String certificates;
      try {
        certificates = controls().certificates().reload(controls().settings().current());
      } catch (StartupException e) {
        throw new StartupException(text.toString().replace('\n', ' ') + " " + e.getMessage(), e);
      }
      text.append('\n').append(certificates);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("changed", changed);
      json.put("needRestart", restart);
      json.put("certificates", certificates);
      return new Outcome(text.toString(), json);
    }
  }
}
