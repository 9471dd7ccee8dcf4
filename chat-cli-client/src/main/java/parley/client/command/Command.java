package parley.client.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import parley.client.terminal.Completion;
import parley.client.terminal.Completion.Argument;

/** What can be typed after a slash: the one table that help, hints and completion come from. */
public enum Command {
  JOIN(
      "ROOM",
      1,
      Argument.ROOM,
      "join a room; it is made if there is none of that name",
      (to, given) -> to.rooms().join(given)),
  LEAVE(
      "[ROOM]",
      0,
      Argument.ROOM,
      "leave this room, or another one",
      (to, given) -> to.rooms().leave(given)),
  ROOM(
      "[ROOM | @NAME | NUMBER]",
      0,
      Argument.TALK,
      "turn to another talk (Alt-1 to Alt-9, ctrl-N)",
      (to, given) -> to.talks().room(given)),
  ROOMS("", 0, Argument.NONE, "the rooms there are", (to, _) -> to.rooms().rooms()),
  WHO("[ROOM]", 0, Argument.ROOM, "who is in this room", (to, given) -> to.rooms().who(given)),
  WHOIS(
      "NAME",
      1,
      Argument.PERSON,
      "what is known of a person",
      (to, given) -> to.server().whois(given)),
  MSG(
      "NAME TEXT",
      2,
      Argument.PERSON,
      "say something to one person",
      (to, given) -> to.talks().msg(given)),
  ME(
      "TEXT",
      1,
      Argument.PERSON,
      "say what you do: * alice waves",
      (to, given) -> to.talks().me(given)),
  TOPIC(
      "[TEXT | -]",
      0,
      Argument.NONE,
      "show or set the room's topic; - takes it away",
      (to, given) -> to.rooms().topic(given)),
  HISTORY(
      "[COUNT]",
      0,
      Argument.NONE,
      "read older messages again (50)",
      (to, given) -> to.talks().history(given)),
  NICK("NAME", 1, Argument.NONE, "take another name", (to, given) -> to.server().nick(given)),
  STATS(
      "[watch [SECONDS] | off]",
      0,
      Argument.NONE,
      "the server's figures, once or live",
      (to, given) -> to.figures().stats(given)),
  ECHO(
      "TEXT",
      1,
      Argument.NONE,
      "let the server send it back, and measure how long that takes",
      (to, given) -> to.server().echo(given)),
  ADMIN(
      "COMMAND",
      1,
      Argument.NONE,
      "an admin command, for operators (/admin help)",
      (to, given) -> to.server().admin(given)),
  RESEND(
      "",
      0,
      Argument.NONE,
      "send again what was not confirmed when the place was lost",
      (to, _) -> to.talks().resend()),
  DISCARD(
      "",
      0,
      Argument.NONE,
      "give up what was not confirmed when the place was lost",
      (to, _) -> to.talks().discard()),
  RECONNECT("", 0, Argument.NONE, "try to connect now", (to, _) -> to.server().reconnect()),
  HELP(
      "[COMMAND]",
      0,
      Argument.NONE,
      "this list, or one command",
      (to, given) -> to.help().show(given)),
  QUIT("", 0, Argument.NONE, "leave the chat", (to, _) -> to.quit().run());

  private final String arguments;
  private final int needed;
  private final Argument first;
  private final String summary;

  // A lambda without state; the type can't say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final BiConsumer<Handlers, Arguments> handler;

  /**
   * @param needed how many words there must be at least
   * @param first what the first of them is, to be completed
   */
  Command(
      String arguments,
      int needed,
      Argument first,
      String summary,
      BiConsumer<Handlers, Arguments> handler) {
    this.arguments = arguments;
    this.needed = needed;
    this.first = first;
    this.summary = summary;
    this.handler = handler;
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

  /** How many words must follow it. */
  int needed() {
    return needed;
  }

  /** Who does it. */
  BiConsumer<Handlers, Arguments> handler() {
    return handler;
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
