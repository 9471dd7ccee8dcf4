package parley.server.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.decide.Command;
import parley.server.log.Log;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Target;

/** What a batch decides overrules what was read of the log before it. */
class FactsTest {
  private static final Command.Edit EDIT = new Command.Edit("e", "g1", 3, "two", "n2");
  private static final Command.React REACT = new Command.React("r", "g1", 3, "👍", false);
  private static final Command.Say ANSWER =
      new Command.Say("s", "g1", "lobby", null, "yes", null, "n3", 3L);
  private static final Command.Delete DELETE = new Command.Delete("d", "g1", 3, null);

  private static final Command.Offer OFFER =
      new Command.Offer(new Command.Say("u", "g1", "lobby", null, "yes", null, "n3", 3L));
  private static final Command.Fetch FETCH = new Command.Fetch("f", "g1", 3);

  @TempDir Path temp;

  private Facts facts(Command... commands) throws Exception {
    try (Log log = Log.open(temp, 0)) {
      if (log.created()) {
        log.append(
            List.of(
                new Entry(1, 1_000, new Change.Came("g1", "alice", "hash")),
                new Entry(2, 2_000, new Change.Joined("lobby", "g1", "alice")),
                new Entry(3, 3_000, said("one", "n1"))));
      }
      return new Facts(log, Stream.of(commands));
    }
  }

  private static Change.Said said(String text, String nonce) {
    return new Change.Said("lobby", null, null, "g1", "alice", text, null, nonce);
  }

  private static Change.Edited edited() {
    return new Change.Edited(
        3, "lobby", null, null, "g1", "alice", "two", null, "n2", null, null, null);
  }

  private static Change.Reacted reacted(boolean removed) {
    return new Change.Reacted(3, "lobby", null, null, "g1", "alice", "👍", removed, "alice");
  }

  @Test
  void whatWasThereBeforeIsKnown() throws Exception {
    Facts facts = facts(EDIT, REACT, ANSWER, DELETE, OFFER, FETCH);
    Target target = ((Command.Edit) facts.with(EDIT)).message();
    assertEquals("one", target.said().text());
    assertEquals(new Target.Done(3, 3_000), target.latest());
    assertEquals(target, ((Command.React) facts.with(REACT)).message());
    assertEquals(target, ((Command.Say) facts.with(ANSWER)).answered());
    assertEquals(target, ((Command.Delete) facts.with(DELETE)).message());
    assertEquals(target, ((Command.Offer) facts.with(OFFER)).say().answered());
    assertEquals(target, ((Command.Fetch) facts.with(FETCH)).message());
    assertEquals(
        target, ((Command.Offer) facts(OFFER).with(OFFER)).say().answered(), "by itself too");
    assertEquals(target, ((Command.Fetch) facts(FETCH).with(FETCH)).message(), "by itself too");
    assertNull(((Command.React) facts.with(REACT)).mine());
    assertNull(((Command.Edit) facts.with(EDIT)).earlier());
    assertNull(((Command.Offer) facts.with(OFFER)).say().earlier());
    assertNull(
        ((Command.Delete)
                facts(new Command.Delete("d", "g1", 2, null))
                    .with(new Command.Delete("d", "g1", 2, null)))
            .message());
  }

  @Test
  void whatTheBatchDecidedIsKnownToTheRestOfIt() throws Exception {
    Facts facts = facts(EDIT, REACT, ANSWER, DELETE, OFFER, FETCH);
    facts.note(new Entry(4, 4_000, edited()));
    Command.Edit again = (Command.Edit) facts.with(EDIT);
    assertEquals("two", again.message().said().text());
    assertEquals(new Target.Done(4, 4_000), again.message().latest());
    assertEquals(4, again.earlier().seq(), "its nonce");

    facts.note(new Entry(5, 5_000, reacted(false)));
    Command.React twice = (Command.React) facts.with(REACT);
    assertEquals(new Target.Done(5, 5_000), twice.mine());
    assertEquals(Set.of("👍"), twice.message().reactions());
    facts.note(new Entry(6, 6_000, reacted(true)));
    assertNull(((Command.React) facts.with(REACT)).mine());

    facts.note(new Entry(7, 7_000, said("yes", "n3")));
    assertNotNull(((Command.Say) facts.with(ANSWER)).earlier());
    assertNotNull(((Command.Offer) facts.with(OFFER)).say().earlier());

    facts.note(
        new Entry(8, 8_000, new Change.Deleted(3, "lobby", null, null, "g1", "alice", "alice")));
    for (Target gone :
        List.of(
            ((Command.Edit) facts.with(EDIT)).message(),
            ((Command.React) facts.with(REACT)).message(),
            ((Command.Say) facts.with(ANSWER)).answered(),
            ((Command.Fetch) facts.with(FETCH)).message(),
            ((Command.Delete) facts.with(DELETE)).message())) {
      assertEquals(new Target.Done(8, 8_000), gone.deleted());
      assertEquals(Set.of(), gone.reactions());
    }
  }
}
