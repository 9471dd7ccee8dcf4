package parley.server.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import parley.protocol.Addressee;
import parley.protocol.BarWords;
import parley.protocol.Digits;
import parley.protocol.Halves;
import parley.protocol.Printable;
import parley.protocol.Request;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.protocol.RoomWords;
import parley.text.Nearest;
import tools.jackson.databind.node.StringNode;

/**
 * The commands of the text mode, in the order in which {@code /help} lists them: what is typed
 * after the word, what it does, and how it is read. A command's word is its name in small letters;
 * it is the {@code id} of the request too, by which {@link parley.server.wire.TextWire} knows the
 * answer.
 */
@SuppressWarnings("ImmutableEnumChecker") // a reading is a function without a state
public enum TextCommand {
  JOIN(
      "ROOM",
      "go to a room; sentences go there from now on",
      some((rest, _) -> new TextInput.Enter(new Request.Join("join", rest)))),
  LEAVE(
      "[ROOM]",
      "leave the room you are in, or another",
      (rest, room) -> there(rest, room, r -> new TextInput.Leave(new Request.Leave("leave", r)))),
  ROOMS("", "which rooms there are", (_, _) -> new TextInput.Ask(new Request.Rooms("rooms", null))),
  TALKS("", "with whom you talk", (_, _) -> new TextInput.Ask(new Request.Talks("talks", null))),
  WHO(
      "[ROOM]",
      "who is in the room",
      (rest, room) -> inRoom(rest, room, r -> new Request.Members("who", r, null))),
  WHOIS(
      "NAME",
      "who someone is",
      some((rest, _) -> new TextInput.Ask(new Request.Whois("whois", rest)))),
  MSG("NAME TEXT", "say something to one person", (rest, _) -> message(rest)),
  ME("ACTION", "* you do something", some((rest, room) -> say(rest, room, Request.Kind.ACTION))),
  NOTICE(
      "TEXT",
      "say what no bot may answer",
      some((rest, room) -> say(rest, room, Request.Kind.NOTICE))),
  REPLY("NAME TEXT", "answer the last message by someone here", TextCommand::answer),
  EDIT("TEXT", "correct your last message", some((rest, _) -> new TextInput.Correct(rest))),
  DELETE(
      "[NAME]",
      "take your last message back; operators: someone's here",
      (rest, room) ->
          room == null && !rest.isEmpty()
              ? noRoom()
              : new TextInput.TakeBack(rest.isEmpty() ? null : rest)),
  REPORT(
      "NAME [REASON]",
      "tell the operators of the last message by someone here",
      TextCommand::report),
  REACT(
      "EMOJI [N]",
      "react to the last message here, or the Nth last",
      some((rest, room) -> react(rest, room, false))),
  UNREACT("EMOJI [N]", "take a reaction back", some((rest, room) -> react(rest, room, true))),
  TOPIC("TEXT", "set the room's topic; /topic - takes it away", TextCommand::topic),
  SETTINGS(
      "[WORD VALUE]", "what the room is like, or another setting of it", TextCommand::settings),
  INVITE(
      "NAME",
      "let someone into this room",
      some((rest, room) -> inRoom("", room, r -> new Request.Invite("invite", r, rest, null)))),
  UNINVITE(
      "NAME",
      "take an invitation into this room back",
      some((rest, room) -> inRoom("", room, r -> new Request.Invite("uninvite", r, rest, true)))),
  ROLE("NAME ROLE", "make someone a member, moderator or owner here", TextCommand::role),
  TRANSFER(
      "NAME",
      "make someone the room's owner in your place",
      some(
          (rest, room) ->
              inRoom("", room, r -> new Request.Role("transfer", r, rest, RoomRole.OWNER, true)))),
  ARCHIVE(
      "[--erase]",
      "let nobody speak here any more; --erase erases for good what was said",
      TextCommand::archive),
  KICK(
      "NAME [REASON]",
      "put someone out of this room; of a private one, until /invite",
      TextCommand::kick),
  MUTE(
      "NAME [TIME] [REASON]",
      "keep someone from speaking here, for 10m, 2h, 1d or until /unmute",
      some((rest, room) -> inRoom("", room, r -> BarWords.request("mute", r, RoomBar.MUTE, rest)))),
  UNMUTE(
      "NAME",
      "let them speak again",
      some((rest, room) -> inRoom("", room, r -> BarWords.end("unmute", r, RoomBar.MUTE, rest)))),
  BAN(
      "NAME [TIME] [REASON]",
      "put someone out of this room, and keep them out",
      some((rest, room) -> inRoom("", room, r -> BarWords.request("ban", r, RoomBar.BAN, rest)))),
  UNBAN(
      "NAME",
      "let them come in again; into a private room, /invite them too",
      some((rest, room) -> inRoom("", room, r -> BarWords.end("unban", r, RoomBar.BAN, rest)))),
  HISTORY("[N]", "the room's last N messages", TextCommand::history),
  SEARCH(
      "WORDS",
      "find messages; also \"a phrase\", word*, -word, from:NAME, room:NAME,"
          + " before:2026-01-31, after:2026-01-01",
      some((rest, _) -> search(rest))),
  GET("[SEQ]", "fetch the newest file here, or that of message SEQ", (rest, _) -> get(rest)),
  UPLOAD("NAME SIZE SHA256", "send a file here; sha256sum tells the last", TextCommand::upload),
  AWAY(
      "[TEXT]",
      "let others see that you are away, and why; alone, that you are back",
      (rest, _) -> new TextInput.Ask(new Request.Away("away", rest.isEmpty() ? null : rest))),
  NICK(
      "NAME",
      "take another name",
      some((rest, _) -> new TextInput.Ask(new Request.Nick("nick", rest)))),
  REGISTER(
      "PASSWORD [INVITATION]",
      "make an account, so that the name is yours for good",
      some((rest, _) -> register(rest))),
  PASSWORD("OLD NEW", "give your account another password", (rest, _) -> password(rest)),
  SESSIONS(
      "",
      "where your account is signed in",
      (_, _) -> new TextInput.Ask(new Request.Sessions("sessions"))),
  REVOKE("N", "end session or token N of your account", (rest, _) -> revoke(rest)),
  TOKENS(
      "",
      "by which tokens programs sign in to your account",
      (_, _) -> new TextInput.Ask(new Request.Tokens("tokens"))),
  TOKEN(
      "NAME [rooms=ROOM,…] [may=read,post,talks] [for=30d]",
      "make a token by which a program signs in to your account",
      some((rest, _) -> new TextInput.Ask(Request.Token.typed("token", rest)))),
  FORGET(
      "PASSWORD [account]",
      "have all erased for good that you said, if the server lets you",
      some((rest, _) -> forget(rest))),
  EXPORT(
      "",
      "how to have a copy of what you said",
      (_, _) ->
          new TextInput.Hint(
              "-- /export in the chat program writes what you said into a file; other programs ask"
                  + " for it with the request export, as docs/protocol.md says")),
  STATS(
      "",
      "the server's figures",
      (_, _) -> new TextInput.Ask(new Request.Stats("stats", null, null))),
  ECHO(
      "TEXT",
      "get the text back",
      (rest, _) ->
          new TextInput.Ask(new Request.Echo("echo", Map.of("text", StringNode.valueOf(rest))))),
  ADMIN(
      "COMMAND",
      "for operators; /admin claim TOKEN makes you one",
      some((rest, _) -> new TextInput.Ask(new Request.Admin("admin", rest)))),
  HELP("[COMMAND]", "this list, or more of one command", (rest, _) -> help(rest)),
  QUIT("", "leave the chat", (_, _) -> new TextInput.Ask(new Request.Bye("quit")));

