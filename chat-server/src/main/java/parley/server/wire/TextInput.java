package parley.server.wire;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.protocol.InvalidRequest;
import parley.protocol.Request;
import tools.jackson.databind.node.StringNode;

/**
 * A line that a person typed, as a request or as something to tell them. Pure: what the line means
 * depends on the room they are in and on nothing else.
 */
public sealed interface TextInput {

  /** A file's name, size and SHA-256. */
  Pattern FILE = Pattern.compile("(.+?)\\s+([0-9]{1,18})\\s+([0-9a-fA-F]{64})");

  /** An emoji and how far back it goes. */
  Pattern REACTION = Pattern.compile("(\\S+)(?:\\s+([0-9]{1,3}))?");

  /** A request whose {@code id} is the command's name. */
  record Ask(Request request) implements TextInput {}

  /** Nothing to do but say this. */
  record Hint(String text) implements TextInput {}

  /** Something about an earlier message, which must be found first. */
  sealed interface About extends TextInput {}

  /** The person's own last message gets another text. */
  record Correct(String text) implements About {}

  /** The person's own last message is taken back, or the last one by somebody in the room. */
  record TakeBack(String name) implements About {}

  /**
   * A reaction to one of the room's last messages.
   *
   * @param back 1 for the last, 2 for the one before
   */
  record React(String emoji, boolean remove, int back) implements About {}

  /** An answer to the last message by somebody in the room. */
  record Answer(String name, String text) implements About {}

  /**
   * The file of a message, or of the room's newest that has one.
   *
   * @param seq the message's number, null for the newest
   */
  record Get(Long seq) implements TextInput {}

  /** A command of the text mode: how it is typed and what it does, for {@code /help}. */
  record Usage(String form, String meaning) {}

  /** Messages that a search shows. */
  int FOUND = 20;

  List<Usage> USAGES =
      List.of(
          new Usage("/join ROOM", "go to a room; sentences go there from now on"),
          new Usage("/leave [ROOM]", "leave the room you are in, or another"),
          new Usage("/rooms", "which rooms there are"),
          new Usage("/who [ROOM]", "who is in the room"),
          new Usage("/whois NAME", "who someone is"),
          new Usage("/msg NAME TEXT", "say something to one person"),
          new Usage("/me ACTION", "* you do something"),
          new Usage("/reply NAME TEXT", "answer the last message by someone here"),
          new Usage("/edit TEXT", "correct your last message"),
          new Usage("/delete [NAME]", "take your last message back; operators: someone's here"),
          new Usage("/react EMOJI [N]", "react to the last message here, or the Nth last"),
          new Usage("/unreact EMOJI [N]", "take a reaction back"),
          new Usage("/topic TEXT", "set the room's topic"),
          new Usage("/history [N]", "the room's last N messages"),
          new Usage(
              "/search WORDS",
              "find messages; also \"a phrase\", word*, -word, from:NAME, room:NAME,"
                  + " before:2026-01-31, after:2026-01-01"),
          new Usage("/get [SEQ]", "fetch the newest file here, or that of message SEQ"),
          new Usage("/upload NAME SIZE SHA256", "send a file here; sha256sum tells the last"),
          new Usage("/nick NAME", "take another name"),
          new Usage("/stats", "the server's figures"),
          new Usage("/echo TEXT", "get the text back"),
          new Usage("/admin COMMAND", "for operators; /admin claim TOKEN makes you one"),
          new Usage("/help", "this list"),
          new Usage("/quit", "leave the chat"));

  /**
   * @param room the current room, null where there is none
   */
  static TextInput parse(String line, String room) {
    try {
      if (line.isBlank()) {
        return new Hint("");
      }
      if (!line.startsWith("/") || line.startsWith("//")) {
        return sentence(line.startsWith("//") ? line.substring(1) : line, room);
      }
      int space = line.indexOf(' ');
      String command = space < 0 ? line.substring(1) : line.substring(1, space);
      return command(command, space < 0 ? "" : line.substring(space + 1).strip(), room);
    } catch (InvalidRequest e) {
      return new Hint("! " + e.getMessage());
    }
  }

  private static TextInput sentence(String line, String room) {
    return room == null
        ? new Hint("! You are in no room. Type /join lobby, or /rooms to see which there are.")
        : new Ask(Request.Send.toRoom("send", room, line));
  }

