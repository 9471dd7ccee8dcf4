package parley.client.mcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import parley.client.conversation.Emoji;
import parley.client.link.SavedSession;
import parley.protocol.Addressee;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.InvalidRequest;
import parley.protocol.Json;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
import parley.text.Nearest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the tools do. Each call is a thread of its own, which an interrupt ends. */
final class ChatTools {
  private static final int MESSAGES = 20;
  private static final int MOST = 100;
  private static final int ROOMS = 200;
  private static final int NEAR = 3;

  /** Less than the minute after which many programs give a call up. */
  private static final int WAIT_SECONDS = 50;

  private static final int WAIT_MOST = 3_600;

  private final ChatLine line;

  ChatTools(ChatLine line) {
    this.line = line;
  }

  /** Does it. */
  ToolResult call(ChatTool tool, Arguments given) throws ToolFailure, InterruptedException {
    try {
      return switch (tool) {
        case ROOMS -> rooms();
        case HISTORY -> history(given);
        case SEARCH -> search(given);
        case SEND -> send(given);
        case REACT -> react(given);
        case WAIT -> await(given);
      };
    } catch (InvalidRequest e) {
      throw new ToolFailure(Printable.line(e.getMessage()));
    }
  }

  private ToolResult rooms() throws ToolFailure, InterruptedException {
    Reply.RoomList list = line.ask(Reply.RoomList.class, id -> new Request.Rooms(id, null));
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("untrusted", Shown.MARK);
    StringBuilder text = new StringBuilder();
    SavedSession me = line.me();
    if (me != null) {
      data.put("you", me.name());
      text.append("You are ").append(Printable.line(me.name())).append(".\n");
    }
    text.append(Shown.MARK).append('\n');
    ArrayNode rooms = data.putArray("rooms");
    list.rooms().stream().limit(ROOMS).forEach(room -> add(rooms, text, room));
    boolean more = Boolean.TRUE.equals(list.more()) || list.rooms().size() > ROOMS;
    data.put("more", more);
    return new ToolResult(text + (more ? "There are more.\n" : ""), data);
  }

  private static void add(ArrayNode rooms, StringBuilder text, RoomInfo room) {
    ObjectNode node = rooms.addObject();
    String name = Printable.line(new Addressee.Room(room.room()).title());
    String topic = Printable.line(room.topic() == null ? "" : room.topic());
    node.put("room", name);
    node.put("topic", topic);
    node.put("members", room.members());
    node.put("last", room.last());
    text.append(name).append(" (").append(room.members()).append(" members)");
    text.append(topic.isEmpty() ? "\n" : ": " + topic + "\n");
  }

  private ToolResult history(Arguments given) throws ToolFailure, InterruptedException {
    Addressee place = given.place("place");
    Long before = given.number("before");
    Long after = given.number("after");
    if (before != null && after != null) {
      throw new ToolFailure("Give \"before\" or \"after\", and not both.");
    }
    int limit = given.number("limit", MESSAGES, 1, MOST);
    Reply reply = ask(place, before, after, limit);
    if (reply instanceof Reply.Refused no && no.code() == ErrorCode.NOT_A_MEMBER) {
      enter(place.room());
      reply = ask(place, before, after, limit);
    }
    Reply.History read = ChatLine.expect(Reply.History.class, reply);
    return withMore(Shown.messages(read.messages(), null), read, "No messages there.");
  }

  private Reply ask(Addressee place, Long before, Long after, int limit)
      throws ToolFailure, InterruptedException {
    return line.ask(
        id ->
            new Request.History(
                id, place.room(), place.person(), before, after, limit, place.personId()));
  }

  /** Into a room; one that is not there is refused with the names that are near. */
  private void enter(String room) throws ToolFailure, InterruptedException {
    try {
      line.enter(room);
    } catch (ToolFailure e) {
      throw new ToolFailure(e.getMessage() + near(room));
    }
  }

  private String near(String room) throws InterruptedException {
    try {
      Reply.RoomList list = line.ask(Reply.RoomList.class, id -> new Request.Rooms(id, null));
      List<String> near =
          Nearest.several(room, list.rooms().stream().map(RoomInfo::room).toList(), NEAR);
      near = near.stream().filter(name -> !name.equals(room)).toList();
      return near.isEmpty()
          ? " The tool rooms lists those that you may see."
          : " Near it: " + Printable.line(String.join(", ", near)) + ".";
    } catch (ToolFailure e) {
      return "";
    }
  }

