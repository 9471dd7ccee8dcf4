package parley.client.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes one setting in a file's text, and nothing else: comments and order are its person's. */
final class ConfigText {
  private ConfigText() {}

  /** Another value in the place of the one that is there, or a line of its own in its table. */
  static String with(TomlFile toml, Setting<?> setting, String value) {
    String text = toml.text();
    return toml.entry(setting.name())
        .map(
            entry -> text.substring(0, entry.valueFrom()) + value + text.substring(entry.valueTo()))
        .orElseGet(() -> added(toml, setting, setting.word() + " = " + value));
  }

  /** The setting's lines are gone. */
  static String without(TomlFile toml, Setting<?> setting) {
    String text = toml.text();
    return toml.entry(setting.name())
        .map(entry -> text.substring(0, entry.from()) + text.substring(entry.to()))
        .orElse(text);
  }

  private static String added(TomlFile toml, Setting<?> setting, String line) {
    String text = toml.text();
    String end = text.contains("\r\n") ? "\r\n" : "\n";
    List<String> path = setting.table().isEmpty() ? List.of() : List.of(setting.table());
    int from = 0;
    int to = text.length();
    boolean found = path.isEmpty();
    for (TomlFile.Table table : toml.tables()) {
      if (found) {
        to = table.from();
        break;
      }
      if (table.path().equals(path)) {
        found = true;
        from = table.to();
      }
    }
    if (!found) {
      String gap = text.isEmpty() || text.endsWith(end + end) ? "" : end;
      return text + ended(text, end) + gap + "[" + setting.table() + "]" + end + line + end;
    }
    int at = place(toml, path, setting, from, to);
    String before = text.substring(0, at);
    String gap = path.isEmpty() && at == 0 && !text.isEmpty() ? end : "";
    return before + ended(before, end) + line + end + gap + text.substring(at);
  }

  private static String ended(String before, String end) {
    return before.isEmpty() || before.endsWith("\n") || before.equals("\ufeff") ? "" : end;
  }

  /** Below the line that has it as a comment, or the last one of its table that sets something. */
  private static int place(TomlFile toml, List<String> path, Setting<?> setting, int from, int to) {
    Matcher comment =
        Pattern.compile("(?m)^[ \\t]*#[ \\t]*" + Pattern.quote(setting.word()) + "[ \\t]*=.*$\\n?")
            .matcher(toml.text())
            .region(from, to);
    if (comment.find()) {
      return comment.end();
    }
    int last = toml.text().startsWith("\ufeff") ? Math.max(1, from) : from;
    for (TomlFile.Entry entry : toml.in(path)) {
      if (entry.from() >= from && entry.to() <= to) {
        last = entry.to();
      }
    }
    return last;
  }
}
