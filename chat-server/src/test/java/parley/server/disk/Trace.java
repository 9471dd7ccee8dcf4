package parley.server.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What processes did to the files of a log, in order, as the library of disk.c wrote it down. */
public record Trace(List<Operation> operations) {
  /** In the order of disk.c's own. */
  public enum Kind {
    /** A process began: a server, or a program that it runs. */
    START,
    OPEN,
    CREATE,
    WRITE,
    SYNC,
    TRUNCATE,
    UNLINK
  }

  /**
   * One operation.
   *
   * @param file its name in the data folder; empty for the folder itself
   * @param error errno where it failed, or 0
   * @param offset of a write; the new length of a truncation
   * @param bytes what was written
   * @param end where it ends in the trace
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Operation(Kind kind, String file, int error, long offset, byte[] bytes, long end) {
    public boolean done() {
      return error == 0;
    }

    @Override
    public String toString() {
      return "%s %s%s %d+%d".formatted(kind, file, done() ? "" : " FAILED", offset, bytes.length);
    }
  }

  private static final int HEAD_BYTES = 24;

  static Trace read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    List<Operation> operations = new ArrayList<>();
    // A process that is killed may leave half a record, which is then the last one of its life.
    while (in.remaining() >= HEAD_BYTES) {
      Kind kind = Kind.values()[in.getInt()];
      int error = in.getInt();
      long offset = in.getLong();
      byte[] bytes = new byte[in.getInt()];
      byte[] name = new byte[in.getInt()];
      in.get(name).get(bytes);
      operations.add(
          new Operation(kind, new String(name, UTF_8), error, offset, bytes, in.position()));
    }
    return new Trace(operations);
  }

  /** How many syncs of a file succeeded. */
  public long syncs(String file) {
    return operations.stream()
        .filter(o -> o.kind() == Kind.SYNC && o.file().equals(file) && o.done())
        .count();
  }
}
