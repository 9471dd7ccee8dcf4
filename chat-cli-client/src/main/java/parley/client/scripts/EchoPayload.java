package parley.client.scripts;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import parley.protocol.Json;
import parley.protocol.Request;
import tools.jackson.databind.JsonNode;

/**
 * What is sent to be echoed: text of an exact number of bytes in UTF-8, different for each number,
 * with characters of every length and those that JSON must escape. Any thread may use it.
 */
final class EchoPayload {
  private static final String[] SPICE = {"ä", "ß", "€", "語", "🙂", "\"", "\\", "\n", "\t"};
  private static final int DIGITS = 19;

  private final int bytes;

  /** What follows the number, by how many digits that has. */
  private final String[] rest = new String[DIGITS + 1];

  EchoPayload(int bytes) {
    this.bytes = bytes;
    for (int digits = 1; digits <= DIGITS; digits++) {
      rest[digits] = text(Math.max(0, bytes - digits));
    }
  }

  Map<String, JsonNode> of(long number) {
    String digits = Long.toString(number);
    String text = bytes < digits.length() ? digits.substring(digits.length() - bytes) : digits;
    return Map.of("data", Json.MAPPER.getNodeFactory().stringNode(text + rest[digits.length()]));
  }

  /** Bytes of the whole request on the wire, without its framing. */
  int wireBytes(long number) {
    return Json.bytes(new Request.Echo(Long.toString(number), of(number))).length;
  }

  private static String text(int bytes) {
    SplittableRandom random = new SplittableRandom(bytes);
    StringBuilder text = new StringBuilder(bytes);
    int left = bytes;
    while (left > 0) {
      String spice = SPICE[random.nextInt(SPICE.length)];
      int width = spice.getBytes(StandardCharsets.UTF_8).length;
      if (width <= left && random.nextInt(8) == 0) {
        text.append(spice);
        left -= width;
      } else {
        text.append((char) random.nextInt(0x20, 0x7f));
        left--;
      }
    }
    return text.toString();
  }
}
