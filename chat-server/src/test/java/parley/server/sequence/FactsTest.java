package parley.server.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.ReplyTo;
import parley.server.decide.Act;
import parley.server.decide.Facts;
import parley.server.log.Log;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.OldMessage;

/** What a batch decides overrules what was read of the log before it. */
class FactsTest {
  private static final Act.Edit EDIT = new Act.Edit("e", Asker.person("g1"), 3, "two", "n2");
  private static final Act.React REACT = new Act.React("r", Asker.person("g1"), 3, "👍", false);
  private static final Act.Say ANSWER =
      new Act.Say(
          "s",
          Asker.person("g1"),
          new Addressee.Room("lobby"),
          new Content("yes", null, new ReplyTo(3L, null), null),
          "n3");
  private static final Act.Delete DELETE = new Act.Delete("d", Asker.person("g1"), 3);

  private static final Act.Offer OFFER =
      new Act.Offer(
          new Act.Say(
              "u",
              Asker.person("g1"),
              new Addressee.Room("lobby"),
              new Content("yes", null, new ReplyTo(3L, null), null),
              "n3"));
  private static final Act.Fetch FETCH = new Act.Fetch("f", Asker.person("g1"), 3);

  @TempDir Path temp;

  private Facts facts(Act... commands) throws Exception {
    try (Log log = Log.open(temp, 0)) {
      if (log.created()) {
        log.append(
            List.of(
                new Entry(1, 1_000, new Change.Came("g1", "alice", "hash")),
                new Entry(2, 2_000, new Change.Joined("lobby", "g1", "alice")),
                new Entry(3, 3_000, said("one", "n1"))));
      }
      return FactReader.read(log, Stream.of(commands));
    }
  }

  private static Change.Said said(String text, String nonce) {
    return new Change.Said(
        new Addressee.Room("lobby"), new Author("g1", "alice"), Content.of(text), nonce);
  }

  private static Change.Edited edited() {
    return new Change.Edited(
        3,
        new Change.Said(
            new Addressee.Room("lobby"), new Author("g1", "alice"), Content.of("two"), "n2"));
  }

  private static Change.Reacted reacted(boolean removed) {
    return new Change.Reacted(
        3, new Addressee.Room("lobby"), new Author("g1", "alice"), "👍", removed, "alice");
  }

  @Test
  void whatWasThereBeforeIsKnown() throws Exception {
    Facts facts = facts(EDIT, REACT, ANSWER, DELETE, OFFER, FETCH);
    OldMessage message = facts.message(3);
    assertEquals("one", message.said().text());
    assertEquals(new OldMessage.Done(3, 3_000), message.latest());
    assertNull(facts.reaction("g1", 3, "👍"));
    assertNull(facts.sent("g1", "n2"));
    assertNull(facts.sent("g1", "n3"));
    assertNull(facts.sent("g1", null));
    for (Act alone : List.of(EDIT, REACT, ANSWER, DELETE, OFFER, FETCH)) {
      assertEquals(message, facts(alone).message(3), alone::toString);
    }
    assertNull(facts(new Act.Delete("d", Asker.person("g1"), 2)).message(2), "no message");
    Act same = new Act.Edit("e", Asker.person("g1"), 3, "two", "n1");
    assertEquals(3, facts(same).sent("g1", "n1").seq());
  }

  @Test
  void whatTheBatchDecidedIsKnownToTheRestOfIt() throws Exception {
    Facts facts = facts(EDIT, REACT, ANSWER, DELETE, OFFER, FETCH);
    facts.note(new Entry(4, 4_000, edited()));
    assertEquals("two", facts.message(3).said().text());
    assertEquals(new OldMessage.Done(4, 4_000), facts.message(3).latest());
    assertEquals(4, facts.sent("g1", "n2").seq(), "its nonce");

    facts.note(new Entry(5, 5_000, reacted(false)));
    assertEquals(new OldMessage.Done(5, 5_000), facts.reaction("g1", 3, "👍"));
    assertEquals(Set.of("👍"), facts.message(3).reactions());
    facts.note(new Entry(6, 6_000, reacted(true)));
    assertNull(facts.reaction("g1", 3, "👍"));

    facts.note(new Entry(7, 7_000, said("yes", "n3")));
    assertEquals(7, facts.sent("g1", "n3").seq());

    facts.note(
        new Entry(
            8,
            8_000,
            new Change.Deleted(
                3, new Addressee.Room("lobby"), new Author("g1", "alice"), "alice")));
    assertEquals(new OldMessage.Done(8, 8_000), facts.message(3).deleted());
    assertEquals(Set.of(), facts.message(3).reactions());
  }

  private static Change.Said direct(String from, String name, String to, String toName) {
    return new Change.Said(
        new Addressee.Person(toName, to), new Author(from, name), Content.of("hi"), null);
  }

  @Test
  void whomANameStandsForIsKnownWithinTheBatchAndChangedByNobodyElse() throws Exception {
    Act.Say say =
        new Act.Say(
            "s", Asker.person("g1"), new Addressee.Person("Bob", null), Content.of("hi"), null);
    Facts facts = facts(new Act.Offer(say));
    assertNull(facts.partner("g1", "Bob"));
    facts.note(new Entry(4, 4_000, direct("g2", "bob", "g1", "alice")));
    assertEquals("g2", facts.partner("g1", "Bob"));
    facts.note(new Entry(5, 5_000, direct("g3", "bob", "g1", "alice")));
    assertEquals("g2", facts.partner("g1", "Bob"), "a word makes nobody known");
    facts.note(new Entry(6, 6_000, direct("g1", "alice", "g3", "BOB")));
    assertEquals("g3", facts.partner("g1", "Bob"));
    assertEquals(
        List.of(), say.to(new Addressee.Person("Bob", "g2")).needs(), "an id needs no name");
  }
}
