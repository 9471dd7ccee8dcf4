package parley.server.search;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.log.Log;
import parley.server.state.Change;
import parley.testkit.OwnJvm;

/** kill -9 in the middle of indexing: the index goes on where it was, without gap or double. */
@Timeout(240)
class IndexCrashTest {
  private static final int MESSAGES = 30_000;
  private static final int LIVES = 3;

  @TempDir Path folder;

  @Test
  void anIndexerThatIsKilledGoesOnWhereItWas() throws Exception {
    try (Log log = Log.open(folder, 0)) {
      Talk talk = new Talk(log);
      talk.say(
          "lobby", "g1", IntStream.rangeClosed(1, MESSAGES).mapToObj(i -> "word w" + i).toList());
      talk.append(
          List.of(
              new Change.Deleted(
                  5L, new Addressee.Room("lobby"), new Author("g1", "alice"), "alice"),
              new Change.Edited(
                  6L,
                  new Change.Said(
                      new Addressee.Room("lobby"),
                      new Author("g1", "alice"),
                      Content.of("word again"),
                      null))));
    }
    long position = 0;
    for (int life = 1; life < LIVES; life++) {
      long until = position + MESSAGES / LIVES;
      long reached = indexUntil(until);
      assertTrue(reached >= position, "it went back from " + position + " to " + reached);
      assertTrue(reached < MESSAGES, "it was killed too late to be in the middle: " + reached);
      position = reached;
    }
    try (Log log = Log.open(folder, 0);
        Search search = Search.start(folder, log)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> search.figures().lag() == 0);
      assertEquals(0, search.rebuilds(), "the index was whole after each kill");
      List<Long> expected =
          LongStream.rangeClosed(1, MESSAGES)
              .map(i -> MESSAGES + 1 - i)
              .filter(i -> i != 5)
              .boxed()
              .toList();
      Query query = Query.parse("word");
      assertEquals(expected, search.find(query, Talk.in("g1", "lobby"), null, MESSAGES).seqs());
      assertEquals(List.of(), Talk.find(search, "w5", Talk.in("g1", "lobby")));
      assertEquals(List.of(6L), Talk.find(search, "again", Talk.in("g1", "lobby")));
    }
  }

  /** Runs an indexer until it has told of a position, and kills it. */
  private long indexUntil(long until) throws Exception {
    List<String> command = new ArrayList<>(OwnJvm.command());
    command.addAll(List.of(IndexingProcess.class.getName(), folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8)) {
      long position = 0;
      while (position < until) {
        String line = told.readLine();
        assertNotNull(line, "the indexer ended by itself");
        if (line.matches("[0-9]+")) {
          position = Long.parseLong(line);
        }
      }
      return position;
    } finally {
      process.destroyForcibly();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "a killed process ends");
    }
  }
}
