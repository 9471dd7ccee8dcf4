package parley.client.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import parley.client.files.PrivateFile;
import parley.protocol.Json;
import tools.jackson.core.JacksonException;

/**
 * What was said and not acknowledged, in a file, so that it outlives this program: each message is
 * a line when it is said, and another one when it is done with. A file in which nothing is left is
 * emptied. Guarded by the lock of its {@link Link}.
 */
public final class Outbox implements AutoCloseable {
  /** Greater ones were not written here. */
  private static final int MOST_BYTES = 64 << 20;

  /** One line: a message, or the nonce of one that is done with. */
  private record Row(PendingMessage said, String done) {}

  private final Map<String, PendingMessage> waiting = new LinkedHashMap<>();
  private final Path file;
  private final Consumer<String> warns;

  /** Null once it could not be written. */
  private FileChannel channel;

  /**
   * @param warns is told a sentence where the file can't be written any more
   * @throws IOException where the file can be neither read nor made
   */
  public Outbox(Path file, Consumer<String> warns) throws IOException {
    this.file = file;
    this.warns = warns;
    if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
      Files.readString(file, StandardCharsets.UTF_8).lines().forEach(this::read);
    }
    channel = PrivateFile.open(file, StandardOpenOption.WRITE);
    channel.position(channel.size());
    if (waiting.isEmpty()) {
      channel.truncate(0);
    }
  }

  /** A line that is not whole was being written when the program was killed. */
  private void read(String line) {
    try {
      Row row = Json.MAPPER.readValue(line, Row.class);
      if (row.said() != null && row.said().nonce() != null && row.said().since() != null) {
        waiting.put(row.said().nonce(), row.said());
      }
      if (row.done() != null) {
        waiting.remove(row.done());
      }
    } catch (JacksonException e) {
      // As above.
    }
  }

  /** What was in it when it was opened and is not done with, oldest first. */
  List<PendingMessage> waiting() {
    return List.copyOf(waiting.values());
  }

  void add(PendingMessage message) {
    waiting.put(message.nonce(), message);
    write(new Row(message, null));
  }

  void done(String nonce) {
    if (waiting.remove(nonce) != null) {
      if (waiting.isEmpty()) {
        empty();
      } else {
        write(new Row(null, nonce));
      }
    }
  }

  private void empty() {
    try {
      if (channel != null) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void write(Row row) {
    if (channel == null) {
      return;
    }
    try {
      // A line of its own also behind one that was cut off.
      String line = "\n" + Json.MAPPER.writeValueAsString(row) + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException e) {
    close();
    warns.accept(
        "What you say can't be kept in "
            + file
            + " ("
            + e.getMessage()
            + "): what is pending when this program ends is lost.");
  }

  /** The file stays, with what is not done with. */
  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // What was written is written.
    }
    channel = null;
  }
}
