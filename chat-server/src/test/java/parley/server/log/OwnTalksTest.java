package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.net.Network;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Place;

class OwnTalksTest {
  @TempDir Path temp;

  private static List<OwnTalks.Talk> all(Log log, String person, int most) throws Exception {
    List<OwnTalks.Talk> all = new ArrayList<>();
    Long before = null;
    do {
      OwnTalks.Page page = log.talks(Network.NOWHERE, person, before, log.last(), most);
      assertTrue(page.talks().size() <= most);
      assertTrue(before == null || page.before() == null || page.before() < before);
      all.addAll(page.talks());
      before = page.before();
    } while (before != null);
    return all;
  }

  private static Entry said(long seq, String from, String to, String text) {
    return new Entry(
        seq,
        seq,
        new Change.Said(
            new Addressee.Person("n" + to, to),
            new Author(from, "n" + from),
            Content.of(text),
            null));
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void eachHasItsTalksNewestFirstAndNobodyElses(long seed) throws Exception {
    Story story = new Story(seed);
    Model model = new Model();
    story.next(2_000).forEach(model::add);
    int talks = 0;
    try (Log log = Log.open(temp, 0)) {
      log.append(story.entries);
      List<String> people =
          story.entries.stream()
              .filter(e -> e.change() instanceof Change.Came)
              .map(e -> e.change().person())
              .toList();
      for (String person : people) {
        List<Long> expected =
            people.stream()
                .map(other -> model.said(new Place.Talk(person, other)))
                .flatMap(
                    said ->
                        said.stream()
                            .filter(e -> !e.fate().deleted())
                            .max(Comparator.comparingLong(Entry::seq))
                            .stream())
                .map(Entry::seq)
                .sorted(Comparator.reverseOrder())
                .toList();
        talks += expected.size();
        for (int most : new int[] {1, 2, 100}) {
          assertEquals(
              expected, all(log, person, most).stream().map(OwnTalks.Talk::last).toList(), person);
        }
      }
    }
    assertTrue(talks > 8, talks + " talks");
  }

  /** Behind thousands of messages of one talk there is another, and a page goes through so many. */
  @Test
  void aLongTalkHidesNoneAndNoPageGoesThroughAllOfIt() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      List<Entry> entries = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        entries.add(new Entry(i, i, new Change.Came("g" + i, "ng" + i, "s" + i)));
      }
      entries.add(said(4, "g3", "g1", "long ago"));
      for (int i = 5; i <= 5_000; i++) {
        entries.add(said(i, i % 5 == 0 ? "g1" : "g2", i % 5 == 0 ? "g2" : "g1", "on and on"));
      }
      log.append(entries);
      OwnTalks.Page first = log.talks(Network.NOWHERE, "g1", null, log.last(), 100);
      assertEquals(List.of(5_000L), first.talks().stream().map(OwnTalks.Talk::last).toList());
      assertNotNull(first.before(), "it is not all");
      assertEquals(
          List.of("g2", "g3"), all(log, "g1", 100).stream().map(OwnTalks.Talk::other).toList());
      assertEquals(1_000, log.unreadFrom(Network.NOWHERE, "g1", "g2", 0, log.last(), 1_000));
      assertEquals(0, log.unreadFrom(Network.NOWHERE, "g1", "g3", 4, log.last(), 1_000));
      assertEquals(1, log.unreadFrom(Network.NOWHERE, "g1", "g3", 3, log.last(), 1_000));
    }
  }

  @Test
  void whatRetentionTookIsNoTalkAndNotUnread() throws Exception {
    try (Log log = Log.open(temp, 0)) {
      log.append(
          List.of(
              new Entry(1, 1, new Change.Came("g1", "ng1", "s1")),
              new Entry(2, 2, new Change.Came("g2", "ng2", "s2")),
              new Entry(3, 3, new Change.Came("g3", "ng3", "s3")),
              said(4, "g2", "g1", "old"),
              said(5, "g3", "g1", "old too"),
              said(6, "g3", "g1", "new")));
      assertEquals(2, all(log, "g1", 100).size());
      assertEquals(2, log.unreadFrom(Network.NOWHERE, "g1", "g3", 0, 6, 1_000));
      log.append(List.of(new Entry(7, 7, new Change.Dropped(null, List.of(), 5))));
      List<OwnTalks.Talk> left = all(log, "g1", 100);
      assertEquals(List.of(new OwnTalks.Talk("g3", "ng3", false, 6, 6, null)), left);
      assertNull(left.getFirst().read());
      assertEquals(1, log.unreadFrom(Network.NOWHERE, "g1", "g3", 0, 7, 1_000));
    }
  }
}
