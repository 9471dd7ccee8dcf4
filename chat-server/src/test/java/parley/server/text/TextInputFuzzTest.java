package parley.server.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import parley.protocol.Json;
import parley.protocol.ProtocolException;
import parley.protocol.Request;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** A line that somebody typed in text mode. */
public final class TextInputFuzzTest extends FuzzTest {
  @Override
  protected void read(byte[] input) throws ProtocolException {
    String line = new String(input, UTF_8);
    read(line, null);
    read(line, "lobby");
  }

  private static void read(String line, String room) throws ProtocolException {
    switch (TextInput.parse(line, room)) {
      case TextInput.Hint(String text) -> assertEquals(null, Clean.faultInText(text));
      case TextInput.Ask(Request request) -> asRequest(request);
      case TextInput.Enter(Request.Join request) -> asRequest(request);
      case TextInput.Leave(Request.Leave request) -> asRequest(request);
      case TextInput.Offer(Request.Upload request) -> asRequest(request);
      case TextInput.About _, TextInput.Get _, TextInput.Revoke _ -> {}
    }
  }

  /** What is typed asks for nothing that a program could not ask for. */
  private static void asRequest(Request request) throws ProtocolException {
    assertEquals(request, Json.request(Json.bytes(request)));
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(TextInput.class, TextCommand.class);
  }
}