  private ToolResult search(Arguments given) throws ToolFailure, InterruptedException {
    String query = given.needed("query");
    String written = given.text("room");
    String room = written == null ? null : Addressee.ofRoom(written).room();
    Long before = given.number("before");
    int limit = given.number("limit", MESSAGES, 1, MOST);
    Reply.History found =
        line.ask(
            Reply.History.class, id -> new Request.Search(id, query, room, null, limit, before));
    ToolResult result = withMore(Shown.messages(found.messages(), null), found, "Nothing found.");
    if (found.note() != null) {
      result.data().put("note", Printable.line(found.note()));
      return new ToolResult(result.text() + Printable.line(found.note()) + "\n", result.data());
    }
    return result;
  }

  private static ToolResult withMore(ToolResult shown, Reply.History read, String none) {
    shown.data().put("more", read.more());
    return new ToolResult(
        read.messages().isEmpty()
            ? none + "\n"
            : shown.text() + (read.more() ? "There are more.\n" : ""),
        shown.data());
  }

  private ToolResult send(Arguments given) throws ToolFailure, InterruptedException {
    Addressee to = given.place("to");
    Request.Kind kind = given.flag("notice") ? Request.Kind.NOTICE : null;
    Reply.Sent sent;
    try {
      sent = line.say(to, given.needed("text"), kind, given.number("reply_to"));
    } catch (ToolFailure e) {
      boolean missing = !to.isPerson() && e.getMessage().startsWith("There is no room");
      throw missing ? new ToolFailure(e.getMessage() + near(to.room())) : e;
    }
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("seq", sent.seq());
    data.put("at", Printable.line(sent.at()));
    data.put("to", Printable.line(to.title()));
    return new ToolResult(
        "Said to " + Printable.line(to.title()) + " as #" + sent.seq() + ".\n", data);
  }

  private ToolResult react(Arguments given) throws ToolFailure, InterruptedException {
    Long seq = given.number("seq");
    if (seq == null) {
      throw new ToolFailure("\"seq\" is missing.");
    }
    String emoji = Emoji.of(given.needed("emoji"));
    boolean remove = given.flag("remove");
    line.ask(Reply.Ok.class, id -> new Request.React(id, seq, emoji, remove ? true : null));
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("seq", seq);
    data.put("emoji", Printable.line(emoji));
    data.put("removed", remove);
    return new ToolResult((remove ? "Taken back from #" : "Reacted to #") + seq + ".\n", data);
  }

  private ToolResult await(Arguments given) throws ToolFailure, InterruptedException {
    int seconds = given.number("timeout_seconds", WAIT_SECONDS, 0, WAIT_MOST);
    Long after = given.number("after");
    for (String room : roomsOf(given)) {
      enter(room);
    }
    line.trouble();
    Heard.Taken taken = line.heard().await(after, MESSAGES, Duration.ofSeconds(seconds));
    Map<Event.Message, String> why = new HashMap<>();
    taken.items().forEach(i -> why.put(i.message(), i.why().name().toLowerCase(Locale.ROOT)));
    ToolResult shown =
        Shown.messages(taken.items().stream().map(Heard.Item::message).toList(), why::get);
    shown.data().put("timed_out", taken.items().isEmpty());
    String text =
        taken.items().isEmpty()
            ? "Nobody said anything to you within " + seconds + " s. Call wait again.\n"
            : shown.text() + "Answer with send, and reply_to the number.\n";
    String trouble = taken.items().isEmpty() ? line.trouble() : null;
    if (trouble != null) {
      shown.data().put("no_connection", trouble);
      text =
          "Nothing was heard: there is no connection to the chat server ("
              + trouble
              + "). It is tried again all the time, and nothing is missed; call wait again.\n";
    }
    if (taken.lost()) {
      shown.data().put("missed", true);
      text += "Others may have been missed before: look into the history.\n";
    }
    line.heard().take(taken);
    return new ToolResult(text, shown.data());
  }

  private static List<String> roomsOf(Arguments given) throws ToolFailure {
    List<String> rooms = new ArrayList<>();
    JsonNode named = given.given() == null ? null : given.given().get("rooms");
    if (named == null || named.isNull()) {
      return rooms;
    }
    if (!named.isArray() || named.size() > MESSAGES) {
      throw new ToolFailure("\"rooms\" has to be a list of " + MESSAGES + " rooms at most.");
    }
    for (JsonNode room : named) {
      if (!room.isString()) {
        throw new ToolFailure("\"rooms\" has to be a list of names.");
      }
      rooms.add(Addressee.ofRoom(room.asString()).room());
    }
    return rooms;
  }
}
