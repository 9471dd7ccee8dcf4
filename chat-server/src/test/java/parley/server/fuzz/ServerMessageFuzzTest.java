package parley.server.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import parley.protocol.Json;
import parley.protocol.ProtocolException;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** What a server says, as a client reads it; the first byte chooses what it had asked. */
public final class ServerMessageFuzzTest extends FuzzTest {
  private static final List<Request> ASKED =
      List.of(
          new Request.Rooms("1", null),
          new Request.Talks("1", null),
          new Request.Sessions("1"),
          new Request.Erase("1", "ops", true),
          new Request.Export("1", null),
          new Request.Stats("1", null, null),
          new Request.Whois("1", "bob"),
          new Request.Members("1", "lobby", null),
          new Request.Join("1", "lobby"),
          new Request.Search("1", "a", null, null, null, null),
          new Request.History("1", "lobby", null, null, null, null),
          Request.Send.toRoom("1", "lobby", "a"));

  @Override
  protected void read(byte[] input) throws ProtocolException {
    Request asked = input.length == 0 ? null : ASKED.get((input[0] & 0xff) % ASKED.size());
    read(input, asked);
    read(input, null);
  }

  private static void read(byte[] input, Request asked) throws ProtocolException {
    ServerMessage message;
    try {
      message = Json.serverMessage(input, _ -> asked);
    } catch (ProtocolException refused) {
      assertEquals(null, Clean.faultInLine(refused.getMessage()));
      return;
    }
    byte[] written = Json.bytes(message);
    ServerMessage again = Json.serverMessage(written, _ -> asked);
    assertEquals(message, again);
    assertEquals(new String(written, UTF_8), new String(Json.bytes(again), UTF_8));
  }

  @Override
  protected List<byte[]> moreInputs() throws IOException {
    return JsonExamples.all();
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(
        tools.jackson.core.json.UTF8StreamJsonParser.class, Json.class, ServerMessage.class);
  }
}
