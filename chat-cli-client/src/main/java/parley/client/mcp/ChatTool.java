package parley.client.mcp;

import java.util.List;
import parley.protocol.Json;
import tools.jackson.databind.node.ObjectNode;

/** The tools, each with what an agent is told of it. */
enum ChatTool {
  ROOMS(
      "rooms",
      "List the chat's rooms that you may see, with their topics, and who you are there.",
      true,
      "{}"),
  HISTORY(
      "history",
      "Read messages of a room or of your private talk with a person, oldest first. Reading a room"
          + " makes you a member of it, which the others see.",
      true,
      """
      {"place":{"type":"string","description":"A room such as ops, or a person as @bob."},
       "before":{"type":"integer","description":"Only messages before this seq."},
       "after":{"type":"integer","description":"Only messages after this seq."},
       "limit":{"type":"integer","minimum":1,"maximum":100,"description":"How many at most (20)."}}\
      """,
      "place"),
  SEARCH(
      "search",
      "Find messages in all that you may read. Words all have to be there; \"a phrase\", begin*,"
          + " -not, from:NAME, room:NAME, after:2026-01, before:2026-01-31.",
      true,
      """
      {"query":{"type":"string"},
       "room":{"type":"string","description":"Only in this room."},
       "before":{"type":"integer","description":"Only messages before this seq, to read on."},
       "limit":{"type":"integer","minimum":1,"maximum":100,"description":"How many at most (20)."}}\
      """,
      "query"),
  SEND(
      "send",
      "Say something in a room or to a person. Answers once the server has it on disk; it is never"
          + " sent twice. Others read it under your name.",
      false,
      """
      {"to":{"type":"string","description":"A room such as ops, or a person as @bob."},
       "text":{"type":"string","description":"16,384 bytes at most."},
       "reply_to":{"type":"integer","description":"The seq of the message that it answers."},
       "notice":{"type":"boolean","description":"A program's word that no program answers."}}\
      """,
      "to",
      "text"),
  REACT(
      "react",
      "React to a message with an emoji, or take your reaction back.",
      false,
      """
      {"seq":{"type":"integer","description":"The message's number."},
       "emoji":{"type":"string","description":"One emoji, or a name such as :+1:."},
       "remove":{"type":"boolean"}}\
      """,
      "seq",
      "emoji"),
  WAIT(
      "wait",
      "Wait until somebody names you, writes to you in private or answers you, and get what they"
          + " said. Answers at once where something came since the last call. In which rooms you"
          + " are named is heard only in rooms that you are a member of: name them in rooms.",
      true,
      """
      {"timeout_seconds":{"type":"integer","minimum":0,"maximum":3600,
         "description":"How long to wait (50)."},
       "rooms":{"type":"array","items":{"type":"string"},"maxItems":20,
         "description":"Rooms to become a member of before."},
       "after":{"type":"integer",
         "description":"Only messages after this seq, also those that were given before."}}\
      """);

  final String called;
  private final String told;

  /** Whether it says nothing to anybody. */
  final boolean reads;

  private final String properties;

  // A copy that nobody changes; the type can't say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> required;

  ChatTool(String called, String told, boolean reads, String properties, String... required) {
    this.called = called;
    this.told = told;
    this.reads = reads;
    this.properties = properties;
    this.required = List.of(required);
  }

  /** As {@code tools/list} has it. */
  ObjectNode definition() {
    ObjectNode tool = Json.MAPPER.createObjectNode();
    tool.put("name", called);
    tool.put("description", told);
    ObjectNode schema = tool.putObject("inputSchema");
    schema.put("type", "object");
    schema.set("properties", Json.MAPPER.readTree(properties));
    if (!required.isEmpty()) {
      schema.set("required", Json.MAPPER.valueToTree(required));
    }
    schema.put("additionalProperties", false);
    ObjectNode annotations = tool.putObject("annotations");
    annotations.put("readOnlyHint", reads);
    annotations.put("destructiveHint", false);
    annotations.put("openWorldHint", true);
    return tool;
  }
}
