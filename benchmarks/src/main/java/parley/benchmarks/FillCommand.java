package parley.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.log.Log;
import parley.server.logfile.LogFolder;
import parley.server.state.Change;
import parley.server.state.Entry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a large log by the log's own means: every row, index and digest is as a server's. */
@Command(
    name = "fill",
    description = "Writes a log of many messages, for measuring a server that has a history.")
final class FillCommand implements Callable<Integer> {
  private static final int BATCH = 5_000;

  /** People and rooms; the first room has most of what is said, the last almost nothing. */
  static final int PEOPLE = 200;

  static final int ROOMS = 100;

  /** Every so many messages is a direct one. */
  private static final int DIRECT = 20;

  /** Between two messages: ten million are told over four months. */
  private static final long MILLIS = 1_000;

  private static final long FIRST = 1_760_000_000_000L;

  @Option(
      names = "--messages",
      description = "How many (default: ${DEFAULT-VALUE}).",
      defaultValue = "10000000")
  private long messages;

  @Parameters(paramLabel = "FOLDER", description = "A data folder that is not there yet.")
  private Path folder;

  @Override
  public Integer call() throws Exception {
    if (Files.exists(folder)) {
      throw new Failure(folder + " is there already; name a folder that is not.");
    }
    long began = System.nanoTime();
    try (Log log = Log.open(folder, 0)) {
      fill(log);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%,d messages in %.0f s, %,.0f a second; %s is %,d MiB%n",
        messages,
        seconds,
        messages / seconds,
        LogFolder.FILE,
        Files.size(folder.resolve(LogFolder.FILE)) >> 20);
    return 0;
  }

  static String person(int number) {
    return "g" + number;
  }

  static String room(int number) {
    return number == 0 ? "lobby" : "room-" + number;
  }

  private void fill(Log log) throws Exception {
    Words words = new Words(new Random(1));
    List<Change.Lasting> begin = new ArrayList<>();
    for (int i = 1; i <= PEOPLE; i++) {
      begin.add(new Change.Came(person(i), "person-" + i, "%064x".formatted(i)));
    }
    for (int room = 0; room < ROOMS; room++) {
      for (int i = 1; i <= PEOPLE; i++) {
        // Everyone is in the lobby, the tenth room and a few of the others.
        if (room == 0 || room == 10 || (room + i) % 20 == 0) {
          begin.add(new Change.Joined(room(room), person(i), "person-" + i));
        }
      }
    }
    append(log, begin);
    List<Change.Lasting> batch = new ArrayList<>(BATCH);
    for (long i = 0; i < messages; i++) {
      batch.add(words.said(i));
      if (batch.size() == BATCH) {
        append(log, batch);
        batch.clear();
      }
    }
    append(log, batch);
  }

  private static void append(Log log, List<Change.Lasting> changes) throws Exception {
    List<Entry> entries = new ArrayList<>(changes.size());
    long seq = log.last();
    for (Change.Lasting change : changes) {
      seq++;
      entries.add(new Entry(seq, FIRST + seq * MILLIS, change));
    }
    log.append(entries);
  }

  /** Messages of words as rare and as common as those of a language (Zipf's law). */
  static final class Words {
    private static final int VOCABULARY = 50_000;
    private final String[] words = new String[VOCABULARY];
    private final Random random;

    Words(Random random) {
      this.random = random;
      for (int i = 0; i < VOCABULARY; i++) {
        words[i] = word(i);
      }
    }

    /** The word of a rank, 0 the most common; each is another one. */
    static String word(int rank) {
      StringBuilder word = new StringBuilder();
      int left = rank;
      do {
        word.append("bdfgklmnprstv".charAt(left % 13)).append("aeiou".charAt(left / 13 % 5));
        left /= 65;
      } while (left > 0);
      return word.toString();
    }

    private String any() {
      int rank = (int) Math.exp(random.nextDouble() * Math.log(VOCABULARY + 1.0)) - 1;
      return words[Math.min(rank, VOCABULARY - 1)];
    }

    Change.Said said(long number) {
      StringBuilder text = new StringBuilder();
      int count = 4 + random.nextInt(24);
      for (int i = 0; i < count; i++) {
        text.append(i == 0 ? "" : " ").append(any());
      }
      int author = 1 + random.nextInt(PEOPLE);
      String name = "person-" + author;
      if (number % DIRECT == 0) {
        int to = 1 + random.nextInt(PEOPLE);
        return new Change.Said(
            new Addressee.Person("person-" + to, person(to)),
            new Author(person(author), name),
            Content.of(text.toString()),
            null);
      }
      double share = random.nextDouble();
      int room = Math.min(ROOMS - 1, (int) (ROOMS * share * share * share));
      return new Change.Said(
          new Addressee.Room(room(room)),
          new Author(person(author), name),
          Content.of(text.toString()),
          null);
    }
  }
}
