package parley.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import parley.testkit.Clean;
import parley.testkit.HostileText;

/** A file that grows while a program runs, and every line of it judged as it comes. */
final class JudgedFile {
  /** What the client tells its terminal: movements, colours, modes; each is short. */
  private static final Pattern OWN =
      Pattern.compile("\u001b(\\[[?>=]?[0-9;]*\\$?[A-Za-z]|[=>78M]|\\(B)|[\r\b]");

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path file;
  private final boolean terminal;
  private long read;
  private String tail = "";

  /**
   * @param terminal whether the program's own commands to its terminal are in it
   */
  JudgedFile(Path file, boolean terminal) {
    this.file = file;
    this.terminal = terminal;
  }

  /** Bytes that were judged. */
  long bytes() {
    return read;
  }

  /** Judges all up to where a text stands. */
  void upTo(String text) {
    await("that " + file + " has " + text)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> more().contains(text));
  }

  /** Judges what came since, and gives it with the end of what was before. */
  String more() throws IOException {
    StringBuilder all = new StringBuilder(tail);
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[1 << 20];
      while (true) {
        in.seek(read);
        int length = in.read(bytes);
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') {
          end--;
        }
        if (end <= 0) {
          break;
        }
        read += end;
        all.append(judge(bytes, end));
      }
    }
    tail = all.substring(Math.max(0, all.length() - 200));
    return all.toString();
  }

  private String judge(byte[] bytes, int length) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    } catch (CharacterCodingException e) {
      return fail(file + " is not UTF-8 before byte " + read);
    }
    String rest = text;
    if (terminal) {
      // The first line is the recorder's.
      text = read == length ? text.substring(text.indexOf('\n') + 1) : text;
      for (var own = OWN.matcher(text); own.find(); ) {
        if (own.group().contains(HostileText.MARK)) {
          fail(file + ": a command of somebody else's before byte " + read);
        }
      }
      rest = OWN.matcher(text).replaceAll("");
    }
    String fault = Clean.faultInText(rest);
    if (fault != null) {
      fail(file + ", before byte " + read + ": " + fault);
    }
    return rest;
  }
}
