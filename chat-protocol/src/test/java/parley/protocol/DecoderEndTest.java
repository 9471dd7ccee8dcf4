package parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two ends of a stream: what editors put before it, and what no newline follows. */
class DecoderEndTest {
  private static final String MARK = "\ufeff";
  private static final String JSON = "{\"type\":\"ping\"}";

  /** All records of a stream that comes in pieces of some bytes. */
  private static List<String> records(byte[] bytes, int piece) throws ProtocolException {
    Decoder decoder = Decoder.detecting(4_096);
    List<String> records = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += piece) {
      decoder.feed(bytes, at, Math.min(piece, bytes.length - at));
      for (byte[] one = decoder.next(); one != null; one = decoder.next()) {
        records.add(new String(one, UTF_8));
      }
    }
    byte[] last = decoder.last();
    if (last != null) {
      records.add(new String(last, UTF_8));
    }
    assertNull(decoder.last(), "only once");
    return records;
  }

  private static void are(List<String> expected, byte[] bytes) throws ProtocolException {
    for (int piece = 1; piece <= bytes.length; piece++) {
      assertEquals(expected, records(bytes, piece), "in pieces of " + piece);
    }
  }

  private static void are(List<String> expected, String text) throws ProtocolException {
    are(expected, text.getBytes(UTF_8));
  }

  @Test
  void theLastLineNeedsNoEnd() throws ProtocolException {
    are(List.of("alice", "hello"), "alice\nhello");
    are(List.of("alice", "hello"), "alice\r\nhello\r");
    are(List.of("alice"), "alice");
    are(List.of("alice", ""), "alice\n\n");
    are(List.of(JSON, JSON), JSON + "\n\n" + JSON);
    are(List.of("{\"type\":"), "{\"type\":");
  }

  @Test
  void aCommandOfTelnetThatIsCutOffIsNoText() throws ProtocolException {
    are(List.of("alice", "hi"), new byte[] {'a', 'l', 'i', 'c', 'e', '\n', 'h', 'i', -1, -5});
    are(List.of("hi"), new byte[] {'h', 'i', -1});
  }

  @Test
  void aFrameThatIsCutOffIsAnError() throws ProtocolException {
    byte[] frame = Mode.FRAMED.frame(JSON.getBytes(UTF_8));
    are(List.of(JSON), frame);
    for (int length = 1; length < frame.length; length++) {
      Decoder decoder = Decoder.detecting(4_096);
      decoder.feed(frame, 0, length);
      assertNull(decoder.next());
      ProtocolException cut = assertThrows(ProtocolException.class, decoder::last);
      assertEquals(ErrorCode.BAD_FRAME, cut.code());
    }
  }

  @Test
  void aByteOrderMarkChoosesNoMode() throws ProtocolException {
    are(List.of(JSON), MARK + JSON + "\n");
    are(List.of(JSON, JSON), MARK + JSON + "\n" + MARK + JSON);
    are(List.of("alice", "hi"), MARK + "alice\n" + MARK + "hi\n");
    byte[] frame = Mode.FRAMED.frame(JSON.getBytes(UTF_8));
    byte[] marked = new byte[frame.length + 3];
    System.arraycopy(MARK.getBytes(UTF_8), 0, marked, 0, 3);
    System.arraycopy(frame, 0, marked, 3, frame.length);
    are(List.of(JSON), marked);
    are(List.of(), MARK);
    // Characters that begin like the mark are none.
    are(List.of("\uffe5\ufec0"), "\uffe5\ufec0\n");
    are(List.of("\ufe85"), "\ufe85");
  }

  @Test
  void anotherEncodingIsNamed() {
    for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      for (String text : List.of(MARK + "alice\n", MARK + JSON + "\n")) {
        ProtocolException e =
            assertThrows(
                ProtocolException.class, () -> records(text.getBytes(charset), 4_096), text);
        assertEquals("This is UTF-16; send UTF-8.", e.getMessage());
      }
    }
  }
}