  /**
   * How the rest of a line is read.
   *
   * @see #parse
   */
  private interface Reading {
    /**
     * @param rest what follows the word, without blanks around it
     * @param room the current room, null where there is none
     * @return null where it is not typed as it should be
     */
    TextInput read(String rest, String room);
  }

  /** The longest word that an answer repeats, in characters. */
  private static final int REPEATED = 20;

  /** Messages that a search shows. */
  private static final int FOUND = 20;

  private final String form;
  private final String meaning;

  private final Reading reading;

  TextCommand(String rest, String meaning, Reading reading) {
    this.form = ("/" + word() + " " + rest).stripTrailing();
    this.meaning = meaning;
    this.reading = reading;
  }

  /** How it is typed: {@code /join ROOM}. */
  public String form() {
    return form;
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param word what was typed behind the slash
   * @param room the current room, null where there is none
   */
  static TextInput parse(String word, String rest, String room) {
    for (TextCommand command : values()) {
      if (command.word().equals(word)) {
        TextInput read = command.reading.read(rest, room);
        return read == null ? command.usage() : read;
      }
    }
    return unknown(word);
  }

  private TextInput usage() {
    return new TextInput.Hint("! It goes: " + form + "  (" + meaning + ")");
  }

  private static TextInput unknown(String word) {
    String typed = Printable.line(word.length() > REPEATED ? word.substring(0, REPEATED) : word);
    String near =
        Nearest.of(
                word.toLowerCase(Locale.ROOT),
                Arrays.stream(values()).map(TextCommand::word).toList())
            .map(c -> "; did you mean /" + c + "? ")
            .orElse(". ");
    return new TextInput.Hint("! There is no /" + typed + near + "Type /help for the list.");
  }

  private static TextInput help(String rest) {
    if (rest.isEmpty()) {
      return new TextInput.Hint(help());
    }
    String word = Halves.atFirstBlanks(rest.startsWith("/") ? rest.substring(1) : rest).left();
    for (TextCommand command : values()) {
      if (command.word().equalsIgnoreCase(word)) {
        return new TextInput.Hint(
            "-- %s\r\n   %s\r\n   such as %s"
                .formatted(command.form, command.meaning, Examples.of(command)));
      }
    }
    return unknown(word);
  }

  private static String help() {
    StringBuilder help = new StringBuilder("-- a line without a / goes to the room you are in");
    for (TextCommand command : values()) {
      help.append("\r\n  ").append("%-25s %s".formatted(command.form, command.meaning));
    }
    return help.append("\r\n-- /help COMMAND shows an example").toString();
  }

  /** Where nothing follows the word, how it goes is told. */
  private static Reading some(Reading reading) {
    return (rest, room) -> rest.isEmpty() ? null : reading.read(rest, room);
  }

  private static TextInput noRoom() {
    return new TextInput.Hint("! You are in no room. Type /join lobby first, or name a room.");
  }

  private static TextInput inRoom(String given, String room, Function<String, Request> request) {
    return there(given, room, r -> new TextInput.Ask(request.apply(r)));
  }

  /** In the room that is named, or else in the current one. */
  private static TextInput there(String given, String room, Function<String, TextInput> input) {
    String which = given.isEmpty() ? room : given;
    return which == null ? noRoom() : input.apply(which);
  }

  private static TextInput say(String text, String room, Request.Kind kind) {
    return inRoom("", room, r -> new Request.Send("send", r, null, text, null, kind));
  }

  private static TextInput answer(String rest, String room) {
    Halves parts = Halves.atFirstBlanks(rest);
    if (parts.right().isEmpty()) {
      return null;
    }
    return room == null ? noRoom() : new TextInput.Answer(parts.left(), parts.right());
  }

  private static TextInput report(String rest, String room) {
    Halves parts = Halves.atFirstBlanks(rest);
    if (rest.isEmpty()) {
      return null;
    }
    String reason = parts.right().isEmpty() ? null : parts.right();
    return room == null ? noRoom() : new TextInput.Report(parts.left(), reason);
  }

  private static TextInput react(String rest, String room, boolean remove) {
    Halves parts = Halves.atFirstBlanks(rest);
    boolean counts = !parts.right().isEmpty();
    if (counts && !Digits.areDecimal(parts.right(), 3)) {
      return null;
    }
    int back = counts ? Integer.parseInt(parts.right()) : 1;
    return room == null ? noRoom() : new TextInput.React(parts.left(), remove, Math.max(1, back));
  }

  private static TextInput message(String rest) {
    Halves parts = Halves.atFirstBlanks(rest);
    if (parts.right().isEmpty()) {
      return null;
    }
    Addressee to = Addressee.ofPerson(parts.left());
    return new TextInput.Ask(
        new Request.Send(
            "send", null, to.person(), parts.right(), null, null, null, to.personId()));
  }

  private static TextInput topic(String rest, String room) {
    return rest.isEmpty()
        ? new TextInput.Hint(
            "! /topic TEXT sets the topic, /topic - takes it away; /rooms shows it.")
        : inRoom("", room, r -> new Request.Topic("topic", r, rest.equals("-") ? "" : rest));
  }

  private static TextInput settings(String rest, String room) {
    Halves parts = Halves.atFirstBlanks(rest);
    if (!rest.isEmpty() && parts.right().isEmpty()) {
      return new TextInput.Hint(
          "-- " + RoomWords.help().replace("\n", "\r\n   ") + "\r\n-- as in /settings slow 10");
    }
    RoomSettings set = rest.isEmpty() ? null : RoomWords.change(parts.left(), parts.right());
    return inRoom("", room, r -> new Request.Room("settings", r, set));
  }

  private static TextInput archive(String rest, String room) {
    return switch (rest) {
      case "" ->
          inRoom("", room, r -> new Request.Room("archive", r, RoomWords.change("archived", "on")));
      case "--erase" -> inRoom("", room, r -> new Request.Erase("archive", r, true));
      default -> null;
    };
  }

  private static TextInput role(String rest, String room) {
    Halves parts = Halves.atLastBlanks(rest);
    return parts.left().isEmpty()
        ? null
        : inRoom(
            "",
            room,
            r -> new Request.Role("role", r, parts.left(), RoomRole.of(parts.right()), null));
  }

  private static TextInput kick(String rest, String room) {
    Halves parts = Halves.atFirstBlanks(rest);
    String reason = parts.right().isEmpty() ? null : parts.right();
    return rest.isEmpty()
        ? null
        : inRoom("", room, r -> new Request.Kick("kick", r, parts.left(), reason));
  }

  private static TextInput history(String rest, String room) {
    if (!rest.isEmpty() && !Digits.areDecimal(rest, 6)) {
      return null;
    }
    Integer limit = rest.isEmpty() ? null : Integer.valueOf(rest);
    return inRoom("", room, r -> new Request.History("history", r, null, null, null, limit));
  }

  private static TextInput search(String rest) {
    return new TextInput.Ask(new Request.Search("search", rest, null, null, FOUND, null));
  }

  private static TextInput get(String rest) {
    if (rest.isEmpty()) {
      return new TextInput.Get(null);
    }
    return Digits.areDecimal(rest, 18) ? new TextInput.Get(Long.valueOf(rest)) : null;
  }

  private static TextInput register(String rest) {
    Halves parts = Halves.atFirstBlanks(rest);
    String invitation = parts.right().isEmpty() ? null : parts.right();
    return new TextInput.Ask(new Request.Register("register", null, parts.left(), invitation));
  }

  private static TextInput password(String rest) {
    Halves parts = Halves.atFirstBlanks(rest);
    return parts.right().isEmpty()
        ? null
        : new TextInput.Ask(new Request.Password("password", parts.left(), parts.right()));
  }

  private static TextInput forget(String rest) {
    Halves parts = Halves.atLastBlanks(rest);
    boolean account = parts.right().equals("account") && !parts.left().isEmpty();
    String password = account ? parts.left() : rest;
    return new TextInput.Ask(new Request.Forget("forget", password, account ? true : null));
  }

  private static TextInput revoke(String rest) {
    return Digits.areDecimal(rest, 18) ? new TextInput.Revoke(Long.parseLong(rest)) : null;
  }

  private static TextInput upload(String rest, String room) {
    // From the end, because a name may hold blanks.
    Halves digest = Halves.atLastBlanks(rest);
    Halves file = Halves.atLastBlanks(digest.left());
    boolean whole =
        Digits.areHexadecimal(digest.right(), 64) && Digits.areDecimal(file.right(), 18);
    if (!whole) {
      return null;
    }
    Long size = Long.valueOf(file.right());
    return there(
        "",
        room,
        r ->
            new TextInput.Offer(
                new Request.Upload(
                    "upload", r, null, file.left(), size, digest.right(), null, null)));
  }
}
