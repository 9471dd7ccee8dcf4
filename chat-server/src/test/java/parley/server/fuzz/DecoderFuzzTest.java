package parley.server.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import parley.protocol.Decoder;
import parley.protocol.ErrorCode;
import parley.protocol.Incoming;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/**
 * The bytes of a connection, cut into records: frames, lines of JSON, lines with telnet in them.
 */
public final class DecoderFuzzTest extends FuzzTest {
  private static final int LIMIT = 300;

  @Override
  protected void read(byte[] input) {
    if (input.length < 2) {
      return;
    }
    byte[] stream = Arrays.copyOfRange(input, 2, input.length);
    if (stream.length > 1 && Math.min(stream[0], stream[1]) == -2 && stream[0] < 0) {
      return; // UTF-16, perhaps, or telnet's: it is seen where it comes in one piece
    }
    Cut whole = cut(input[0], stream, Math.max(1, stream.length));
    Cut parts = cut(input[0], stream, 1 + (input[1] & 0x3f));
    // What was cut by the network is what was sent.
    assertEquals(whole.fault, parts.fault);
    assertEquals(whole.records.size(), parts.records.size());
    for (int i = 0; i < whole.records.size(); i++) {
      assertArrayEquals(whole.records.get(i), parts.records.get(i));
      assertTrue(whole.records.get(i).length <= Math.max(LIMIT, 4), "a record above the limit");
    }
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(Decoder.class, Incoming.class, Mode.class);
  }

  private static Decoder decoder(byte chosen) {
    Mode mode = Mode.values()[(chosen & 0x7f) % Mode.values().length];
    return switch ((chosen >> 4) & 3) {
      case 0 -> Decoder.of(mode, LIMIT);
      case 1 -> Decoder.afterGreeting(mode == Mode.TEXT ? Mode.FRAMED : mode, LIMIT);
      default -> Decoder.detecting(LIMIT);
    };
  }

  private record Cut(List<byte[]> records, ErrorCode fault) {}

  private static Cut cut(byte chosen, byte[] stream, int step) {
    Decoder decoder = decoder(chosen);
    List<byte[]> records = new ArrayList<>();
    try {
      for (int at = 0; at < stream.length; at += step) {
        decoder.feed(stream, at, Math.min(step, stream.length - at));
        for (byte[] record = decoder.next(); record != null; record = decoder.next()) {
          records.add(record);
        }
        if (step < 64) {
          assertTrue(decoder.held() <= 4_096, "it holds " + decoder.held() + " bytes");
        }
      }
      byte[] last = decoder.last();
      if (last != null) {
        records.add(last);
      }
      return new Cut(records, null);
    } catch (ProtocolException e) {
      assertEquals(null, Clean.faultInLine(e.getMessage()));
      return new Cut(records, e.code());
    }
  }
}
