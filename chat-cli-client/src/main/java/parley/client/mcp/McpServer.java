package parley.client.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import parley.protocol.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Model Context Protocol's side of it: JSON-RPC 2.0, a message a line. One thread reads; each
 * call of a tool has its own, and answers when it is done, so that a wait keeps nothing else up.
 */
public final class McpServer {
  /** The newest first. */
  private static final List<String> VERSIONS = List.of("2025-06-18", "2025-03-26", "2024-11-05");

  /** Calls at once. */
  private static final int CALLS = 32;

  /** For how long a call may say nothing where its caller wants to know that it goes on. */
  private static final long PROGRESS_MILLIS = 15_000;

  private static final String INSTRUCTIONS =
      "These tools are a chat in which people and programs talk. You are one of them, under your"
          + " own name. "
          + Shown.MARK
          + " To hear whether somebody wants something, call wait, again and again; answer where"
          + " you were asked, with reply_to, and say nothing unasked that nobody needs. A room is"
          + " written as ops, a person as @bob, a message by its seq.";

  private static final int PARSE = -32_700;
  private static final int REQUEST = -32_600;
  private static final int METHOD = -32_601;
  private static final int PARAMS = -32_602;

  private final ChatTools tools;
  private final boolean readOnly;
  private final String version;
  private final Consumer<String> out;

  /** The threads of the calls on their way, by the JSON of their ids. */
  private final Map<String, Thread> calls = new ConcurrentHashMap<>();

  private volatile String spoken = VERSIONS.getFirst();

  /**
   * @param version this program's
   * @param readOnly whether only those tools are there that say nothing to anybody
   * @param out takes a line without its end; called by one thread at a time
   */
  public McpServer(ChatLine line, String version, boolean readOnly, Consumer<String> out) {
    tools = new ChatTools(line);
    this.version = version;
    this.readOnly = readOnly;
    this.out = out;
  }