  private static TextInput command(String command, String rest, String room) {
    return switch (command) {
      case "join" -> rest.isEmpty() ? usage("join") : new Ask(new Request.Join("join", rest));
      case "leave" -> inRoom(rest, room, r -> new Request.Leave("leave", r));
      case "rooms" -> new Ask(new Request.Rooms("rooms", null));
      case "who" -> inRoom(rest, room, r -> new Request.Members("who", r, null));
      case "whois" -> rest.isEmpty() ? usage("whois") : new Ask(new Request.Whois("whois", rest));
      case "msg" -> message(rest);
      case "me" ->
          rest.isEmpty()
              ? usage("me")
              : inRoom(
                  "",
                  room,
                  r -> new Request.Send("send", r, null, rest, null, Request.Kind.ACTION));
      case "reply" -> answer(rest, room);
      case "edit" -> rest.isEmpty() ? usage("edit") : new Correct(rest);
      case "delete" ->
          room == null && !rest.isEmpty() ? noRoom() : new TakeBack(rest.isEmpty() ? null : rest);
      case "react" -> react(rest, room, false);
      case "unreact" -> react(rest, room, true);
      case "topic" -> inRoom("", room, r -> new Request.Topic("topic", r, rest));
      case "history" -> history(rest, room);
      case "search" ->
          rest.isEmpty()
              ? usage("search")
              : new Ask(new Request.Search("search", rest, null, null, FOUND, null));
      case "get" -> get(rest);
      case "upload" -> upload(rest, room);
      case "nick" -> rest.isEmpty() ? usage("nick") : new Ask(new Request.Nick("nick", rest));
      case "stats" -> new Ask(new Request.Stats("stats", null));
      case "echo" ->
          new Ask(new Request.Echo("echo", java.util.Map.of("text", StringNode.valueOf(rest))));
      case "admin" -> rest.isEmpty() ? usage("admin") : new Ask(new Request.Admin("admin", rest));
      case "help" -> new Hint(help());
      case "quit" -> new Ask(new Request.Bye("quit"));
      default -> new Hint("! There is no /" + nearest(command) + "Type /help for the list.");
    };
  }

  private static String nearest(String command) {
    String typed =
        parley.protocol.Printable.line(command.length() > 20 ? command.substring(0, 20) : command);
    return USAGES.stream()
        .map(u -> u.form().split("[ /]")[1])
        .filter(c -> c.charAt(0) == (command.isEmpty() ? ' ' : command.charAt(0)))
        .findFirst()
        .map(c -> typed + "; did you mean /" + c + "? ")
        .orElse(typed + ". ");
  }

  private static TextInput answer(String rest, String room) {
    String[] parts = rest.split("\\s+", 2);
    if (parts.length < 2) {
      return usage("reply");
    }
    return room == null ? noRoom() : new Answer(parts[0], parts[1]);
  }

  private static TextInput react(String rest, String room, boolean remove) {
    Matcher parts = REACTION.matcher(rest);
    if (!parts.matches()) {
      return usage(remove ? "unreact" : "react");
    }
    int back = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
    return room == null ? noRoom() : new React(parts.group(1), remove, Math.max(1, back));
  }

  private static TextInput noRoom() {
    return new Hint("! You are in no room. Type /join lobby first, or name a room.");
  }

  private static TextInput inRoom(
      String given, String room, java.util.function.Function<String, Request> request) {
    String which = given.isEmpty() ? room : given;
    return which == null ? noRoom() : new Ask(request.apply(which));
  }

  private static TextInput message(String rest) {
    String[] parts = rest.split("\\s+", 2);
    return parts.length < 2
        ? usage("msg")
        : new Ask(new Request.Send("send", null, parts[0], parts[1], null, null));
  }

  private static TextInput history(String rest, String room) {
    if (rest.isEmpty() || rest.matches("[0-9]{1,6}")) {
      Integer limit = rest.isEmpty() ? null : Integer.valueOf(rest);
      return inRoom("", room, r -> new Request.History("history", r, null, null, null, limit));
    }
    return usage("history");
  }

  private static TextInput get(String rest) {
    if (rest.isEmpty()) {
      return new Get(null);
    }
    return rest.matches("[0-9]{1,18}") ? new Get(Long.valueOf(rest)) : usage("get");
  }

  private static TextInput upload(String rest, String room) {
    Matcher file = FILE.matcher(rest);
    if (!file.matches()) {
      return usage("upload");
    }
    Long size = Long.valueOf(file.group(2));
    return inRoom(
        "",
        room,
        r -> new Request.Upload("upload", r, null, file.group(1), size, file.group(3), null, null));
  }

  private static TextInput usage(String command) {
    return USAGES.stream()
        .filter(u -> (u.form() + " ").startsWith("/" + command + " "))
        .map(u -> (TextInput) new Hint("! It goes: " + u.form() + "  (" + u.meaning() + ")"))
        .findFirst()
        .orElseThrow();
  }

  private static String help() {
    StringBuilder help = new StringBuilder("-- a line without a / goes to the room you are in");
    for (Usage usage : USAGES) {
      help.append("\r\n  ").append("%-26s%s".formatted(usage.form(), usage.meaning()));
    }
    return help.toString();
  }
}
