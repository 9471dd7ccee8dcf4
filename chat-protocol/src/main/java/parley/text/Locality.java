package parley.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps the machine's locale out of what the programs read and write: they speak UTF-8, and write
 * numbers with the digits that they read.
 */
public final class Locality {
  /** How the JVM decoded the command line, and encodes the names of files. */
  private static final Charset MACHINE =
      Charset.forName(System.getProperty("sun.jnu.encoding"), StandardCharsets.UTF_8);

  /** What a byte becomes that the machine's encoding does not know. */
  private static final String LOST = "\ufffd";

  private Locality() {}

  /** Called first in {@code main}: formatting is the same everywhere from then on. */
  public static void leave() {
    Locale.setDefault(Locale.ENGLISH);
  }

  /**
   * Puts a command line right that the JVM has read in the machine's encoding.
   *
   * @param words of the command line, which are replaced by what was typed
   * @return a sentence where some of them are lost; then nothing may be done with them
   */
  public static Optional<String> read(String[] words) {
    return read(words, MACHINE);
  }

  static Optional<String> read(String[] words, Charset machine) {
    if (machine.equals(StandardCharsets.UTF_8)) {
      return Optional.empty();
    }
    for (int i = 0; i < words.length; i++) {
      if (words[i].contains(LOST)) {
        return Optional.of(
            "The locale's characters are %s, in which \"%s\" is lost; set LC_ALL=C.UTF-8."
                .formatted(machine.name(), words[i].replace(LOST, "?")));
      }
      words[i] = typed(words[i], machine);
    }
    return Optional.empty();
  }

  /** As UTF-8 where its bytes are that, and else as it is. */
  private static String typed(String word, Charset machine) {
    byte[] bytes = word.getBytes(machine);
    if (!new String(bytes, machine).equals(word)) {
      return word;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return word;
    }
  }
}
