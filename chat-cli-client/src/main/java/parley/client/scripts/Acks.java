package parley.client.scripts;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import parley.client.link.PendingMessage;
import parley.protocol.Reply;

/** A line of JSON for each message that a server confirmed. */
final class Acks implements AutoCloseable {
  private final Path file;
  private final Writer out;
  private volatile String fault;

  private Acks(Path file, Writer out) {
    this.file = file;
    this.out = out;
  }

  /**
   * @param file is appended to; {@code -} is standard output
   */
  static Acks open(Path file) throws IOException {
    return new Acks(
        file,
        file.toString().equals("-")
            ? new OutputStreamWriter(Console.OUT, StandardCharsets.UTF_8)
            : new BufferedWriter(
                Files.newBufferedWriter(
                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
  }

  void note(PendingMessage message, Reply.Sent ok) {
    Map<String, Object> note = new LinkedHashMap<>();
    note.put("seq", ok.seq());
    note.put("at", ok.at());
    note.put("nonce", message.nonce());
    note.put("to", message.target());
    note.put("text", message.text());
    if (Boolean.TRUE.equals(ok.duplicate())) {
      note.put("duplicate", true);
    }
    try {
      out.write(Console.json(note) + "\n");
      out.flush();
    } catch (IOException e) {
      fault = "Cannot write to " + file + ": " + e.getMessage();
    }
  }

  /** Why a note could not be written, null while all were. */
  String fault() {
    return fault;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
