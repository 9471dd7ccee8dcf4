package parley.client.scripts;

import java.util.Map;
import java.util.SplittableRandom;
import parley.protocol.Json;
import parley.protocol.Request;
import tools.jackson.databind.JsonNode;

/**
 * What is sent to be echoed: text of an exact number of bytes in UTF-8, different for each number,
 * with characters of every length and those that JSON must escape.
 */
final class Payload {
  private static final String[] SPICE = {"ä", "ß", "€", "語", "🙂", "\"", "\\", "\n", "\t"};

  private Payload() {}

  static Map<String, JsonNode> of(long number, int bytes) {
    SplittableRandom random = new SplittableRandom(number);
    StringBuilder text = new StringBuilder(bytes);
    int left = bytes;
    while (left > 0) {
      String spice = SPICE[random.nextInt(SPICE.length)];
      int width = spice.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      if (width <= left && random.nextInt(8) == 0) {
        text.append(spice);
        left -= width;
      } else {
        text.append((char) random.nextInt(0x20, 0x7f));
        left--;
      }
    }
    return Map.of("data", Json.MAPPER.getNodeFactory().stringNode(text.toString()));
  }

  /** Bytes of the whole request on the wire, without its framing. */
  static int wireBytes(long number, int bytes) {
    return Json.bytes(new Request.Echo(Long.toString(number), of(number, bytes))).length;
  }
}
