package parley.client.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parley.client.terminal.Completion;
import parley.client.terminal.ConversationView;
import parley.client.terminal.KeyName;
import parley.client.terminal.PressedKey;
import parley.protocol.Printable;

/** What there is to read about: topics, the keys, and each command. Guarded by the link's lock. */
final class Help {
  private static final String KEYS = "keys";

  /** Of the lines that list commands. */
  private static final int WIDTH = 50;

  private final ConversationView view;
  private final Supplier<Map<PressedKey, List<KeyName>>> bound;

  /**
   * @param bound which keys do what now
   */
  Help(
      ConversationView view,
      Supplier<Map<PressedKey, List<KeyName>>> bound,
      Completion completion) {
    this.view = view;
    this.bound = bound;
    completion.learnTopics(Help::topics);
  }

  /** What can stand behind /help besides a command, and what it is about. */
  private static Map<String, String> topics() {
    Map<String, String> topics = new LinkedHashMap<>();
    topics.put(KEYS, "what keys do");
    for (HelpTopic topic : HelpTopic.values()) {
      topics.put(topic.word(), topic.title());
    }
    return topics;
  }

  void show(Arguments given) {
    view.answer(given.isEmpty() ? list() : about(given.first()));
  }

  /** A word with a slash is a command; one without, a topic before that. */
  private String about(String typed) {
    String word = typed.toLowerCase(Locale.ROOT);
    Optional<HelpTopic> topic = HelpTopic.named(word);
    if (word.equals(KEYS)) {
      return keys();
    }
    if (topic.isPresent()) {
      return topic(topic.get());
    }
    String command = typed.startsWith("/") ? typed.substring(1) : typed;
    return Command.named(command)
        .map(Help::command)
        .orElseGet(
            () ->
                "There is no topic and no command “"
                    + Printable.line(typed)
                    + "”."
                    + Spelling.hint(command));
  }

  /** How a command goes. */
  static String line(Command command) {
    return command.usage() + " — " + command.summary() + ".";
  }

  private static String command(Command command) {
    List<String> lines = new ArrayList<>(List.of(line(command)));
    for (HelpTopic topic : HelpTopic.values()) {
      if (topic.commands().contains(command)) {
        topic.examples().stream()
            .filter(e -> e.command().filter(command::equals).isPresent())
            .map(HelpTopic.Example::shown)
            .forEach(lines::add);
        lines.add("See also /help " + topic.word() + ".");
      }
    }
    return String.join("\n", lines);
  }

  private static String topic(HelpTopic topic) {
    return "%s%s\n%s\nFor example:\n%s"
        .formatted(
            topic.title().substring(0, 1).toUpperCase(Locale.ROOT),
            topic.title().substring(1),
            topic.commands().stream()
                .map(c -> "  %-32s %s".formatted(c.usage(), c.summary()))
                .collect(Collectors.joining("\n")),
            topic.examples().stream()
                .map(HelpTopic.Example::shown)
                .collect(Collectors.joining("\n")));
  }

  private String keys() {
    return "Keys, here and inline\n"
        + KeyHelp.shown(
            Stream.concat(KeyHelp.rows(bound.get(), false).stream(), KeyHelp.EDITING.stream()))
        + "\nOn the whole screen, besides\n"
        + KeyHelp.shown(KeyHelp.rows(bound.get(), true).stream())
        + "\nOthers are set by /set keys.NAME, such as /set keys.unread alt-u.";
  }

  private static String list() {
    return "What you type goes to the talk you are in; what begins with / is a command. Tab"
        + " completes.\n"
        + "  %-10s %s%n".formatted(KEYS, topics().get(KEYS))
        + Arrays.stream(HelpTopic.values())
            .map(t -> "  %-10s %s".formatted(t.word(), t.title()) + words(t))
            .collect(Collectors.joining("\n"))
        + "\n/help WORD tells of one of these, /help /join of a command.";
  }

  /** The commands of a topic, in lines that fit beside the lists of a screen. */
  private static String words(HelpTopic topic) {
    StringBuilder lines = new StringBuilder();
    int used = WIDTH;
    for (Command command : topic.commands()) {
      String word = "/" + command.word();
      if (used + word.length() >= WIDTH) {
        lines.append("\n").append(" ".repeat(13));
        used = 0;
      }
      lines.append(word).append(' ');
      used += word.length() + 1;
    }
    return lines.toString().stripTrailing();
  }
}
