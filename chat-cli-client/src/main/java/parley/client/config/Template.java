package parley.client.config;

import java.util.List;

/** The file with all that can be set, nothing of it set yet. */
public final class Template {
  private static final int WIDTH = 96;

  private Template() {}

  public static String text() {
    StringBuilder text =
        new StringBuilder(
            """
            # The settings of chat, Parley's terminal client. A line that begins with # is none: take the
            # # away to set it. chat config tells what is in force; /set changes it in the chat, and here.
            """);
    String table = "";
    for (Setting<?> setting : Settings.ALL) {
      if (!setting.table().equals(table)) {
        if (table.isEmpty()) {
          servers(text);
        }
        table = setting.table();
        text.append("\n[").append(table).append("]\n");
        if (table.equals("keys")) {
          comment(text, "A list of keys for each: " + new ValueKind.Keys().accepts() + ".");
        }
        if (table.equals("colours")) {
          comment(text, "Each is " + new ValueKind.Style().accepts() + ".");
        }
      } else {
        text.append(table.equals("keys") || table.equals("colours") ? "" : "\n");
      }
      comment(text, setting.meaning() + choices(setting));
      text.append("# ").append(setting.word()).append(" = ");
      text.append(setting.kind().toml(setting.initial())).append('\n');
    }
    return text.toString();
  }

  private static String choices(Setting<?> setting) {
    String table = setting.table();
    return table.equals("keys") || table.equals("colours")
        ? ""
        : " It is " + setting.kind().accepts() + ".";
  }

  private static void servers(StringBuilder text) {
    text.append('\n');
    comment(text, "A server by a short name: chat work, chat send -s work …");
    text.append("# [servers.work]\n");
    for (Profile.Key key : Profile.Key.values()) {
      comment(text, key.meaning());
      text.append("# ").append(key.word()).append(" = ").append(key.example()).append('\n');
    }
  }

  private static void comment(StringBuilder text, String sentence) {
    StringBuilder line = new StringBuilder("#");
    for (String word : List.of(sentence.split(" "))) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line.setLength(1);
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
