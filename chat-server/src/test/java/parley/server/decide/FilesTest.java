package parley.server.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.state.Asker;
import parley.server.state.Change;
import parley.server.state.ContentHash;
import parley.server.state.Sent;

/** Who may send a file, and who may have one. */
class FilesTest {
  private static final FileInfo REPORT = new FileInfo("report.pdf", 1_288_490, "9f".repeat(32));

  private final World world = new World();
  private final String alice = world.member("alice", "lobby");
  private final String bob = world.member("bob", "lobby");
  private final String carol = world.guest("carol");

  private static Act.Say say(String who, String room, String to, FileInfo file, String nonce) {
    return new Act.Say(
        "u",
        Asker.person(who),
        Addressee.ofFields(room, to, null),
        new Content("for you", Request.Kind.MESSAGE, null, file),
        nonce);
  }

  private Reply offer(Act.Say say) {
    return offer(say, null);
  }

  private Reply offer(Act.Say say, Sent earlier) {
    return world.decide(new Act.Offer(say), earlier);
  }

  private Reply fetch(String who, long seq) {
    return world.decide(new Act.Fetch("d", Asker.person(who), seq));
  }

  private long sent(String who, String room, String to) {
    return ok(world.decide(say(who, room, to, REPORT, null))).seq();
  }

  private static FileInfo file(Reply reply) {
    return assertInstanceOf(Reply.Carrying.class, reply, reply::toString).file();
  }

  private static Reply.Sent ok(Reply reply) {
    return assertInstanceOf(Reply.Sent.class, reply, reply::toString);
  }

  private static Reply.Refused refused(ErrorCode code, Reply reply) {
    Reply.Refused refused = assertInstanceOf(Reply.Refused.class, reply, reply::toString);
    assertEquals(code, refused.code());
    return refused;
  }

  // ---- offer

  @Test
  void whatCouldBeSaidIsAnsweredByOkAndNothingIsSaid() {
    int before = world.entries.size();
    assertEquals(new Reply.Done("u"), offer(say(alice, "lobby", null, REPORT, "n1")));
    Reply.PersonFound toCarol = (Reply.PersonFound) offer(say(alice, null, "carol", REPORT, "n1"));
    assertEquals(carol, toCarol.person().id(), "whoever is called so when the file is here");
    assertEquals(before, world.entries.size());
    assertEquals("u", new Act.Offer(say(alice, "lobby", null, REPORT, null)).re());
  }

  @Test
  void whatCouldNotBeSaidIsRefusedInTheSameWords() {
    world.decide(new Act.Mute(Asker.CONSOLE, "bob", 0, false));
    List<Act.Say> refused =
        List.of(
            say(carol, "lobby", null, REPORT, null),
            say(alice, "nowhere", null, REPORT, null),
            say(alice, null, "nobody", REPORT, null),
            say(bob, "lobby", null, REPORT, null),
            say("g99", "lobby", null, REPORT, null));
    for (Act.Say say : refused) {
      assertEquals(world.decide(say), offer(say));
    }
    refused(ErrorCode.MUTED, offer(say(bob, "lobby", null, REPORT, null)));
    refused(ErrorCode.NOT_A_MEMBER, offer(say(carol, "lobby", null, REPORT, null)));
  }

  @Test
  void whatWasSaidBeforeUnderItsNonceIsAnsweredSo() {
    Act.Say say = say(alice, "lobby", null, REPORT, "n1");
    long seq = ok(world.decide(say)).seq();
    Change.Said said = (Change.Said) world.last();
    Sent sent = new Sent(seq, world.now, ContentHash.of(said));
    Reply.Sent again = ok(offer(say, sent));
    assertEquals(seq, again.seq());
    assertEquals(true, again.duplicate());

    FileInfo other = new FileInfo("report.pdf", 1_288_490, "9e".repeat(32));
    refused(ErrorCode.NONCE_REUSED, offer(say(alice, "lobby", null, other, "n1"), sent));
  }

  // ---- the message

  @Test
  void theMessageTellsOfItsFileAndKeepsItWhenItsTextIsCorrected() {
    long seq = sent(alice, "lobby", null);
    assertEquals(REPORT, ((Change.Said) world.last()).file());
    world.decide(new Act.Edit("e", Asker.person(alice), seq, "as promised", null));
    Change.Edited edited = (Change.Edited) world.last();
    assertEquals("as promised", edited.text());
    assertEquals(REPORT, edited.file());
    assertEquals(REPORT, file(fetch(bob, seq)));
  }

  // ---- fetch

  @Test
  void whoCanReadTheMessageCanHaveTheFile() {
    long inRoom = sent(alice, "lobby", null);
    long inTalk = sent(alice, null, "carol");
    assertEquals(new Reply.Carrying("d", 0, REPORT), fetch(bob, inRoom));
    assertEquals(REPORT, file(fetch(alice, inRoom)));
    assertEquals(REPORT, file(fetch(alice, inTalk)));
    assertEquals(REPORT, file(fetch(carol, inTalk)));
    String late = world.member("dave", "lobby");
    assertEquals(REPORT, file(fetch(late, inRoom)), "members read what was before them");
  }

  @Test
  void whoCanNotIsToldTheSameAsOfWhatNeverWas() {
    long inRoom = sent(alice, "lobby", null);
    long inTalk = sent(alice, null, "carol");
    long plain = ok(world.say(alice, "lobby", "no file")).seq();
    long deleted = sent(alice, "lobby", null);
    world.decide(new Act.Delete("x", Asker.person(alice), deleted));
    world.decide(new Act.Leave("l", Asker.person(bob), "lobby"));
    String eve = world.member("eve", "lobby");

    String never = refused(ErrorCode.NO_SUCH_FILE, fetch(alice, 4_711)).message();
    assertEquals("File not found", never.substring(0, 14));
    record Asked(String who, long seq) {}
    for (Asked asked :
        List.of(
            new Asked(carol, inRoom),
            new Asked(bob, inRoom),
            new Asked(bob, inTalk),
            new Asked(eve, inTalk),
            new Asked(alice, plain),
            new Asked(alice, deleted),
            new Asked(alice, 1))) {
      String message = refused(ErrorCode.NO_SUCH_FILE, fetch(asked.who(), asked.seq())).message();
      assertEquals(never.replace("4711", "" + asked.seq()), message, asked::toString);
    }
    world.decide(new Act.SetOperator(Asker.CONSOLE, "eve", true));
    refused(ErrorCode.NO_SUCH_FILE, fetch(eve, inTalk));
    refused(ErrorCode.HELLO_FIRST, fetch("g99", inRoom));
  }
}
