package parley.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whatever bytes come, a {@link ProtocolException} is all that they cause. */
class FuzzTest {
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u",
          "\\ud800",
          "\\udc00",
          "null",
          "true",
          "1",
          "-",
          "1e999999999",
          "1e9999999999",
          "0.1",
          "99999999999999999999",
          "\"type\":",
          "\"id\":",
          "\"re\":",
          "\"\"",
          "\n",
          "\r\n",
          "\u0000",
          "\ufeff",
          "é",
          "😀",
          " ");

  @Test
  void onlyProtocolExceptionsComeOut() {
    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    while (System.nanoTime() < end) {
      Property.holds(200, FuzzTest::tryOne);
    }
  }

  private static void tryOne(RandomGenerator random) {
    byte[] bytes = random.nextInt(8) == 0 ? noise(random) : mutated(random);
    json(bytes, new RandomMessages(random).request());
    Mode mode = new RandomMessages(random).any(List.of(Mode.values()));
    Decoder decoder =
        switch (random.nextInt(3)) {
          case 0 -> Decoder.detecting(200);
          case 1 -> Decoder.of(mode, 200);
          default -> Decoder.afterGreeting(mode, 200);
        };
    try {
      int at = 0;
      while (at < bytes.length) {
        int length = Math.min(random.nextInt(1, 80), bytes.length - at);
        decoder.feed(bytes, at, length);
        at += length;
        for (byte[] record = decoder.next(); record != null; record = decoder.next()) {
          json(record, null);
          Printable.line(new String(record, UTF_8));
        }
      }
    } catch (ProtocolException expected) {
      expected.reply();
    }
  }

  private static void json(byte[] bytes, Request asked) {
    try {
      Json.bytes(Json.request(bytes));
    } catch (ProtocolException expected) {
      expected.reply();
    }
    try {
      Json.bytes(Json.serverMessage(bytes, _ -> asked));
    } catch (ProtocolException expected) {
      expected.reply();
    }
  }

  private static byte[] noise(RandomGenerator random) {
    byte[] noise = new byte[random.nextInt(300)];
    random.nextBytes(noise);
    return noise;
  }

  /** A right message with some wrong bytes or pieces in it. */
  private static byte[] mutated(RandomGenerator random) {
    RandomMessages messages = new RandomMessages(random);
    byte[] bytes =
        random.nextBoolean()
            ? Json.bytes(messages.request())
            : Json.bytes(messages.serverMessage());
    if (random.nextBoolean()) {
      bytes = messages.any(List.of(Mode.FRAMED, Mode.NDJSON)).frame(bytes);
    }
    for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes = Arrays.copyOf(bytes, at);
        case 2 -> bytes = spliced(bytes, at, at, messages.any(PIECES).getBytes(UTF_8));
        default -> {
          int to = Math.min(bytes.length, at + random.nextInt(6));
          bytes = spliced(bytes, at, to, messages.any(PIECES).getBytes(UTF_8));
        }
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
    byte[] made = Arrays.copyOf(bytes, bytes.length - (to - from) + piece.length);
    System.arraycopy(piece, 0, made, from, piece.length);
    System.arraycopy(bytes, to, made, from + piece.length, bytes.length - to);
    return made;
  }
}
