package parley.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import parley.client.config.ChatConfig;
import parley.client.config.LiveConfig;
import parley.client.config.Setting;
import parley.client.config.Settings;
import parley.client.conversation.Talk;
import parley.client.terminal.Completion;
import parley.client.terminal.DisplayWidth;
import parley.protocol.Addressee;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.text.Nearest;
import parley.text.Table;

/**
 * How its person wants this program, on the screen and in their file. Guarded by the link's lock.
 */
final class SettingCommands {
  private static final String NO_MORE = "-";
  private static final String RELOAD = "reload";
  private static final String OFF = "off";

  /** Tables of which nobody wants to see all at once. */
  private static final Set<String> LONG = Set.of("keys", "colours");

  private static final String QUIET = "notify.quiet";
  private static final String SERVER = "default";

  private final ChatParts chat;
  private final LiveConfig config;
  private final OpenServers servers;
  private final OpenServers.Server own;

  SettingCommands(
      ChatParts chat,
      LiveConfig config,
      OpenServers servers,
      OpenServers.Server own,
      Completion completion) {
    this.servers = servers;
    this.own = own;
    this.chat = chat;
    this.config = config;
    completion.learnPreferences(this::words);
  }

  /** On the thread of who completes, without the lock. */
  private Map<String, Completion.Preference> words() {
    Map<String, Completion.Preference> words = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      List<String> choices = new ArrayList<>(setting.kind().choices());
      if (setting.name().equals(SERVER)) {
        choices.addAll(config.now().profiles().keySet());
      }
      choices.add(NO_MORE);
      words.put(setting.name(), new Completion.Preference(setting.meaning(), choices));
    }
    return words;
  }

  /** All, one, or another value. */
  void set(Arguments given) {
    if (given.isEmpty()) {
      list();
    } else if (given.count() == 1 && given.first().equals(RELOAD)) {
      config.reload();
      chat.view().say(file() + " is read again.");
      tellFaults();
    } else if (given.count() == 1
        && Settings.ALL.stream().anyMatch(one -> one.table().equals(given.first()))) {
      table(one -> one.table().equals(given.first()));
    } else {
      named(given.first())
          .ifPresent(
              setting -> {
                if (given.count() == 1) {
                  show(setting);
                } else {
                  change(setting, given.afterFirst());
                }
              });
    }
  }

  private Optional<Setting<?>> named(String word) {
    Optional<Setting<?>> setting = Settings.named(word);
    if (setting.isEmpty()) {
      List<String> names = Settings.ALL.stream().map(Setting::name).toList();
      chat.view()
          .warn(
              "There is no setting “%s”.%s"
                  .formatted(
                      Printable.line(word),
                      Nearest.of(word, names)
                          .map(name -> " Did you mean " + name + "?")
                          .orElse(" /set lists them.")));
    }
    return setting;
  }

  /** All that is set, and of the tables of many settings nothing else. */
  private void list() {
    table(setting -> !LONG.contains(setting.table()) || config.now().line(setting) > 0);
    chat.view()
        .answer("/set keys and /set colours list those. What is set is kept in " + file() + ".");
    tellFaults();
  }

  private void table(Predicate<Setting<?>> shown) {
    Table table = Table.bare(DisplayWidth::of, false, false, false);
    Settings.ALL.stream()
        .filter(shown)
        .forEach(
            setting ->
                table.row(
                    setting.name(),
                    value(setting),
                    config.now().line(setting) > 0 ? "set" : "default"));
    chat.view().answer(table.toString());
  }

  private void tellFaults() {
    config.now().sentences().forEach(chat.view()::warn);
  }

  private String value(Setting<?> setting) {
    String shown = Printable.line(Setting.shown(config.now().items(setting)));
    return shown.isEmpty() ? NO_MORE : shown;
  }

  private String file() {
    return Printable.line(config.now().file().toString());
  }

  private void show(Setting<?> setting) {
    int line = config.now().line(setting);
    chat.view()
        .answer(
            "%s = %s (%s)\n%s It is %s."
                .formatted(
                    setting.name(),
                    value(setting),
                    line > 0 ? file() + ":" + line : "default",
                    setting.meaning(),
                    setting.kind().accepts()));
  }

  private void change(Setting<?> setting, String typed) {
    if (typed.equals(NO_MORE)) {
      write(setting, null);
      return;
    }
    List<String> items =
        setting.kind().isList() ? List.of(typed.split("[ ,]+")) : List.of(unquoted(typed.strip()));
    try {
      setting.kind().parse(items);
    } catch (IllegalArgumentException e) {
      chat.view().warn(ChatConfig.wrong(setting, items));
      return;
    }
    write(setting, items);
  }

  /** Who copies a value out of the file has it between quotes. */
  private static String unquoted(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private void write(Setting<?> setting, List<String> items) {
    if (wrote(setting, items)) {
      chat.view().say("%s = %s".formatted(setting.name(), value(setting)));
    }
  }

  private boolean wrote(Setting<?> setting, List<String> items) {
    try {
      config.set(setting, items);
      return true;
    } catch (IOException e) {
      chat.view().warn(Printable.line(String.valueOf(e.getMessage())));
      return false;
    }
  }

  /** A talk that never calls its person, or does again. */
  void quiet(Arguments given) {
    boolean off = !given.isEmpty() && given.first().equals(OFF);
    int names = given.count() - (off ? 1 : 0);
    if (names > 1) {
      chat.view().warn(Help.line(Command.QUIET));
      return;
    }
    Talk current = chat.conversation().current();
    if (names == 0 && current == null) {
      chat.view().warn("You are in no talk just now: name one.");
      return;
    }
    String title = names == 0 ? current.title() : Addressee.of(given.words().getLast()).title();
    Setting<?> setting = Settings.named(QUIET).orElseThrow();
    List<String> all = new ArrayList<>(config.now().items(setting));
    // Every server has a lobby: where there are several, it is this one's that is meant.
    String named = servers.areSeveral() ? own.label() + "/" + title : title;
    all.removeIf(
        one ->
            Names.fold(one).equals(Names.fold(named))
                || (off && Names.fold(one).equals(Names.fold(title))));
    if (!off) {
      all.add(named);
    }
    if (wrote(setting, all.isEmpty() ? null : all)) {
      String shown = Printable.line(named);
      chat.view()
          .say(
              off
                  ? shown + " calls you again."
                  : shown + " never calls you from now on; /quiet off ends that.");
    }
  }
}
