package parley.server.log;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.state.Change;
import parley.server.state.Entry;

/**
 * A process of its own that opens the log of the folder it is given and does what its standard
 * input says, a line each: {@code append N}, {@code loop} (until it is killed), {@code close}.
 * Every answer is a line: how it went, the newest number, and a full stop.
 */
final class Appender {
  private final Log log;

  private Appender(Log log) {
    this.log = log;
  }

  public static void main(String[] args) throws Exception {
    Log log = Log.open(Path.of(args[0]), 0);
    Appender appender = new Appender(log);
    appender.answer("open");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "append" -> appender.append(Integer.parseInt(words[1]));
        case "loop" -> appender.loop();
        case "close" -> {
          log.close();
          return;
        }
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  private void loop() {
    for (int batch = 0; ; batch++) {
      append(1 + batch % 7);
    }
  }

  private void append(int count) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      entries.add(entry(log.last() + i));
    }
    try {
      log.append(entries);
      answer("ok");
    } catch (RolledBackException e) {
      answer("rolled-back");
    } catch (OutcomeUnknownException e) {
      answer("unknown");
    }
  }

  private void answer(String outcome) {
    System.out.println(outcome + " " + log.last() + ".");
    System.out.flush();
  }

  /** What the event of a number is; the first makes the person, the second the membership. */
  static Entry entry(long seq) {
    Change.Lasting change =
        seq == 1
            ? new Change.Came("g1", "alice", "hash")
            : seq == 2
                ? new Change.Joined("lobby", "g1", "alice")
                : new Change.Said(
                    new Addressee.Room("lobby"),
                    new Author("g1", "alice"),
                    Content.of("message " + seq),
                    "n" + seq);
    return new Entry(seq, seq, change);
  }
}
