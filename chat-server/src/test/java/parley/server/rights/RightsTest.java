package parley.server.rights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.server.net.AddressRange;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.OldMessage;
import parley.server.state.Place;
import parley.server.state.State;

/** Each verdict names the rule by which somebody may, or may not. */
class RightsTest {
  private static final long NOW = 1_000;

  /** The last of them is not here. */
  private static final List<String> NAMES =
      List.of("alice", "bob", "carol", "olga", "mallory", "gone");

  private final State state = new State();
  private final OldMessage inDen = message(1, new Place.Room("den"));
  private final OldMessage inTalk = message(2, new Place.Talk("g1", "g2"));

  private void happened(Change.Lasting change) {
    state.apply(new Entry(state.nextSeq(), NOW, change));
  }

  /** Alice's. */
  private static OldMessage message(long seq, Place place) {
    String room = place instanceof Place.Room(String name) ? name : null;
    String to = place instanceof Place.Talk talk ? talk.b() : null;
    Change.Said said =
        new Change.Said(
            Addressee.ofFields(room, to, to), new Author("g1", "alice"), Content.of("hi"), null);
    return new OldMessage(seq, said, new OldMessage.Done(seq, NOW), null, Set.of());
  }

  @BeforeEach
  void someAreHere() {
    for (int i = 0; i < NAMES.size() - 1; i++) {
      happened(new Change.Came("g" + (i + 1), NAMES.get(i), "hash-" + i));
    }
    happened(new Change.Joined("den", "g1", "alice"));
    happened(new Change.Joined("den", "g2", "bob"));
    happened(new Change.Joined("den", "g5", "mallory"));
    happened(new Change.OperatorSet("g4", "olga", true));
    happened(new Change.Muted("g5", "mallory", 0, "olga", List.of("192.0.2.9")));
    happened(new Change.Banned("eve", 0, "noise", "olga"));
    happened(new Change.Banned("198.51.100.0/24", NOW + 2_500, "", "olga"));
  }

  private Rule rule(String who, Right right, On on) {
    return Rights.may(state, asker(who), right, on, NOW).rule();
  }

  private static Asker asker(String who) {
    return switch (who) {
      case "stranger" -> new Asker.Newcomer(1);
      case "console" -> Asker.CONSOLE;
      case "server" -> Asker.SERVER;
      default -> Asker.person("g" + (1 + NAMES.indexOf(who)));
    };
  }

  @ParameterizedTest
  @CsvSource({
    "CALL, stranger, EVERYBODY",
    "SEE, stranger, HELLO_FIRST",
    "SEE, gone, HELLO_FIRST",
    "SEE, carol, GUESTS",
    "SEE, server, GUESTS",
    "CLAIM, carol, GUESTS",
    "REMOVE, carol, NOT_AN_OPERATOR",
    "REMOVE, gone, NOT_AN_OPERATOR",
    "REMOVE, olga, OPERATORS",
    "REMOVE, console, OPERATORS",
    "MAKE_ROOM, mallory, MUTED",
    "MAKE_ROOM, carol, GUESTS",
    "MAKE_ROOMS_AT_WILL, carol, NOT_AN_OPERATOR",
    "MAKE_ROOMS_AT_WILL, olga, OPERATORS",
    "KEEP_HOUSE, server, HOUSE",
    "KEEP_HOUSE, console, NOT_AN_OPERATOR",
    "READ, alice, NOT_A_MEMBER",
    "READ, console, NOT_A_MEMBER"
  })
  void onTheServer(Right right, String who, Rule rule) {
    assertEquals(rule, rule(who, right, On.SERVER));
  }

  @ParameterizedTest
  @CsvSource({
    "READ, alice, MEMBERS",
    "READ, mallory, MEMBERS",
    "READ, carol, NOT_A_MEMBER",
    "READ, olga, NOT_A_MEMBER",
    "SPEAK, mallory, MUTED",
    "SPEAK, alice, MEMBERS",
    "JOIN, carol, GUESTS",
    "SET_TOPIC, olga, NOT_A_MEMBER"
  })
  void inARoom(Right right, String who, Rule rule) {
    assertEquals(rule, rule(who, right, On.room("DEN")));
  }

  @ParameterizedTest
  @CsvSource({
    "CORRECT, alice, AUTHORS, AUTHORS",
    "CORRECT, bob, NOT_ITS_AUTHOR, NOT_ITS_AUTHOR",
    "CORRECT, carol, NO_SUCH_MESSAGE, NO_SUCH_MESSAGE",
    "TAKE_BACK, alice, AUTHORS, AUTHORS",
    "TAKE_BACK, bob, NEITHER_AUTHOR_NOR_OPERATOR, NEITHER_AUTHOR_NOR_OPERATOR",
    "TAKE_BACK, olga, OPERATORS, NO_SUCH_MESSAGE",
    "REACT, bob, MEMBERS, MEMBERS",
    "REACT, olga, NO_SUCH_MESSAGE, NO_SUCH_MESSAGE",
    "UNREACT, mallory, MEMBERS, NO_SUCH_MESSAGE",
    "FETCH, carol, NO_SUCH_FILE, NO_SUCH_FILE"
  })
  void onAMessageOfARoomAndOfATalk(Right right, String who, Rule inRoom, Rule inATalk) {
    assertEquals(inRoom, rule(who, right, new On.Message(1, inDen)));
    assertEquals(inATalk, rule(who, right, new On.Message(2, inTalk)));
  }

  @Test
  void whoSaidItAndLeftIsToldSoOrTakesItBack() {
    happened(new Change.Left("den", "g1", "alice", "left"));
    assertEquals(Rule.NOT_A_MEMBER, rule("alice", Right.CORRECT, new On.Message(1, inDen)));
    assertEquals(Rule.AUTHORS, rule("alice", Right.TAKE_BACK, new On.Message(1, inDen)));
  }

  @Test
  void theBannedStayOutUntilItIsOver() {
    AddressRange near = AddressRange.of("198.51.100.7");
    AddressRange far = AddressRange.of("192.0.2.7");
    On byAddress = new On.Door(near, List.of("dave"), true);
    Verdict kept = Rights.may(state, asker("stranger"), Right.ENTER, byAddress, NOW);
    assertEquals(Rule.BANNED, kept.rule());
    assertEquals("You are banned from this server until 1970-01-01 00:00:03 UTC.", kept.sentence());
    assertEquals(3, kept.retryAfter());
    Verdict over = Rights.may(state, asker("stranger"), Right.ENTER, byAddress, NOW + 2_500);
    assertEquals(Rule.EVERYBODY, over.rule());
    On byName = new On.Door(far, List.of("dave", "Eve"), false);
    Verdict named = Rights.may(state, asker("stranger"), Right.ENTER, byName, NOW);
    assertEquals("You are banned from this server: noise", named.sentence());
    assertNull(named.retryAfter());
    assertEquals(Rule.BANNED_NAME, rule("carol", Right.NAME, new On.Name("EVE")));
    assertNotNull(Rights.muteOfNewcomer(state, "192.0.2.9", NOW));
    assertNull(Rights.muteOfNewcomer(state, "192.0.2.7", NOW));
  }

  /** A right that no line of the table gives would be nobody's by mistake. */
  @ParameterizedTest
  @EnumSource(Right.class)
  void everyRightIsSomebodys(Right right) {
    assertTrue(
        Stream.of(Policy.values()).anyMatch(where -> Grants.find(right, where.bit(), -1) != null),
        right.sentence());
  }
}
