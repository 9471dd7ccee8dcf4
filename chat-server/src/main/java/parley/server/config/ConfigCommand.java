package parley.server.config;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import parley.protocol.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code chat-server config}: what is in force, and why. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Print the settings in force and where each comes from.",
    footer = {
      "",
      "To start a settings file:",
      "  chat-server config --default > ~/.config/parley/server.toml"
    })
public final class ConfigCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options;

  @Option(names = "--json", description = "Print one JSON object, keyed by setting.")
  private boolean json;

  @Option(
      names = "--default",
      description = "Print a settings file with every setting explained and at its default.")
  private boolean template;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UserError {
    PrintWriter out = spec.commandLine().getOut();
    if (template) {
      out.print(Template.text());
    } else if (json) {
      out.println(json(options.load()));
    } else {
      print(out, options.load());
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, Settings settings) {
    int names = Keys.ALL.stream().mapToInt(key -> key.name().length()).max().orElse(1);
    int values = Keys.ALL.stream().mapToInt(key -> shown(settings, key).length()).max().orElse(1);
    String line = "%-" + names + "s  %-" + Math.min(values, 48) + "s  %s%n";
    for (Key<?> key : Keys.ALL) {
      out.printf(line, key, shown(settings, key), settings.origins().get(key));
    }
  }

  private static String shown(Settings settings, Key<?> key) {
    String text = settings.text(key);
    return text.isEmpty() ? "\"\"" : Printable.line(text);
  }

  private static String json(Settings settings) {
    JsonMapper mapper = JsonMapper.shared();
    ObjectNode all = mapper.createObjectNode();
    for (Key<?> key : Keys.ALL) {
      String text = settings.text(key);
      ObjectNode setting = all.putObject(key.name());
      switch (key.kind()) {
        case ValueType.Count _, ValueType.Limit _ -> setting.put("value", Integer.parseInt(text));
        case ValueType.HostList _ -> settings.tls().names().forEach(setting.putArray("value")::add);
        case ValueType.Retentions _, ValueType.RangeList _ ->
            Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(room -> !room.isEmpty())
                .forEach(setting.putArray("value")::add);
        default -> setting.put("value", text);
      }
      setting.put("origin", settings.origins().get(key).place());
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }
}
