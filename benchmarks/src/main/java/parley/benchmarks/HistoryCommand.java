package parley.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import parley.server.log.Log;
import parley.server.logfile.LogFolder;
import parley.server.search.Query;
import parley.server.search.Search;
import parley.server.state.Place;
import parley.server.state.Sight;
import parley.server.state.State;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How long a server takes to read in a log that {@link FillCommand} made. */
@Command(
    name = "history",
    description = {
      "Times the start, reading back and searching in a log made by \"fill\".",
      "The first run builds the search index."
    })
final class HistoryCommand implements Callable<Integer> {
  private static final int PAGE = 50;
  private static final int BYTES = 1 << 20;

  @Option(
      names = "--rounds",
      description = "How often each is asked (default: ${DEFAULT-VALUE}).",
      defaultValue = "200")
  private int rounds;

  @Parameters(paramLabel = "FOLDER", description = "The data folder that fill made.")
  private Path folder;

  private final Random random = new Random(2);

  /** One question. */
  private interface Question {
    void ask() throws Exception;
  }

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    try (Log log = Log.open(folder, 0)) {
      State state = log.load();
      System.out.printf(
          "%,d events; opened and loaded (%d people, %d rooms) in %.0f ms; %s is %,d MiB%n",
          log.last(),
          state.people().size(),
          state.rooms().size(),
          (System.nanoTime() - began) / 1e6,
          LogFolder.FILE,
          Files.size(folder.resolve(LogFolder.FILE)) >> 20);
      System.out.printf("%-50s %9s %9s %9s%n", "ms", "p50", "p99", "max");
      read(log);
      try (Search search = Search.start(folder, log)) {
        index(log, search);
        System.out.printf("%-50s %9s %9s %9s%n", "ms", "p50", "p99", "max");
        search(log, search);
      }
    }
    return 0;
  }

  private long anySeq(Log log) {
    return 1 + (long) (random.nextDouble() * log.last());
  }

  private void read(Log log) throws Exception {
    String me = FillCommand.person(1);
    Place lobby = new Place.Room(FillCommand.room(0));
    Place quiet = new Place.Room(FillCommand.room(FillCommand.ROOMS - 1));
    Place talk = new Place.Talk(FillCommand.person(1), FillCommand.person(2));
    time("history, the newest of a busy room", () -> page(log, lobby, null, null));
    time("history, before any seq, busy room", () -> page(log, lobby, anySeq(log), null));
    time("history, after any seq, busy room", () -> page(log, lobby, null, anySeq(log)));
    time("history, before any seq, quiet room", () -> page(log, quiet, anySeq(log), null));
    time("history, before any seq, a talk", () -> page(log, talk, anySeq(log), null));
    time(
        "a page of a replay, after any seq", () -> log.visible(me, anySeq(log), log.last(), BYTES));
    time("where a replay of 10,000 begins", () -> log.nthNewestVisible(me, log.last(), 10_000));
    time("unread, counted up to 1,000", () -> log.unread(me, "lobby", 1, log.last(), 1_000));
    time(
        "the first event of a day", () -> log.lastBefore(1_760_000_000_000L + anySeq(log) * 1_000));
  }

  private static void page(Log log, Place place, Long before, Long after)
      throws InterruptedException {
    log.history(place, before, after, PAGE, BYTES);
  }

  private static void index(Log log, Search search) throws InterruptedException {
    long from = search.figures().position();
    long began = System.nanoTime();
    long told = began;
    while (search.figures().lag() > 0) {
      TimeUnit.MILLISECONDS.sleep(20);
      if (System.nanoTime() - told > TimeUnit.SECONDS.toNanos(30)) {
        told = System.nanoTime();
        System.err.printf("the index is at %,d of %,d%n", search.figures().position(), log.last());
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    long done = log.last() - from;
    System.out.printf(
        "index caught up: %,d events in %.1f s, %,.0f a second%n", done, seconds, done / seconds);
  }

  /** All that somebody reads who is in these rooms. */
  private static Sight whole(List<String> rooms, boolean talks) {
    return new Sight(FillCommand.person(1), talks, rooms.stream().map(Sight.Span::whole).toList());
  }

  private void search(Log log, Search search) throws Exception {
    List<String> rooms = new ArrayList<>(List.of("lobby", "room-10"));
    for (int room = 1; room < FillCommand.ROOMS; room++) {
      if ((room + 1) % 20 == 0) {
        rooms.add(FillCommand.room(room));
      }
    }
    Search.Scope all = new Search.Scope(whole(rooms, true), Map.of());
    List<String> one = List.of(FillCommand.room(FillCommand.ROOMS - 1));
    Search.Scope quiet = new Search.Scope(whole(one, false), Map.of());
    String common = FillCommand.Words.word(0);
    String second = FillCommand.Words.word(1);
    String rare = FillCommand.Words.word(49_000);
    ask(search, "the most common word", common, all, null);
    ask(search, "the same, before any seq", common, all, log);
    ask(search, "the same, in a quiet room", common, quiet, null);
    ask(search, "a rare word", rare, all, null);
    ask(search, "a rare word in a quiet room", rare, quiet, null);
    ask(search, "a word that nobody wrote", "xylophone", all, null);
    ask(search, "two common words and a rare one", common + " " + second + " " + rare, all, null);
    ask(search, "a phrase of common words", "\"" + common + " " + second + "\"", all, null);
    ask(
        search,
        "a common phrase in a quiet room",
        "\"" + common + " " + second + "\"",
        quiet,
        null);
    ask(search, "a prefix of two letters", common + "*", all, null);
    ask(search, "a prefix of one letter in a quiet room", "b*", quiet, null);
    ask(search, "a common word without another", common + " -" + second, all, null);
    ask(search, "from: somebody", "from:person-7", all, null);
    ask(
        search,
        "a common word of one day",
        common + " after:2025-11-01 before:2025-11-02",
        all,
        null);
  }

  private void ask(Search search, String what, String words, Search.Scope scope, Log before)
      throws Exception {
    Query query = Query.parse(words);
    time(
        "search, " + what,
        () -> search.find(query, scope, before == null ? null : anySeq(before), PAGE));
  }

  private void time(String what, Question question) throws Exception {
    double[] millis = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long began = System.nanoTime();
      question.ask();
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        "%-50s %9.2f %9.2f %9.2f%n",
        what, millis[rounds / 2], millis[(int) (rounds * 0.99)], millis[rounds - 1]);
  }
}
