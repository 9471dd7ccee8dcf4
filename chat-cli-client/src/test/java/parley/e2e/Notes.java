package parley.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import parley.protocol.Event;
import parley.protocol.Json;

/** A file of lines, written one by one as things happen. */
final class Notes implements AutoCloseable {
  private final Writer out;

  Notes(Path file) {
    try {
      out = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void line(String line) {
    try {
      out.write(line + "\n");
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void json(Object note) {
    line(Json.MAPPER.writeValueAsString(note));
  }

  void message(Event.Message message) {
    json(message);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
