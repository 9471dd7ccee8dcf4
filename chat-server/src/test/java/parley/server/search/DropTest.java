package parley.server.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.log.Log;
import parley.server.log.Page;
import parley.server.log.Tail;

/** What retention takes goes from the index too, a few messages or very many at once. */
class DropTest {
  private static final int EACH = 1_500;

  @TempDir Path folder;

  @Test
  void droppedMessagesAreGone() throws Exception {
    IndexFile file = new IndexFile(folder);
    try (Log log = Log.open(folder, 0);
        Tail tail = log.tail()) {
      Talk talk = new Talk(log);
      for (String room : List.of("lobby", "ops", "lobby")) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
          texts.add("word " + room + "secret" + (log.last() + 1 + i));
        }
        talk.say(room, "g1", texts);
      }
      try (Index index = Index.open(file, log.id(), log.last())) {
        Page page = tail.after(0, log.last(), Integer.MAX_VALUE, Integer.MAX_VALUE);
        index.write(page.entries(), page.upTo());
        assertEquals(3 * EACH, count(file, "lobby", "ops"));

        index.drop("ops", List.of(), EACH + 10);
        assertEquals(3 * EACH - 10, count(file, "lobby", "ops"), "a few of one room");
        index.drop(null, List.of("ops"), 2 * EACH);
        assertEquals(EACH, count(file, "lobby"), "many, of all rooms but one");
        assertEquals(EACH - 10, count(file, "ops"));
        assertTrue(index.clean());
        String raw = Files.readString(file.path(), StandardCharsets.ISO_8859_1);
        assertFalse(raw.contains("lobbysecret" + EACH));
        assertFalse(raw.contains("opssecret" + (EACH + 10)));
        assertTrue(raw.contains("opssecret" + (EACH + 11)));

        index.drop(null, List.of(), log.last());
        assertTrue(index.clean());
        raw = Files.readString(file.path(), StandardCharsets.ISO_8859_1);
        assertFalse(raw.contains("secret"), "all");
        assertEquals(0, count(file, "lobby", "ops"));
      }
    }
  }

  private static int count(IndexFile file, String... rooms) throws Exception {
    try (Connection connection = file.reader();
        Finder finder = new Finder(connection, 0)) {
      List<String> marks = List.of(rooms).stream().map(Mark::room).toList();
      String expression = Expression.of(Query.parse("word"), marks, java.util.Map.of());
      return finder.find(expression, 1, Long.MAX_VALUE, 100_000).seqs().size();
    }
  }
}
