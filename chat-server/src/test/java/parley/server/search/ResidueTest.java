package parley.server.search;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.log.Log;
import parley.server.state.Change;

/** Nothing of a message that was taken back is left in the files of the index. */
@Timeout(120)
class ResidueTest {
  private static final int MESSAGES = 3_000;
  private static final int WORDS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** All begin alike, as what an index keeps longest does. */
  private static final Pattern SECRET = Pattern.compile("geheim[0-9a-f]{8}");

  @TempDir Path folder;

  /** The secrets in the bytes of the index's files. */
  private Set<String> inTheFiles() throws IOException {
    Set<String> found = new HashSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("search")).toList()) {
        Matcher secret = SECRET.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (secret.find()) {
          found.add(secret.group());
        }
      }
    }
    return found;
  }

  private static Change.Lasting change(int i) {
    return i % 2 == 0
        ? new Change.Deleted(
            i + 1L, new Addressee.Room("lobby"), new Author("g1", "alice"), "alice")
        : new Change.Edited(
            i + 1L,
            new Change.Said(
                new Addressee.Room("lobby"),
                new Author("g1", "alice"),
                Content.of("new text"),
                null));
  }

  @Test
  void deletedAndEditedWordsAreGone() throws Exception {
    Random random = new Random(5);
    deletedAndEditedAreGone(random, _ -> random.nextInt());
  }

  /**
   * Of neighbours that differ in their last letter only, FTS5 keeps the whole word to find its way.
   */
  @Test
  void wordsThatWereSignpostsAreGone() throws Exception {
    deletedAndEditedAreGone(new Random(6), i -> i);
  }

  private void deletedAndEditedAreGone(Random random, IntUnaryOperator numbers) throws Exception {
    List<List<String>> secrets = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      secrets.add(
          IntStream.range(i * WORDS, (i + 1) * WORDS)
              .map(numbers)
              .mapToObj("geheim%08x"::formatted)
              .toList());
    }
    try (Log log = Log.open(folder, 0)) {
      Talk talk = new Talk(log);
      talk.say("lobby", "g1", secrets.stream().map(words -> String.join(" ", words)).toList());
      try (Search search = Search.start(folder, log)) {
        await().atMost(PATIENCE).until(() -> search.figures().lag() == 0);
        assertEquals(MESSAGES * WORDS, inTheFiles().size(), "the index holds them before");

        TreeSet<Integer> gone = new TreeSet<>();
        while (gone.size() < MESSAGES / 2) {
          gone.add(random.nextInt(MESSAGES));
        }
        talk.append(gone.stream().map(ResidueTest::change).toList());
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  assertEquals(0, search.figures().lag());
                  assertEquals(0, Files.size(folder.resolve(IndexFile.NAME + "-wal")));
                });

        Set<String> kept = new HashSet<>();
        for (int i = 0; i < MESSAGES; i++) {
          if (!gone.contains(i)) {
            kept.addAll(secrets.get(i));
          }
        }
        assertEquals(kept, inTheFiles());
        for (int i = 0; i < MESSAGES; i += 50) {
          List<Long> expected = gone.contains(i) ? List.of() : List.of(i + 1L);
          String word = secrets.get(i).getLast();
          assertEquals(expected, Talk.find(search, word, Talk.in("g1", "lobby")));
        }
        long edited = gone.stream().filter(i -> i % 2 != 0).count();
        Query query = Query.parse("\"new text\"");
        assertEquals(
            edited, search.find(query, Talk.in("g1", "lobby"), null, MESSAGES).seqs().size());
        assertTrue(edited > MESSAGES / 5);
      }
    }
  }
}