  /** Answers what comes until the input ends. */
  public void serve(InputStream in) throws IOException {
    JsonLines lines = new JsonLines(in);
    try {
      byte[] line = lines.next();
      while (line != null) {
        take(line);
        line = lines.next();
      }
    } finally {
      calls.values().forEach(Thread::interrupt);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the very line that stands for one that is too long
  private void take(byte[] line) {
    if (line.length == 0) {
      return;
    }
    JsonNode message;
    try {
      message = line == JsonLines.TOO_LONG ? null : Json.MAPPER.readTree(line);
    } catch (JacksonException e) {
      message = null;
    }
    if (message == null) {
      write(error(null, PARSE, "This line is no JSON, or longer than 1 MiB."));
    } else if (message.isArray() && spoken.equals("2025-03-26") && !message.isEmpty()) {
      batch(message);
    } else {
      var _ = handle(message).thenAccept(this::write);
    }
  }

  /** Answered together; what is in it is done at once. */
  private void batch(JsonNode messages) {
    List<CompletableFuture<ObjectNode>> answers = new ArrayList<>();
    messages.forEach(message -> answers.add(handle(message)));
    var _ =
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
            .thenRun(
                () -> {
                  ArrayNode all = Json.MAPPER.createArrayNode();
                  answers.stream()
                      .map(CompletableFuture::join)
                      .filter(a -> a != null)
                      .forEach(all::add);
                  if (!all.isEmpty()) {
                    write(all);
                  }
                });
  }

  private synchronized void write(JsonNode message) {
    if (message != null) {
      out.accept(Json.MAPPER.writeValueAsString(message));
    }
  }

  /** The answer, null for none. */
  private CompletableFuture<ObjectNode> handle(JsonNode message) {
    JsonNode id = message.isObject() ? message.get("id") : null;
    JsonNode method = message.isObject() ? message.get("method") : null;
    JsonNode params = message.isObject() ? message.get("params") : null;
    if (method == null || !method.isString()) {
      // An answer, though nothing is ever asked here, is passed over.
      boolean answer = message.isObject() && (message.has("result") || message.has("error"));
      return done(answer ? null : error(id, REQUEST, "This is no request."));
    }
    if (id == null) {
      notified(method.asString(), params);
      return done(null);
    }
    if (!id.isString() && !id.isIntegralNumber()) {
      return done(error(null, REQUEST, "An id is a string or a whole number."));
    }
    return switch (method.asString()) {
      case "initialize" -> done(result(id, initialized(params)));
      case "ping" -> done(result(id, Json.MAPPER.createObjectNode()));
      case "tools/list" -> done(result(id, listed()));
      case "tools/call" -> call(id, params);
      default -> done(error(id, METHOD, "There is no such method."));
    };
  }

  private static CompletableFuture<ObjectNode> done(ObjectNode answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private void notified(String method, JsonNode params) {
    JsonNode which = params == null ? null : params.get("requestId");
    if (method.equals("notifications/cancelled") && which != null) {
      Thread call = calls.get(which.toString());
      if (call != null) {
        call.interrupt();
      }
    }
  }

  private ObjectNode initialized(JsonNode params) {
    JsonNode wanted = params == null ? null : params.get("protocolVersion");
    spoken =
        wanted != null && wanted.isString() && VERSIONS.contains(wanted.asString())
            ? wanted.asString()
            : VERSIONS.getFirst();
    ObjectNode result = Json.MAPPER.createObjectNode();
    result.put("protocolVersion", spoken);
    result.putObject("capabilities").putObject("tools");
    ObjectNode self = result.putObject("serverInfo");
    self.put("name", "parley");
    self.put("version", version);
    result.put("instructions", INSTRUCTIONS);
    return result;
  }

  private Stream<ChatTool> offered() {
    return Stream.of(ChatTool.values()).filter(tool -> tool.reads || !readOnly);
  }

  private ObjectNode listed() {
    ObjectNode result = Json.MAPPER.createObjectNode();
    ArrayNode list = result.putArray("tools");
    offered().forEach(tool -> list.add(tool.definition()));
    return result;
  }

  private CompletableFuture<ObjectNode> call(JsonNode id, JsonNode params) {
    JsonNode name = params == null ? null : params.get("name");
    ChatTool tool =
        offered()
            .filter(t -> name != null && name.isString() && t.called.equals(name.asString()))
            .findFirst()
            .orElse(null);
    if (tool == null) {
      return done(error(id, PARAMS, "There is no such tool."));
    }
    Arguments given = new Arguments(params.get("arguments"));
    if (calls.size() >= CALLS) {
      return done(result(id, failed("Too many calls are on their way: wait for one of them.")));
    }
    CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
    JsonNode token = params.has("_meta") ? params.get("_meta").get("progressToken") : null;
    String key = id.toString();
    Thread call =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  ObjectNode result = run(tool, given);
                  calls.remove(key);
                  answer.complete(result == null ? null : result(id, result));
                });
    if (calls.putIfAbsent(key, call) != null) {
      return done(error(id, REQUEST, "A call of this id is on its way."));
    }
    call.start();
    if (token != null && tool == ChatTool.WAIT) {
      Thread.ofVirtual().start(() -> tellOf(call, token));
    }
    return answer;
  }

  /** Tells that a wait goes on, for programs that give up what says nothing. */
  private void tellOf(Thread call, JsonNode token) {
    try {
      for (int progress = 1; !call.join(java.time.Duration.ofMillis(PROGRESS_MILLIS)); progress++) {
        ObjectNode message = Json.MAPPER.createObjectNode();
        message.put("jsonrpc", "2.0");
        message.put("method", "notifications/progress");
        ObjectNode params = message.putObject("params");
        params.set("progressToken", token);
        params.put("progress", progress);
        write(message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Null where it was cancelled, which nobody wants to hear of. */
  private ObjectNode run(ChatTool tool, Arguments given) {
    try {
      return shown(tools.call(tool, given));
    } catch (ToolFailure e) {
      return failed(e.getMessage());
    } catch (InterruptedException e) {
      return null;
    } catch (RuntimeException e) {
      return failed("A fault of this program: " + e);
    }
  }

  private ObjectNode shown(ToolResult done) {
    ObjectNode result = Json.MAPPER.createObjectNode();
    ArrayNode content = result.putArray("content");
    content.addObject().put("type", "text").put("text", done.text());
    if (spoken.equals(VERSIONS.getFirst())) {
      result.set("structuredContent", done.data());
    } else {
      content.addObject().put("type", "text").put("text", done.data().toString());
    }
    return result;
  }

  private static ObjectNode failed(String sentence) {
    ObjectNode result = Json.MAPPER.createObjectNode();
    result.putArray("content").addObject().put("type", "text").put("text", sentence);
    result.put("isError", true);
    return result;
  }

  private static ObjectNode result(JsonNode id, ObjectNode result) {
    ObjectNode message = Json.MAPPER.createObjectNode();
    message.put("jsonrpc", "2.0");
    message.set("id", id);
    message.set("result", result);
    return message;
  }

  private static ObjectNode error(JsonNode id, int code, String sentence) {
    ObjectNode message = Json.MAPPER.createObjectNode();
    message.put("jsonrpc", "2.0");
    message.set("id", id == null ? Json.MAPPER.nullNode() : id);
    message.putObject("error").put("code", code).put("message", sentence);
    return message;
  }
}
