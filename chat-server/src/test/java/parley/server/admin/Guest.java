package parley.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import parley.protocol.Json;
import tools.jackson.databind.JsonNode;

/** A person at the server by a real socket and lines of JSON. */
final class Guest implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;
  private int requests;

  Guest(InetSocketAddress server, String name) throws IOException {
    socket = new Socket(server.getAddress(), server.getPort());
    socket.setSoTimeout(10_000);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    JsonNode welcome = ask("hello", "name", name);
    if (!welcome.get("type").stringValue().equals("welcome")) {
      throw new IOException(welcome.toString());
    }
  }

  /** Sends a request with its fields, name and value in turn, and waits for its reply. */
  JsonNode ask(String type, String... fields) throws IOException {
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
    return next(message -> message.has("re") && message.get("re").stringValue().equals(id));
  }

  /** Sends a request as it is, and waits for the reply to this id. */
  JsonNode askJson(String request, String id) throws IOException {
    socket.getOutputStream().write((request + "\n").getBytes(UTF_8));
    return next(message -> message.has("re") && message.get("re").stringValue().equals(id));
  }

  /** Reads until a message of this type. */
  JsonNode next(String type) throws IOException {
    return next(message -> message.get("type").stringValue().equals(type));
  }

  private JsonNode next(Predicate<JsonNode> wanted) throws IOException {
    while (true) {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("the server ended the connection");
      }
      JsonNode message = Json.MAPPER.readTree(line);
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
