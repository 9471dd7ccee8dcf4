package parley.server.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import parley.server.config.Changing;
import parley.server.config.Key;
import parley.server.config.Keys;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.retention.Going;
import parley.server.rights.Right;
import parley.text.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about settings. */
final class SettingsCommands {
  private static final String LEVEL_KEY = "log.level";

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
  @Needs(Right.WATCH)
  static final class Limits extends Action {
    @Override
    Outcome act() {
      Settings settings = controls().settings().current();
      Table table = new Table(DisplayWidth::of, "KEY", ">VALUE", "FROM");
      Map<String, Object> json = new LinkedHashMap<>();
      for (Key<?> key : Keys.ALL) {
        if (settable(key) && !key.name().equals(LEVEL_KEY)) {
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
  @Needs(Right.OPERATE)
  static final class Set extends Deed {
    @Parameters(index = "0", paramLabel = "KEY", description = "connections, or limits.connections")
    private String key;

    @Parameters(index = "1", paramLabel = "VALUE", description = "The new value.")
    private String value;

    @Mixin private Yes yes;

    @Override
    Outcome act() throws Refusal, UserError {
      String name = key.contains(".") ? key : "limits." + key;
      if (Keys.named(name).filter(k -> k.live() && !settable(k)).isPresent()) {
        throw new Refusal(
            name
                + " says whom the server trusts, or guards it: change it where it is set, and then"
                + " reload.");
      }
      Settings before = controls().settings().current();
      if (isDryRun()) {
        Settings next = before.with(name, value);
        yes.foretell(this, before, next);
        foretell(change(Keys.named(name).orElseThrow(), before, next));
        return foretold();
      }
      controls().settings().set(name, value, (was, next) -> yes.check(controls(), was, next));
      Key<?> changed = Keys.named(name).orElseThrow();
      return Outcome.said(
          "%s is %s now; it was %s."
              .formatted(
                  name, controls().settings().current().text(changed), before.text(changed)));
    }
  }

  /** Says how much settings would erase before they do, and asks. */
  static final class Yes {
    @Option(names = "--yes", description = "Erase what the new settings do not keep.")
    private boolean said;

    void check(Controls controls, Settings before, Settings next) throws Refusal {
      if (said) {
        controls.retention().permit(next.history());
      } else if (!next.history().equals(before.history())) {
        Going going = going(controls, next);
        if (going.messages() > 0) {
          throw Refusal.asking("That would erase " + going + ".");
        }
      }
    }

    /** In a dry run: what would be erased, or asked for. */
    void foretell(Deed deed, Settings before, Settings next) throws Refusal {
      if (said || !next.history().equals(before.history())) {
        Going going = going(deed.controls(), next);
        if (going.messages() > 0) {
          deed.foretell("erase " + going + (said ? "" : ", once --yes is given"));
        }
      }
    }

    private static Going going(Controls controls, Settings next) throws Refusal {
      try {
        return controls.retention().going(next.history());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Refusal("The server is stopping.");
      }
    }
  }

  private static String change(Key<?> key, Settings before, Settings next) {
    return "change %s from %s to %s".formatted(key, before.text(key), next.text(key));
  }

  private static boolean settable(Key<?> key) {
    return key.changing() == Changing.BY_OPERATORS;
  }

  @Command(
      name = "log-level",
      description = "Change which lines are logged, until the next reload or restart.")
  @Needs(Right.OPERATE)
  static final class LogLevel extends Deed {
    @Parameters(paramLabel = "LEVEL", description = "error, warn, info, debug or trace.")
    private String level;

    @Override
    Outcome act() throws UserError {
      if (isDryRun()) {
        Settings before = controls().settings().current();
        Settings next = before.with(LEVEL_KEY, level.toLowerCase(Locale.ROOT));
        foretell(change(Keys.named(LEVEL_KEY).orElseThrow(), before, next));
        return foretold();
      }
      controls().settings().set(LEVEL_KEY, level.toLowerCase(Locale.ROOT));
      return Outcome.said("The log level is " + level.toLowerCase(Locale.ROOT) + " now.");
    }
  }

  @Command(
      name = "reload",
      description = "Read the settings and the certificates again; nobody is dropped.",
      footer = {
        "",
        "Where history.keep or history.rooms would erase more than before, it says how much, and",
        "does nothing but with --yes. What was changed with limits set or log-level goes back to"
            + " what the",
        "settings say. New connections get the new certificate; open ones go on with theirs."
      })
  @Needs(Right.OPERATE)
  static final class Reload extends Deed {
    @Mixin private Yes yes;

    @Override
    Outcome act() throws Refusal, UserError {
      if (isDryRun()) {
        return wouldDo();
      }
      Settings.Reload reload =
          controls().settings().reload((was, next) -> yes.check(controls(), was, next));
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
      } catch (UserError e) {
        throw new UserError(text.toString().replace('\n', ' ') + " " + e.getMessage(), e);
      }
      text.append('\n').append(certificates);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("changed", changed);
      json.put("needRestart", restart);
      json.put("certificates", certificates);
      return new Outcome(text.toString(), json);
    }

    private Outcome wouldDo() throws Refusal, UserError {
      Settings before = controls().settings().current();
      Settings.Reload reload = before.reload();
      yes.foretell(this, before, reload.settings());
      for (Key<?> key : reload.changed()) {
        foretell(change(key, before, reload.found()));
      }
      for (Key<?> key : reload.needRestart()) {
        foretell("after a restart: " + change(key, before, reload.found()));
      }
      foretell(controls().certificates().foresee(reload.settings()));
      return foretold();
    }
  }
}
