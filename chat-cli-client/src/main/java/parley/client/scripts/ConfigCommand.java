package parley.client.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import parley.client.config.ChatConfig;
import parley.client.config.ConfigFile;
import parley.client.config.Profile;
import parley.client.config.Setting;
import parley.client.config.Settings;
import parley.client.config.Template;
import parley.client.terminal.DisplayWidth;
import parley.protocol.Printable;
import parley.text.Table;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chat config}: what is set, and from where. */
@Command(
    name = "config",
    description = {
      "Tell what is set in chat.toml, and what is in force where nothing is set. Where the file is"
          + " wrong, that is told with its lines, and the exit code is 2."
    })
public final class ConfigCommand implements Callable<Integer> {
  /** One of them. */
  static final class Otherwise {
    @Option(
        names = "--init",
        description = "Make the file, with all that can be set as comments; none is overwritten.")
    boolean init;

    @Option(names = "--path", description = "Tell where the file is, or would be.")
    boolean path;

    @Option(names = "--servers", description = "Tell the names of the servers in it alone.")
    boolean servers;

    @Option(names = "--json", description = "Each setting, and each server, as one line of JSON.")
    boolean json;
  }

  @ArgGroup Otherwise otherwise = new Otherwise();

  @Override
  public Integer call() throws IOException {
    Path file = ConfigFile.of(System.getenv());
    if (otherwise.path) {
      Console.OUT.println(Printable.line(file.toString()));
      return ExitCode.OK;
    }
    if (otherwise.init) {
      return make(file);
    }
    ChatConfig config = ConfigFile.read(file);
    if (otherwise.servers) {
      config.profiles().keySet().forEach(Console.OUT::println);
    } else if (otherwise.json) {
      json(config);
    } else {
      tell(config);
    }
    Console.flushed();
    if (!config.openToOthers().isEmpty()) {
      Console.say(config.openToOthers());
    }
    config.sentences().forEach(Console::say);
    return config.faults().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
  }

  private static int make(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Console.say(
          Printable.line(file.toString()) + " is there already, and stays as it is: edit it.");
      return ExitCode.USAGE;
    }
    ConfigFile.create(file, Template.text());
    Console.OUT.println(Printable.line(file.toString()));
    return ExitCode.OK;
  }

  private static void tell(ChatConfig config) {
    String place = Printable.line(config.file().toString());
    Console.OUT.println("# " + (config.exists() ? place : place + ", which is not there"));
    Table table = Table.bare(DisplayWidth::of, false, false, false);
    for (Setting<?> setting : Settings.ALL) {
      table.row(setting.name(), value(config.items(setting)), origin(config.line(setting)));
    }
    for (Profile profile : config.profiles().values()) {
      for (Profile.Key key : Profile.Key.values()) {
        List<String> items = profile.set().get(key);
        if (items != null) {
          String name = "servers." + profile.name() + "." + key.word();
          table.row(name, value(items), origin(profile.line()));
        }
      }
    }
    Console.OUT.println(table);
  }

  private static String value(List<String> items) {
    String shown = Printable.line(Setting.shown(items));
    return shown.isEmpty() ? "-" : shown;
  }

  private static String origin(int line) {
    return line == 0 ? "default" : "line " + line;
  }

  private static void json(ChatConfig config) {
    for (Setting<?> setting : Settings.ALL) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("setting", setting.name());
      one.put("value", plain(setting.kind().isList(), config.items(setting)));
      one.put("line", config.line(setting));
      one.put("meaning", setting.meaning());
      Console.OUT.println(Console.json(one));
    }
    for (Profile profile : config.profiles().values()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("server", profile.name());
      for (Profile.Key key : Profile.Key.values()) {
        List<String> items = profile.set().get(key);
        if (items != null) {
          one.put(key.word(), plain(key == Profile.Key.ROOMS, items));
        }
      }
      one.put("line", profile.line());
      Console.OUT.println(Console.json(one));
    }
  }

  private static Object plain(boolean list, List<String> items) {
    return list ? items : items.getFirst();
  }
}
