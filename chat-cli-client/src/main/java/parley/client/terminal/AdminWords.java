package parley.client.terminal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import parley.protocol.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The admin commands of a server, as its {@code help --json} tells them.
 *
 * @param commands of a command, by name
 * @param options with their hyphens
 */
public record AdminWords(Map<String, AdminWords> commands, List<String> options) {
  private static final AdminWords NONE = new AdminWords(Map.of(), List.of());

  /** A server may say anything, and what is completed stands in the terminal. */
  private static final Pattern COMMAND = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private static final Pattern OPTION = Pattern.compile("--?[a-z][a-z0-9-]{0,39}");
  private static final int MOST = 200;
  private static final int DEEPEST = 4;

  /**
   * Reads what the server printed.
   *
   * @return without what can be no command; with none where it is no such answer at all
   */
  public static AdminWords of(String json) {
    try {
      return of(Json.MAPPER.readTree(json), 0);
    } catch (JacksonException e) {
      return NONE;
    }
  }

  private static AdminWords of(JsonNode node, int depth) {
    if (depth == DEEPEST) {
      return NONE;
    }
    Map<String, AdminWords> commands = new LinkedHashMap<>();
    node.path("commands")
        .properties()
        .forEach(
            each -> {
              if (commands.size() < MOST && COMMAND.matcher(each.getKey()).matches()) {
                commands.put(each.getKey(), of(each.getValue(), depth + 1));
              }
            });
    List<String> options = new ArrayList<>();
    for (JsonNode option : node.path("options")) {
      String word = option.isString() ? option.stringValue() : "";
      if (options.size() < MOST && OPTION.matcher(word).matches()) {
        options.add(word);
      }
    }
    return new AdminWords(commands, options);
  }

  /**
   * What can follow some words.
   *
   * @param words whole ones
   * @return the commands where only commands were given, or else the options of the last one
   */
  List<String> after(List<String> words) {
    boolean help = !words.isEmpty() && words.getFirst().equals("help");
    List<String> path = help ? words.subList(1, words.size()) : words;
    AdminWords at = this;
    int known = 0;
    while (known < path.size() && at.commands.containsKey(path.get(known))) {
      at = at.commands.get(path.get(known++));
    }
    List<String> after = new ArrayList<>();
    if (known == path.size()) {
      after.addAll(at.commands.keySet());
    }
    if (known > 0) {
      after.addAll(at.options);
    }
    return after;
  }
}
