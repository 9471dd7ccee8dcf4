package parley.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;

/**
 * Judges what reaches a terminal or a log: whether it holds anything that one obeys, that turns the
 * order of what is read, or that is not seen. It is told in ranges here, not by what the programs
 * use, so that both can't be wrong in the same way.
 */
public final class Clean {
  /** The one use of tags: a reaction may be a region's flag. */
  private static final Pattern REGION_FLAG =
      Pattern.compile("🏴[\\x{E0030}-\\x{E0039}\\x{E0061}-\\x{E007A}]{3,6}\\x{E007F}");

  private Clean() {}

  /** Where the first fault of one line is, in words; null for none. */
  public static String faultInLine(String text) {
    return fault(text, "");
  }

  /** The same of a text that may have lines, ended by LF or CRLF, and tabs. */
  public static String faultInText(String text) {
    return fault(text.replace("\r\n", "\n"), "\n\t");
  }

  /** The same of bytes, which must be UTF-8. */
  public static String faultInText(byte[] bytes) {
    try {
      return faultInText(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return "not UTF-8";
    }
  }

  private static String fault(String shown, String allowed) {
    String text = REGION_FLAG.matcher(shown).replaceAll("");
    int length = text.length();
    for (int at = 0; at < length; ) {
      int c = text.codePointAt(at);
      if (isHarmful(c) && allowed.indexOf(c) < 0) {
        int from = Math.max(0, at - 20);
        return "U+%04X at %d, behind \"%s\"".formatted(c, at, text.substring(from, at));
      }
      at += Character.charCount(c);
    }
    return null;
  }

  private static boolean isHarmful(int c) {
    return c < 0x20
        || c >= 0x7f && c < 0xa0 // DEL, C1
        || c == 0xad // soft hyphen
        || c == 0x61c // Arabic letter mark
        || c == 0x180e
        || c == 0x200b // zero width space; its joiners are needed by scripts and emoji
        || c == 0x200e
        || c == 0x200f
        || c >= 0x2028 && c <= 0x202e // separators, embeddings, overrides
        || c >= 0x2060 && c <= 0x206f // word joiner, isolates
        || c >= 0xd800 && c <= 0xdfff // half of a pair
        || c >= 0xe000 && c <= 0xf8ff // private use: what a terminal draws there is its font's
        || c == 0xfeff
        || c >= 0xfff9 && c <= 0xfffb
        || c >= 0xe0000 && c <= 0xe007f // tags
        || c >= 0xf0000;
  }
}
