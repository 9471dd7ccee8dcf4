package parley.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parley.client.terminal.KeyName;
import parley.client.terminal.PressedKey;

/** Which keys do what: those that can be set, as they are set, and those that edit the line. */
final class KeyHelp {
  /**
   * @param keys by their names
   * @param meaning what they do
   */
  record Row(String keys, String meaning) {}

  /** Of the library's, those that nobody guesses. */
  static final List<Row> EDITING =
      List.of(
          new Row("tab", "complete commands, rooms, names, emoji, messages, paths"),
          new Row("alt-enter", "a new line in the message"),
          new Row("up, down; ctrl-r", "what you typed before; find in it"),
          new Row("alt-e", "your last message, to be edited; again the one before"),
          new Row("ctrl-c", "give the line up"),
          new Row("ctrl-d", "leave, where the line is empty"),
          new Row("ctrl-z", "give the terminal to the shell, until fg"));

  private KeyHelp() {}

  /**
   * @param bound the keys of each
   * @param reading those of the whole screen; else those that are the same on both
   */
  static List<Row> rows(Map<PressedKey, List<KeyName>> bound, boolean reading) {
    List<Row> rows = new ArrayList<>();
    List<String> talks = new ArrayList<>();
    for (PressedKey key : PressedKey.values()) {
      List<KeyName> names = bound.getOrDefault(key, List.of());
      if (!key.isTyped() || key.isForReading() != reading || names.isEmpty()) {
        continue;
      }
      String keys = names.stream().map(KeyName::word).collect(Collectors.joining(", "));
      if (key.word().matches("talk-[1-9]")) {
        talks.add(keys);
      } else {
        rows.add(new Row(keys, key.meaning()));
      }
    }
    if (!talks.isEmpty()) {
      rows.add(new Row(talks.getFirst() + " to " + talks.getLast(), "to the talk of that number"));
    }
    return rows;
  }

  static String shown(Stream<Row> rows) {
    return rows.map(row -> "  %-18s %s".formatted(row.keys(), row.meaning()))
        .collect(Collectors.joining("\n"));
  }
}
