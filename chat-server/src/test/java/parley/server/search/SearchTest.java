package parley.server.search;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.InvalidRequest;
import parley.server.log.Log;
import parley.server.logfile.LogFolder;
import parley.server.net.Network;
import parley.server.state.Change;
import parley.server.state.Sight;

@Timeout(120)
class SearchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Log log;
  private Search search;
  private Talk talk;

  @BeforeEach
  void open() throws Exception {
    log = Log.open(folder, 0);
    talk = new Talk(log);
    search = Search.start(folder, log);
  }

  @AfterEach
  void close() {
    search.close();
    log.close();
  }

  private List<Long> found(String query, Search.Scope scope) throws Exception {
    return Talk.find(search, query, scope);
  }

  private List<Long> found(String query) throws Exception {
    return found(query, Talk.in("g1", "lobby", "ops"));
  }

  @Test
  void eachOperatorDoesWhatItSays() throws Exception {
    long first = talk.say("lobby", "g1", "alice", "The deployment begins at noon");
    long second = talk.say("ops", "g2", "Bob", "Deployed: café au lait for everyone");
    talk.later(Duration.ofDays(31).toMillis());
    long third = talk.say("Lobby", "g2", "Bob", "begins the deployment again");
    long fourth = talk.say("lobby", "g2", "bobby", "at noon, not the release");

    assertEquals(List.of(third, first), found("deployment"), "newest first");
    assertEquals(List.of(third, second, first), found("DEPLOY*"));
    assertEquals(List.of(first), found("\"deployment begins\""));
    assertEquals(List.of(first), found("deployment -again"));
    assertEquals(List.of(first), found("deployment noon"));
    assertEquals(List.of(third, second), found("from:bob"));
    assertEquals(List.of(fourth, first), found("-from:bob noon"));
    assertEquals(List.of(second), found("room:OPS"));
    assertEquals(List.of(third, first), found("deploy* -room:ops"));
    assertEquals(List.of(third), found("deploy* after:2026-02-01"));
    assertEquals(List.of(second, first), found("deploy* before:2026-02-01"));
    assertEquals(List.of(), found("deploy* before:2026-01-01"));
    assertEquals(List.of(second), found("cafe"));
    assertEquals(List.of(second), found("CAFÉ"));
    assertEquals(List.of(), found("?!"));
    assertEquals(List.of(fourth, third, first), found("after:2026-01-01", Talk.in("g1", "lobby")));
  }

  @Test
  void whatPeoplePasteIsFoundAsItIsWritten() throws Exception {
    long push = talk.say("lobby", "g1", "ann", "git push --force-with-lease origin");
    long lease = talk.say("lobby", "g1", "ann", "by force, with lease");
    long tar = talk.say("lobby", "g1", "ann", "tar -xvf old.tar");
    long other = talk.say("lobby", "g1", "ann", "tar and xvf, whatever that is");
    long minus = talk.say("lobby", "g1", "ann", "it is -5 degrees, (-5)");
    long five = talk.say("lobby", "g1", "ann", "1-5 of 5");
    long cpp = talk.say("lobby", "g1", "ann", "C++, not (C#)");
    long c = talk.say("lobby", "g1", "ann", "plain c");
    assertEquals(List.of(push), found("--force-with-lease"));
    assertEquals(List.of(push), found("--force"));
    assertEquals(List.of(lease, push), found("force"));
    assertEquals(List.of(minus), found("-5"));
    assertEquals(List.of(five, minus), found("5"));
    assertEquals(List.of(tar), found("tar -xvf"));
    assertEquals(List.of(tar), found("-xvf"));
    assertEquals(List.of(tar), found("\"tar -xvf\""));
    assertEquals(List.of(other, tar), found("tar -degrees"));
    assertEquals(List.of(), found("tar -\"xvf\""));
    assertEquals(List.of(cpp), found("C++"));
    assertEquals(List.of(cpp), found("c#"));
    assertEquals(List.of(c), found("c -C++"));
    assertEquals(List.of(c, cpp), found("c"));
    talk.append(
        new Change.Edited(
            cpp,
            new Change.Said(
                new Addressee.Room("lobby"), new Author("g1", "ann"), Content.of("C only"), null)));
    assertEquals(List.of(), found("C++"));
  }

  /** The name under which one spoke, and whoever has that name now, under any they had. */
  @Test
  void aNameIsOfThenAndOfNow() throws Exception {
    long then = talk.say("lobby", "g1", "alice", "as alice");
    long now = talk.say("lobby", "g1", "ally", "as ally");
    long other = talk.say("lobby", "g2", "alice", "another alice");
    Map<String, String> people = Map.of("ally", "g1", "alice", "g2");
    Search.Scope scope =
        new Search.Scope(new Sight("g3", true, List.of(Sight.Span.whole("lobby"))), people);
    assertEquals(List.of(now, then), found("from:ally", scope));
    assertEquals(List.of(other, then), found("from:alice", scope));
  }

  @Test
  void scriptsWithoutSpacesAreFound() throws Exception {
    long chinese = talk.say("lobby", "g1", "a", "我们明天去东京都开会");
    long japanese = talk.say("lobby", "g1", "a", "本日はガイドと東京でコーヒー");
    long korean = talk.say("lobby", "g1", "a", "한국어를 공부합니다 서울에서");
    assertEquals(List.of(chinese), found("东京"));
    assertEquals(List.of(chinese), found("明天去"));
    assertEquals(List.of(chinese), found("会"), "one character, the last");
    assertEquals(List.of(chinese), found("我"), "one character, the first");
    assertEquals(List.of(), found("东会"));
    assertEquals(List.of(japanese), found("東京"));
    assertEquals(List.of(japanese), found("ｺｰﾋｰ"), "half width");
    assertEquals(List.of(japanese), found("ガイド"));
    assertEquals(List.of(japanese), found("日"));
    assertEquals(List.of(korean), found("한국어"));
    assertEquals(List.of(korean), found("공부 서울"));
    assertEquals(List.of(korean), found("\"합니다 서울\""));
    assertEquals(List.of(korean), found("\u1109\u1165\u110b\u116e\u11af"), "Hangul in its letters");
  }

  @Test
  void aFileIsFoundByItsNameAndByWhatWasSaidWithIt() throws Exception {
    FileInfo file = new FileInfo("Budget_2026-final.pdf", 5, "ab".repeat(32));
    long named = talk.append(sent(file.name(), file));
    long with = talk.append(sent("as promised", file));
    assertEquals(List.of(with, named), found("budget"));
    assertEquals(List.of(with, named), found("\"2026-final\""));
    assertEquals(List.of(with), found("promised budget"));
    talk.append(
        new Change.Edited(
            with,
            new Change.Said(
                new Addressee.Room("lobby"),
                new Author("g1", "ann"),
                new Content("corrected", null, null, file),
                null)));
    assertEquals(List.of(with), found("corrected final.pdf"));
    assertEquals(List.of(), found("promised"));
    talk.append(
        new Change.Deleted(with, new Addressee.Room("lobby"), new Author("g1", "ann"), "ann"));
    assertEquals(List.of(named), found("budget"));
  }

  private static Change.Said sent(String text, FileInfo file) {
    return new Change.Said(
        new Addressee.Room("lobby"),
        new Author("g1", "ann"),
        new Content(text, null, null, file),
        null);
  }

  @Test
  void nobodyFindsWhatTheyMayNotRead() throws Exception {
    long lobby = talk.say("lobby", "g1", "alice", "secret in the lobby");
    long ops = talk.say("ops", "g1", "alice", "secret of ops");
    long direct = talk.tell("g1", "g2", "secret for g2");
    long self = talk.tell("g1", "g1", "secret for myself");
    assertEquals(List.of(self, direct, ops, lobby), found("secret"));
    assertEquals(List.of(lobby), found("secret", Talk.in("g3", "lobby")));
    assertEquals(List.of(direct), found("secret", Talk.in("g2")));
    assertEquals(List.of(direct, ops), found("secret", Talk.in("g2", "ops")));
    assertEquals(List.of(), found("secret", Talk.in("g3")));
    assertEquals(List.of(), found("secret room:ops", Talk.in("g3", "lobby")));
    assertEquals(List.of(), found("-nothing", Talk.in("g3")));
    // The marks of the index can't be typed.
    assertEquals(List.of(), found("\uE000ops", Talk.in("g3", "lobby")));
    assertEquals(List.of(), found("\uE003g1", Talk.in("g3", "lobby")));
  }

  @Test
  void longAnswersComeInPages() throws Exception {
    talk.say("lobby", "g1", IntStream.range(0, 250).mapToObj(i -> "word " + i).toList());
    List<Long> all = new ArrayList<>();
    Long before = null;
    Search.Result page;
    do {
      page = search.find(Query.parse("word"), Talk.in("g1", "lobby"), before, 60);
      all.addAll(page.seqs());
      before = all.getLast();
    } while (page.more());
    assertEquals(LongStream.rangeClosed(1, 250).map(i -> 251 - i).boxed().toList(), all);
  }

  @Test
  void nothingAPersonCanTypeIsASyntaxError() throws Exception {
    talk.say("lobby", "g1", "alice", "hello world");
    Random random = new Random(11);
    int asked = 0;
    for (int i = 0; i < 3_000; i++) {
      Query query;
      try {
        query = Query.parse(RandomText.of(random, 20));
      } catch (InvalidRequest e) {
        continue; // too many words
      }
      search.find(query, Talk.in("g1", "lobby", "a\"b", "c*d", "e OR f"), null, 10);
      asked++;
    }
    assertTrue(asked > 1_000, "asked " + asked);
    assertEquals(List.of(1L), found("hello"));
  }

  @Test
  void whatSomethingElseIsFoundInTheFilesPlaceIsReplaced() throws Exception {
    long said = talk.say("lobby", "g1", "alice", "still there");
    assertEquals(List.of(said), found("still"));
    search.close();
    Files.writeString(folder.resolve(IndexFile.NAME), "no database at all, ".repeat(1_000));
    search = Search.start(folder, log);
    await().atMost(PATIENCE).until(() -> search.figures().lag() == 0);
    assertEquals(List.of(said), found("still"));

    search.close();
    Files.delete(folder.resolve(IndexFile.NAME));
    search = Search.start(folder, log);
    await().atMost(PATIENCE).until(() -> search.figures().lag() == 0);
    assertEquals(List.of(said), found("still"));

    search.close();
    log.close();
    Path index = folder.resolve(IndexFile.NAME);
    Files.move(index, folder.resolve("aside"));
    Files.delete(folder.resolve(LogFolder.FILE));
    Files.delete(folder.resolve("lock"));
    log = Log.open(folder, 0);
    Files.move(folder.resolve("aside"), index);
    talk = new Talk(log);
    search = Search.start(folder, log);
    long fresh = talk.say("lobby", "g1", "alice", "fresh");
    await()
        .atMost(PATIENCE)
        .ignoreException(Search.Unavailable.class)
        .until(() -> found("fresh").equals(List.of(fresh)));
    assertEquals(List.of(), found("still"), "of another log");
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve(IndexFile.NAME))));
  }

  @Test
  void aFileThatIsDamagedWhileItServesIsMadeAnew() throws Exception {
    Random random = new Random(3);
    for (int batch = 0; batch < 20; batch++) {
      talk.say(
          "lobby",
          "g1",
          IntStream.range(0, 500)
              .mapToObj(i -> "common w" + random.nextInt(100_000) + " x" + random.nextInt(100_000))
              .toList());
    }
    await().atMost(PATIENCE).until(() -> search.figures().lag() == 0);
    assertEquals(100, found("common").size());
    search.close();
    search = Search.start(folder, log);
    assertEquals(100, found("common").size());
    Path file = folder.resolve(IndexFile.NAME);
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 8_192; at < bytes.length; at++) {
      bytes[at] = (byte) random.nextInt();
    }
    Files.write(file, bytes);
    await()
        .atMost(PATIENCE)
        .ignoreException(Search.Unavailable.class)
        .until(
            () -> {
              String query = "common w" + random.nextInt(100_000) + "*";
              search.find(Query.parse(query), Talk.in("g1", "lobby"), null, 10);
              talk.say("lobby", "g1", "alice", "common " + random.nextInt());
              return search.rebuilds() > 0
                  && found("common").size() == 100
                  && found("-nothing before:2026-01-02").size() == 100;
            });
    List<Long> all = new ArrayList<>();
    Search.Result page;
    do {
      Long before = all.isEmpty() ? null : all.getLast();
      page = search.find(Query.parse("common"), Talk.in("g1", "lobby"), before, 1_000);
      all.addAll(page.seqs());
    } while (page.more());
    assertEquals(log.last(), all.size(), "all of them, none twice");
  }

  /**
   * A search that can't begin soon is refused at once, of one network as of many; those that wait
   * are answered.
   */
  @Test
  void searchesAreBoundedInNumber() throws Exception {
    talk.say("lobby", "g1", "alice", "many words");
    await().atMost(PATIENCE).until(() -> search.figures().lag() == 0);
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> crowd = new ArrayList<>();
      List<Future<Integer>> networks = new ArrayList<>();
      // As while the file is made anew: whoever searches waits for it.
      search.indexer.presence().writeLock().lock();
      try {
        for (int i = 0; i < 1 + SearchThreads.WAITING + 10; i++) {
          crowd.add(people.submit(() -> ask("crowd")));
        }
        await().atMost(PATIENCE).until(() -> done(crowd) == 10);
        for (int i = 0; i < SearchThreads.NETWORKS - 1 + 5; i++) {
          String network = "network " + i;
          networks.add(people.submit(() -> ask(network)));
        }
        await().atMost(PATIENCE).until(() -> done(networks) == 5);
        assertEquals(10, done(crowd));
      } finally {
        search.indexer.presence().writeLock().unlock();
      }
      assertEquals(10, refused(crowd));
      assertEquals(5, refused(networks));
    }
    assertEquals(1, found("many").size(), "and then it goes on");
  }

  private static long done(List<Future<Integer>> answers) {
    return answers.stream().filter(Future::isDone).count();
  }

  private static int refused(List<Future<Integer>> answers) throws Exception {
    int refused = 0;
    for (Future<Integer> answer : answers) {
      refused += answer.get() < 0 ? 1 : 0;
    }
    return refused;
  }

  private int ask(String network) throws Exception {
    try {
      Search.Scope scope = Talk.in("g1", "lobby");
      return search
          .find(new Network(network), Query.parse("many words"), scope, null, 10)
          .seqs()
          .size();
    } catch (Search.Unavailable e) {
      return -1;
    }
  }
}
