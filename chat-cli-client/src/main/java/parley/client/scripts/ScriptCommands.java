package parley.client.scripts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import parley.shell.CompletionCommand;
import parley.shell.ManCommand;
import picocli.CommandLine;

/**
 * The commands for scripts by their names. Only those are made that a command line can mean: to
 * make them all is a third of what a short command costs.
 */
public final class ScriptCommands {
  private static final String COMPLETION = "completion";
  private static final String MANUAL = "man";

  private ScriptCommands() {}

  /** In the order in which help lists them. */
  private static Map<String, Supplier<Object>> all() {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("send", SendCommand::new);
    all.put("ask", AskCommand::new);
    all.put("tail", TailCommand::new);
    all.put("history", HistoryCommand::new);
    all.put("search", SearchCommand::new);
    all.put("edit", EditCommand::new);
    all.put("delete", DeleteCommand::new);
    all.put("react", ReactCommand::new);
    all.put("put", PutCommand::new);
    all.put("get", GetCommand::new);
    all.put("mcp", McpCommand::new);
    all.put("ping", PingCommand::new);
    all.put("rooms", RoomsCommand::new);
    all.put("talks", TalksCommand::new);
    all.put("stats", StatsCommand::new);
    all.put("config", ConfigCommand::new);
    all.put(COMPLETION, () -> new CompletionCommand(KnownWords::of));
    all.put(MANUAL, ManCommand::new);
    return all;
  }

  /** Their names. */
  public static Set<String> names() {
    return all().keySet();
  }

  /** Which ones a command line can mean; all where it asks what there is. */
  public static Predicate<String> namedIn(String... args) {
    Set<String> words = Set.copyOf(Stream.of(args).toList());
    boolean asks =
        Stream.of("-h", "--help").anyMatch(words::contains)
            || args.length > 0
                && (args[0].equals(COMPLETION) || args[0].equals(MANUAL))
                && !words.contains("--words");
    return name -> asks || words.contains(name);
  }

  /** Adds those for which a test holds. */
  public static void add(CommandLine line, Predicate<String> wanted) {
    all()
        .forEach(
            (name, command) -> {
              if (wanted.test(name)) {
                add(line, name, new CommandLine(command.get()));
              }
            });
  }

  private static void add(CommandLine line, String name, CommandLine command) {
    CommandLine.Model.CommandSpec spec = command.getCommandSpec();
    if (!spec.mixinStandardHelpOptions()) {
      spec.mixinStandardHelpOptions(true).versionProvider(new Version());
    }
    spec.usageMessage().hidden(name.equals(MANUAL));
    line.addSubcommand(name, command);
  }
}
