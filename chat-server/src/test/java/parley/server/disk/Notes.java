package parley.server.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What was acknowledged. On any thread.
 *
 * @param acks as they came
 */
record Notes(List<Ack> acks) {
  /**
   * An {@code ok}.
   *
   * @param at how far the trace was when it was read: the message's sync is before that
   */
  record Ack(long at, long seq, String nonce, String text) {
    private String line() {
      return at + "\t" + seq + "\t" + nonce + "\t" + text;
    }

    private static Ack of(String line) {
      String[] parts = line.split("\t");
      return new Ack(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2], parts[3]);
    }
  }

  Notes() {
    this(new CopyOnWriteArrayList<>());
  }

  void add(Ack ack) {
    acks.add(ack);
  }

  void save(Path file) throws IOException {
    Files.write(file, acks.stream().map(Ack::line).toList());
  }

  static Notes read(Path file) throws IOException {
    return new Notes(Files.readAllLines(file).stream().map(Ack::of).toList());
  }
}
