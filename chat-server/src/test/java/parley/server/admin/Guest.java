package parley.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import parley.protocol.Json;
import tools.jackson.databind.JsonNode;

/**
 * A person at the server by a real socket and lines of JSON, which a test writes field by field:
 * also such as {@link parley.testkit.Client} would not make, because a record checks its fields.
 */
public final class Guest implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;
  private final List<JsonNode> passed = new ArrayList<>();
  private JsonNode welcome;
  private int requests;

  public Guest(InetSocketAddress server, String name) throws IOException {
    this(server, "127.0.0.1", name);
  }

  /**
   * @param from a loopback address, which has limits of its own
   */
  public Guest(InetSocketAddress server, String from, String name) throws IOException {
    this(connected(server, from));
    welcome = ask("hello", "name", name);
    if (!welcome.get("type").stringValue().equals("welcome")) {
      throw new IOException(welcome.toString());
    }
  }

  private Guest(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  /** Someone who has not said hello. */
  public static Guest silent(InetSocketAddress server, String from) throws IOException {
    return new Guest(connected(server, from));
  }

  private static Socket connected(InetSocketAddress server, String from) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(server);
    socket.setSoTimeout(60_000);
    return socket;
  }

  /** What came and was not waited for, since this was asked for the last time. */
  public List<JsonNode> passed() {
    List<JsonNode> all = List.copyOf(passed);
    passed.clear();
    return all;
  }

  /** The secret by which their place can be taken back. */
  public String session() {
    return welcome.get("session").stringValue();
  }

  /** As {@link #ask}, about the event of a number. */
  public JsonNode askNumbered(String type, String seq, String... fields) throws IOException {
    StringBuilder request = new StringBuilder();
    String id = "r" + requests++;
    request.append("{\"type\":\"%s\",\"id\":\"%s\",\"seq\":%s".formatted(type, id, seq));
    for (int i = 0; i < fields.length; i += 2) {
      request.append(",\"%s\":\"%s\"".formatted(fields[i], fields[i + 1]));
    }
    return askJson(request.append("}").toString(), id);
  }

  /** Sends a request with its fields, name and value in turn, and waits for its reply. */
  public JsonNode ask(String type, String... fields) throws IOException {
    String id = send(type, fields);
    return next(message -> message.has("re") && message.get("re").stringValue().equals(id));
  }

  /** Sends a request; its reply bears what this gives. */
  public String send(String type, String... fields) throws IOException {
    String id = "r" + requests++;
    Map<String, String> request = new LinkedHashMap<>();
    request.put("type", type);
    request.put("id", id);
    for (int i = 0; i < fields.length; i += 2) {
      request.put(fields[i], fields[i + 1]);
    }
    socket
        .getOutputStream()
        .write((Json.MAPPER.writeValueAsString(request) + "\n").getBytes(UTF_8));
    return id;
  }

  /** Sends a request as it is, and waits for the reply to this id. */
  public JsonNode askJson(String request, String id) throws IOException {
    socket.getOutputStream().write((request + "\n").getBytes(UTF_8));
    return next(message -> message.has("re") && message.get("re").stringValue().equals(id));
  }

  /** Reads until a message of this type. */
  public JsonNode next(String type) throws IOException {
    return next(message -> message.get("type").stringValue().equals(type));
  }

  private JsonNode next(Predicate<JsonNode> wanted) throws IOException {
    while (true) {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("the server ended the connection");
      }
      if (!line.startsWith("{")) {
        continue; // who came late was asked for a name
      }
      JsonNode message = Json.MAPPER.readTree(line);
      if (wanted.test(message)) {
        return message;
      }
      passed.add(message);
    }
  }

  /** The connection breaks, as a network does it: without a word. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
