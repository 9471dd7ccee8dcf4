package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import parley.server.archive.Checkup;
import parley.server.archive.Progress;
import parley.server.logfile.Database;
import parley.server.logfile.EventBody;
import parley.server.logfile.LogFolder;
import parley.server.state.Change;

/** A log that is opened as a start of the server opens it, and looked through from end to end. */
public final class WholeLog {
  /**
   * A message as people see it now.
   *
   * @param text null where it was deleted
   */
  public record Message(long seq, String text) {}

  private WholeLog() {}

  /**
   * Every message, once it is sure that the log opens, that events are numbered without a gap, and
   * that {@link Checkup} finds nothing: structure, chain of digests, tables.
   */
  public static List<Message> read(Path dataDir) throws Exception {
    List<Message> messages = new ArrayList<>();
    try (Log log = Log.open(dataDir, 0)) {
      Path file = dataDir.resolve(LogFolder.FILE);
      assertEquals(log.last() + 1, log.load().nextSeq());
      Checkup.Result result = Checkup.of(file, null, Progress.NONE);
      assertEquals(List.of(), result.findings());
      assertEquals(log.last(), result.events(), "events are numbered without a gap");
      try (Connection connection = Database.reader(file);
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  """
                  SELECT said.seq, said.deleted, ifnull(edited.body, said.body)
                  FROM event said LEFT JOIN event edited ON edited.seq = said.latest
                  WHERE said.kind = 'said' ORDER BY said.seq\
                  """)) {
        while (row.next()) {
          boolean deleted = row.getLong(2) != 0;
          messages.add(new Message(row.getLong(1), deleted ? null : text(row.getBytes(3))));
        }
      }
    }
    return messages;
  }

  private static String text(byte[] body) {
    return switch (EventBody.read(body)) {
      case Change.Said said -> said.text();
      case Change.Edited edited -> edited.text();
      case Change.Lasting other -> throw new AssertionError("no message: " + other);
    };
  }
}
