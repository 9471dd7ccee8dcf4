package parley.server.logfile;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The newest event's number and digest, which stands for all that came before it: noted down
 * elsewhere, it shows later whether anything of it was changed or cut off. Written {@code
 * SEQ:DIGEST}.
 *
 * @param digest 64 hexadecimal digits
 */
public record LogHead(long seq, String digest) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  public static LogHead of(long seq, byte[] digest) {
    // Null where a disk has turned a bit: no head that was noted down equals this one.
    return new LogHead(seq, digest == null ? "" : HexFormat.of().formatHex(digest));
  }

  /**
   * @throws IllegalArgumentException where the text is no head
   */
  public static LogHead parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(text);
    }
    return new LogHead(Long.parseLong(form.group(1)), form.group(2));
  }

  @Override
  public String toString() {
    return seq + ":" + digest;
  }
}
