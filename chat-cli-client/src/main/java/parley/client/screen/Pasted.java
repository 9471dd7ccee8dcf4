package parley.client.screen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.IntSupplier;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.files.Rights;
import parley.client.terminal.Amount;
import parley.protocol.Limits;

/**
 * Many lines that were pasted, of which somebody decides what becomes. Immutable.
 *
 * @param text without what would do something to a terminal
 * @param leftOut characters behind it that were too many to be kept
 */
record Pasted(String text, int leftOut) {
  /** Characters: nobody says more, nor sends them as a file of text. */
  static final int KEPT = 1 << 20;

  /** Fewer are a message as people write them. */
  private static final int MANY = 6;

  /** More would be a flood, and not what people say. */
  private static final int MOST_SAID = 100;

  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'pasted-'HHmmss");

  /** What stands before a character that is never the beginning of a command. */
  private static final String SLASH = "/";

  /**
   * Reads one as far as it is kept, and the rest of it away.
   *
   * @param end what a terminal sends behind it
   * @param next the next character, negative where none comes any more
   */
  static Pasted read(String end, IntSupplier next) {
    StringBuilder read = new StringBuilder();
    StringBuilder tail = new StringBuilder();
    int over = 0;
    while (!end.contentEquals(tail)) {
      int c = next.getAsInt();
      if (c < 0) {
        break;
      }
      tail.appendCodePoint(c);
      tail.delete(0, Math.max(0, tail.length() - end.length()));
      if (read.length() < KEPT) {
        read.appendCodePoint(c);
      } else {
        over += Character.charCount(c);
      }
    }
    int length = read.length() + over - (end.contentEquals(tail) ? end.length() : 0);
    int leftOut = Math.max(0, length - read.length());
    return new Pasted(read.substring(0, Math.min(read.length(), length)), leftOut);
  }

  boolean isMany() {
    return leftOut > 0 || text.lines().limit(MANY).count() == MANY;
  }

  private long size() {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether each line may be said by itself. */
  boolean areFew() {
    return text.lines().limit(MOST_SAID + 1).count() <= MOST_SAID;
  }

  /** Its lines as they are typed to be said, each by itself, whatever they begin with. */
  List<String> lines() {
    return text.lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.stripLeading().startsWith(SLASH) ? SLASH + line.stripLeading() : line)
        .toList();
  }

  /**
   * A file of it, which is this person's alone, and gone when this program ends.
   *
   * @throws IOException where it can't be written
   */
  Path file() throws IOException {
    Path folder =
        Files.createTempDirectory("parley", Rights.of(FileSystems.getDefault(), "rwx------"));
    folder.toFile().deleteOnExit();
    Path file =
        Files.writeString(
            folder.resolve(NAME.format(LocalTime.now(ZoneId.systemDefault())) + ".txt"), text);
    file.toFile().deleteOnExit();
    return file;
  }

  /** What is asked. */
  AttributedString box(int width) {
    boolean one = size() <= Limits.TEXT_BYTES;
    String asked =
        " %,d lines were pasted, %s%s. Enter: %s · f: a file%s · Esc: nothing of it "
            .formatted(
                text.lines().count(),
                Amount.bytes(size()),
                leftOut == 0
                    ? ""
                    : "; the %,d characters behind them are left out".formatted(leftOut),
                one ? "one message, in your line" : "into your line, too long for one message",
                areFew() ? " · l: each line a message" : "");
    AttributedStringBuilder box = new AttributedStringBuilder();
    new AttributedString(asked, AttributedStyle.INVERSE)
        .columnSplitLength(Math.max(1, width))
        .forEach(row -> box.append(box.length() == 0 ? "" : "\n").append(row));
    return box.toAttributedString();
  }
}
