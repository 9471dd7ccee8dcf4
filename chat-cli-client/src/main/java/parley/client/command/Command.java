package parley.client.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import parley.client.terminal.Completion;
import parley.client.terminal.Completion.Argument;
import parley.protocol.RoomBar;

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
  TALKS("", 0, Argument.NONE, "with whom you talk, newest first", (to, _) -> to.talks().talks()),
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
  REPLY(
      "[#N | -N] TEXT",
      1,
      Argument.MESSAGE,
      "answer a message: the last one by somebody else, or the one you name",
      (to, given) -> to.messages().reply(given)),
  EDIT(
      "[#N | -N] TEXT",
      1,
      Argument.OWN_MESSAGE,
      "give your last message, or another one, a new text (Alt-E)",
      (to, given) -> to.messages().edit(given)),
  DELETE(
      "[#N | -N]",
      0,
      Argument.OWN_MESSAGE,
      "take your last message, or another one, back for good",
      (to, given) -> to.messages().delete(given)),
  REPORT(
      "[#N | -N] [REASON]",
      0,
      Argument.MESSAGE,
      "tell the operators of a message: the last one by somebody else, or the one you name",
      (to, given) -> to.messages().report(given)),
  REACT(
      "EMOJI [#N | -N]",
      1,
      List.of(Argument.EMOJI, Argument.MESSAGE),
      "react with an emoji, or its name as in :+1:; again takes it back",
      (to, given) -> to.messages().react(given)),
  SEND(
      "FILE [TEXT]",
      1,
      Argument.PATH,
      "send a file of this machine here, and say something with it",
      (to, given) -> to.files().send(given)),
  GET(
      "[#N | NAME] [as NAME]",
      0,
      Argument.FILE_MESSAGE,
      "fetch the last file that was sent here, or the one you name",
      (to, given) -> to.files().get(given)),
  CANCEL(
      "[N]",
      0,
      Argument.NONE,
      "end the file that is on its way, or the one with that number",
      (to, given) -> to.files().cancel(given)),
  NUMBERS(
      "",
      0,
      Argument.NONE,
      "messages' numbers in the place of times, and back (Alt-N)",
      (to, _) -> to.numbers().run()),
  TOPIC(
      "[TEXT | -]",
      0,
      Argument.NONE,
      "show or set the room's topic; - takes it away",
      (to, given) -> to.rooms().topic(given)),
  SET(
      "[SETTING [VALUE… | -]]",
      0,
      List.of(Argument.PREFERENCE, Argument.PREFERENCE_VALUE),
      "how you want this program: all settings, one of them, or another value for it, in your"
          + " chat.toml too; - sets it no more, /set reload reads the file again",
      (to, given) -> to.settings().set(given)),
  QUIET(
      "[off] [TALK]",
      0,
      List.of(Argument.TALK, Argument.TALK),
      "let a talk never ring nor notify you, this one or another; off lets it again",
      (to, given) -> to.settings().quiet(given)),
  SETTINGS(
      "[WORD VALUE]",
      0,
      List.of(Argument.SETTING, Argument.SETTING_VALUE),
      "what the room is like, or another setting of it: private on, slow 10",
      (to, given) -> to.keeping().settings(given)),
  INVITE(
      "[NAME]",
      0,
      Argument.PERSON,
      "let somebody into this room; alone, for operators, a line for a newcomer",
      (to, given) -> to.keeping().invite(given)),
  UNINVITE(
      "NAME",
      1,
      Argument.PERSON,
      "take an invitation into this room back",
      (to, given) -> to.keeping().uninvite(given)),
  ROLE(
      "NAME ROLE",
      2,
      List.of(Argument.PERSON, Argument.ROOM_ROLE),
      "make somebody a member, moderator or owner of this room",
      (to, given) -> to.keeping().role(given)),
  TRANSFER(
      "NAME",
      1,
      Argument.PERSON,
      "make somebody the owner of this room in your place",
      (to, given) -> to.keeping().transfer(given)),
  ARCHIVE(
      "[off | --erase] [--yes]",
      0,
      Argument.NONE,
      "let nobody speak in this room any more; off lets them again, --erase erases for good what"
          + " was said",
      (to, given) -> to.keeping().archive(given)),
  KICK(
      "NAME [REASON]",
      1,
      Argument.PERSON,
      "put somebody out of this room; out of a private one, until /invite",
      (to, given) -> to.keeping().kick(given)),
  MUTE(
      "NAME [TIME] [REASON]",
      1,
      Argument.PERSON,
      "keep somebody from speaking in this room, for 10m, 2h, 1d or until /unmute",
      (to, given) -> to.keeping().bar(RoomBar.MUTE, given)),
  UNMUTE(
      "NAME",
      1,
      Argument.PERSON,
      "let them speak again",
      (to, given) -> to.keeping().endBar(RoomBar.MUTE, given)),
  BAN(
      "NAME [TIME] [REASON]",
      1,
      Argument.PERSON,
      "put somebody out of this room, and keep them out",
      (to, given) -> to.keeping().bar(RoomBar.BAN, given)),
  UNBAN(
      "NAME",
      1,
      Argument.PERSON,
      "let them come into this room again; into a private one, /invite them too",
      (to, given) -> to.keeping().endBar(RoomBar.BAN, given)),
  HISTORY(
      "[COUNT | #N]",
      0,
      Argument.NONE,
      "read older messages again (50), or those around one",
      (to, given) -> to.reading().history(given)),
  SEARCH(
      "[QUERY]",
      0,
      Argument.PERSON,
      "find messages: words, \"a phrase\", begin*, -not, from:NAME, room:NAME, after:DATE,"
          + " before:DATE; alone, the next older ones",
      (to, given) -> to.reading().search(given)),
  AWAY(
      "[TEXT]",
      0,
      Argument.NONE,
      "let others see that you are away, and why; alone, that you are back",
      (to, given) -> to.absence().away(given)),
  NICK("NAME", 1, Argument.NONE, "take another name", (to, given) -> to.server().nick(given)),
  REGISTER(
      "",
      0,
      Argument.NONE,
      "make an account of the name you have: only you come by it, and you keep your rooms",
      (to, given) -> to.account().register(given)),
  PASSWORD(
      "",
      0,
      Argument.NONE,
      "give your account another password; it is asked for, and ends your other sessions",
      (to, given) -> to.account().password(given)),
  SESSIONS("", 0, Argument.NONE, "where you are signed in", (to, _) -> to.account().sessions()),
  REVOKE(
      "N",
      1,
      Argument.NONE,
      "end one of your sessions or tokens, by its number in /sessions or /tokens",
      (to, given) -> to.tokens().revoke(given)),
  TOKENS(
      "",
      0,
      Argument.NONE,
      "by which tokens programs sign in to your account",
      (to, _) -> to.tokens().tokens()),
  TOKEN(
      "NAME [rooms=ROOM,…] [may=read,post,talks] [for=30d]",
      1,
      List.of(Argument.NONE, Argument.TOKEN_SCOPE, Argument.TOKEN_SCOPE),
      "make a token by which a program signs in to your account, for some rooms or for all",
      (to, given) -> to.tokens().token(given)),
  EXPORT(
      "[FILE]",
      0,
      Argument.PATH,
      "copy what you said, and what else is yours here, into a file that you alone can read",
      (to, given) -> to.own().export(given)),
  FORGET(
      "[account]",
      0,
      Argument.NONE,
      "have all erased for good that you said, if the server lets you; account: your account, too;"
          + " your password is asked for",
      (to, given) -> to.account().forget(given)),
  SIGNOUT(
      "",
      0,
      Argument.NONE,
      "end your session here, and leave: the next time your password is asked for",
      (to, _) -> to.account().signOut()),
  STATS(
      "[watch [SECONDS] | off]",
      0,
      Argument.NONE,
      "the server's figures, once or live",
      (to, given) -> to.figures().stats(given)),
  BOARD(
      "",
      0,
      Argument.NONE,
      "how the server does, as plots of the last minute, hour and day; q leaves, ? tells the keys",
      (to, _) -> to.figures().board()),
  ECHO(
      "TEXT",
      1,
      Argument.NONE,
      "let the server send it back, and measure how long that takes",
      (to, given) -> to.server().echo(given)),
  ADMIN(
      "COMMAND",
      1,
      Argument.ADMIN,
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
  RECONNECT("", 0, Argument.NONE, "try to connect now", (to, _) -> to.servers().reconnect()),
  CONNECT(
      "SERVER",
      1,
      Argument.SERVER,
      "open another server beside this one, by its name in chat.toml or by its address",
      (to, given) -> to.servers().connect(given)),
  DISCONNECT(
      "[SERVER]",
      0,
      Argument.SERVER,
      "leave this server, or another one; the others go on",
      (to, given) -> to.servers().disconnect(given)),
  SERVERS("", 0, Argument.NONE, "the servers that are open here", (to, _) -> to.servers().list()),
  HELP(
      "[TOPIC | /COMMAND]",
      0,
      Argument.HELP,
      "what there is to read about, one topic of it such as keys, or one command (F1)",
      (to, given) -> to.help().show(given)),
  QUIT("", 0, Argument.NONE, "leave the chat", (to, _) -> to.servers().quit());

  /** Words of a usage for which there may be any number of words. */
  private static final Pattern FREE = Pattern.compile("TEXT|REASON|QUERY|COMMAND|FILE|…|as NAME");

  private final String arguments;
  private final int needed;

  // A copy that nobody changes; the type can't say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Argument> completed;

  private final String summary;

  // A lambda without state; the type can't say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final BiConsumer<CommandHandlers, Arguments> handler;

  /**
   * @param needed how many words there must be at least
   * @param completed what the first of them are, to be completed
   */
  Command(
      String arguments,
      int needed,
      List<Argument> completed,
      String summary,
      BiConsumer<CommandHandlers, Arguments> handler) {
    this.arguments = arguments;
    this.needed = needed;
    this.completed = List.copyOf(completed);
    this.summary = summary;
    this.handler = handler;
  }

  Command(
      String arguments,
      int needed,
      Argument first,
      String summary,
      BiConsumer<CommandHandlers, Arguments> handler) {
    this(arguments, needed, List.of(first), summary, handler);
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

  /**
   * How many words may follow it: those that its usage names, each alternative as one; any number
   * where the last of them is a text.
   */
  int most() {
    if (FREE.matcher(arguments).find()) {
      return Integer.MAX_VALUE;
    }
    String words = arguments.replaceAll(" \\| [^\\]]+", "").replaceAll("[\\[\\]]", "");
    return words.isBlank() ? 0 : words.strip().split(" +").length;
  }

  /** How many words must follow it. */
  int needed() {
    return needed;
  }

  /** Who does it. */
  BiConsumer<CommandHandlers, Arguments> handler() {
    return handler;
  }

  /** What other programs call some of them. */
  private static final Map<String, Command> OTHERWISE =
      Map.of("part", LEAVE, "names", WHO, "j", JOIN, "exit", QUIT, "window", ROOM);

  public static Optional<Command> named(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (OTHERWISE.containsKey(lower)) {
      return Optional.of(OTHERWISE.get(lower));
    }
    return Arrays.stream(values()).filter(command -> command.word().equals(lower)).findFirst();
  }

  static List<Completion.Word> words() {
    return Arrays.stream(values())
        .map(c -> new Completion.Word(c.word(), c.summary, c.completed))
        .toList();
  }
}
