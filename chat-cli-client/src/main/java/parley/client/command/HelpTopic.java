package parley.client.command;

import static parley.client.command.Command.*;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What help is read about: the commands that belong together, and lines as they are typed. */
enum HelpTopic {
  ROOMS(
      "rooms and talks: come, go, turn to another",
      List.of(JOIN, LEAVE, ROOM, Command.ROOMS, TALKS, WHO, TOPIC, QUIET),
      example("/join ops", "you are in ops, and see it"),
      example("/room 2", "turns to the second talk, as Alt-2 does"),
      example("/topic Release on Friday", "everybody in the room sees it")),
  MESSAGES(
      "what you say, and messages that are there",
      List.of(MSG, ME, REPLY, EDIT, DELETE, REACT, REPORT, NUMBERS, WHOIS, NICK, AWAY),
      example("/msg bob are you there?", "to bob alone"),
      example("/reply -2 I think so, too", "answers the last but one message of others"),
      example("/react :tada:", "to the last message"),
      example("//etc/hosts is a file", "is said: the second slash begins a sentence with one")),
  FILES(
      "send files, and fetch them",
      List.of(SEND, GET, CANCEL),
      example("/send ~/report.pdf The figures.", "Tab completes the path"),
      example("/get report.pdf", "into your folder for downloads")),
  PAST(
      "read back, and find what was said",
      List.of(HISTORY, SEARCH),
      example("/search from:bob \"big deploy\"", "all that you may read"),
      example("/search", "the next older ones"),
      example("/history #48211", "what was said around it")),
  RULES(
      "what a room is like, and who may do what in it",
      List.of(SETTINGS, INVITE, UNINVITE, ROLE, TRANSFER, ARCHIVE, KICK, MUTE, UNMUTE, BAN, UNBAN),
      example("/settings private on", "nobody comes in without /invite"),
      example("/settings slow 10", "10 seconds between two messages of one person"),
      example("/role bob moderator", "bob may mute and kick here"),
      example("/mute eve 10m flooding", "ends by itself")),
  ACCOUNT(
      "your name for good, devices, tokens, what is yours",
      List.of(REGISTER, PASSWORD, SESSIONS, SIGNOUT, TOKEN, TOKENS, REVOKE, EXPORT, FORGET),
      example("/register", "makes an account of the name you have"),
      example("/token ci rooms=ops may=post", "for a program that only posts to ops")),
  SERVERS(
      "several servers on one screen",
      List.of(CONNECT, DISCONNECT, Command.SERVERS, RECONNECT),
      example("/connect work", "opens it beside this one; its talks follow in the list"),
      example("/connect ann@chat.example.org", "one that chat.toml does not name"),
      example("/disconnect work", "says goodbye there; the others go on")),
  PROGRAM(
      "this program, the server, and trouble with the line",
      List.of(SET, STATS, BOARD, ECHO, ADMIN, RESEND, DISCARD, HELP, QUIT),
      example("/set screen.theme light", "from now on, in your chat.toml too"),
      example("/stats watch 2", "live, above the lowest line"));

  /**
   * A line as it is typed.
   *
   * @param then what comes of it
   */
  record Example(String line, String then) {
    Optional<Command> command() {
      return Typed.of(line) instanceof Typed.Run run
          ? Optional.of(run.command())
          : Optional.empty();
    }

    String shown() {
      return "  " + line + "  — " + then;
    }
  }

  private final String title;

  // Copies that nobody changes; the type can't say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Command> commands;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Example> examples;

  HelpTopic(String title, List<Command> commands, Example... examples) {
    this.title = title;
    this.commands = commands;
    this.examples = List.of(examples);
  }

  private static Example example(String line, String then) {
    return new Example(line, then);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  List<Command> commands() {
    return commands;
  }

  List<Example> examples() {
    return examples;
  }

  static Optional<HelpTopic> named(String word) {
    return Arrays.stream(values()).filter(t -> t.word().equals(word)).findFirst();
  }
}
