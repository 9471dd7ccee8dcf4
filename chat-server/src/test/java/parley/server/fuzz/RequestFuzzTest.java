package parley.server.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import parley.protocol.Json;
import parley.protocol.ProtocolException;
import parley.protocol.Request;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** A request as it comes in a frame or on a line. */
public final class RequestFuzzTest extends FuzzTest {
  @Override
  protected void read(byte[] input) throws ProtocolException {
    Request request;
    try {
      request = Json.request(input);
    } catch (ProtocolException refused) {
      assertFalse(refused.fatal(), "a line that is no request ends no connection");
      assertEquals(null, Clean.faultInLine(refused.getMessage()));
      Json.bytes(refused.reply());
      return;
    }
    byte[] written = Json.bytes(request);
    Request again = Json.request(written);
    assertEquals(request, again);
    assertEquals(new String(written, UTF_8), new String(Json.bytes(again), UTF_8));
  }

  @Override
  protected List<byte[]> moreInputs() throws IOException {
    return JsonExamples.all();
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(tools.jackson.core.json.UTF8StreamJsonParser.class, Json.class, Request.class);
  }
}
