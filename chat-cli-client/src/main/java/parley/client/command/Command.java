package parley.client.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.client.terminal.Completion;
import parley.client.terminal.Completion.Argument;

/** What can be typed after a slash. */
public enum Command {
  JOIN("ROOM", Argument.ROOM, "join a room; it is made if there is none of that name"),
  LEAVE("[ROOM]", Argument.ROOM, "leave this room, or another one"),
  ROOM("[ROOM | @NAME | NUMBER]", Argument.TALK, "turn to another talk (Alt-1 to Alt-9, ctrl-N)"),
  ROOMS("", Argument.NONE, "the rooms there are"),
  WHO("[ROOM]", Argument.ROOM, "who is in this room"),
  WHOIS("NAME", Argument.PERSON, "what is known of a person"),
  MSG("NAME TEXT", Argument.PERSON, "say something to one person"),
  ME("TEXT", Argument.PERSON, "say what you do: * alice waves"),
  TOPIC("[TEXT | -]", Argument.NONE, "show or set the room's topic; - takes it away"),
  HISTORY("[COUNT]", Argument.NONE, "read older messages again (50)"),
  NICK("NAME", Argument.NONE, "take another name"),
  STATS("[watch [SECONDS] | off]", Argument.NONE, "the server's figures, once or live"),
  ECHO("TEXT", Argument.NONE, "let the server send it back, and measure how long that takes"),
  ADMIN("COMMAND", Argument.NONE, "an admin command, for operators (/admin help)"),
  RESEND("", Argument.NONE, "send again what was not confirmed when the place was lost"),
  DISCARD("", Argument.NONE, "give up what was not confirmed when the place was lost"),
  RECONNECT("", Argument.NONE, "try to connect now"),
  HELP("[COMMAND]", Argument.NONE, "this list, or one command"),
  QUIT("", Argument.NONE, "leave the chat");

  private final String arguments;
  private final Argument first;
  private final String summary;

  Command(String arguments, Argument first, String summary) {
    this.arguments = arguments;
    this.first = first;
    this.summary = summary;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How it is typed: {@code /join ROOM}. */
  public String usage() {
    return ("/" + word() + " " + arguments).strip();
  }

  public String summary() {
    return summary;
  }

  public static Optional<Command> named(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(command -> command.word().equals(lower)).findFirst();
  }

  /** The one command that a mistyped word most looks like. */
  static Optional<Command> like(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.isEmpty()) {
      return Optional.empty();
    }
    return Arrays.stream(values())
        .filter(c -> c.word().startsWith(lower) || distance(c.word(), lower) <= 2)
        .min((a, b) -> Integer.compare(distance(a.word(), lower), distance(b.word(), lower)));
  }

  static List<Completion.Word> words() {
    return Arrays.stream(values())
        .map(c -> new Completion.Word(c.word(), c.summary, c.first))
        .toList();
  }

  /** How many letters must change to make one word the other (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
