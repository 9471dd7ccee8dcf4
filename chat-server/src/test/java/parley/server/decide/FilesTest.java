package parley.server.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.state.Change;
import parley.server.state.Content;
import parley.server.state.Sent;

/** Who may send a file, and who may have one. */
class FilesTest {
  private static final FileInfo REPORT = new FileInfo("report.pdf", 1_288_490, "9f".repeat(32));

  private final World world = new World();
  private final String alice = world.member("alice", "lobby");
  private final String bob = world.member("bob", "lobby");
  private final String carol = world.guest("carol");

  private static Command.Say say(String who, String room, String to, FileInfo file, String nonce) {
    return new Command.Say(
        "u", who, room, to, "for you", Request.Kind.MESSAGE, nonce, null, file, null, null);
  }

  private Reply offer(Command.Say say) {
    return world.decide(new Command.Offer(say));
  }

  private Reply fetch(String who, long seq) {
    return world.decide(new Command.Fetch("d", who, seq).with(world.target(seq)));
  }

  private long sent(String who, String room, String to) {
    return ok(world.decide(say(who, room, to, REPORT, null))).seq();
  }

  private static Reply.Ok ok(Reply reply) {
    return assertInstanceOf(Reply.Ok.class, reply, reply::toString);
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
    assertEquals(Reply.Ok.done("u"), offer(say(alice, "lobby", null, REPORT, "n1")));
    assertEquals(Reply.Ok.done("u"), offer(say(alice, null, "carol", REPORT, "n1")));
    assertEquals(before, world.entries.size());
    assertEquals("u", new Command.Offer(say(alice, "lobby", null, REPORT, null)).re());
  }

  @Test
  void whatCouldNotBeSaidIsRefusedInTheSameWords() {
    world.decide(new Command.Mute("console", "bob", 0));
    List<Command.Say> refused =
        List.of(
            say(carol, "lobby", null, REPORT, null),
            say(alice, "nowhere", null, REPORT, null),
            say(alice, null, "nobody", REPORT, null),
            say(bob, "lobby", null, REPORT, null),
            say("g99", "lobby", null, REPORT, null));
    for (Command.Say say : refused) {
      assertEquals(world.decide(say), offer(say));
    }
    refused(ErrorCode.MUTED, offer(say(bob, "lobby", null, REPORT, null)));
    refused(ErrorCode.NOT_A_MEMBER, offer(say(carol, "lobby", null, REPORT, null)));
  }

  @Test
  void whatWasSaidBeforeUnderItsNonceIsAnsweredSo() {
    Command.Say say = say(alice, "lobby", null, REPORT, "n1");
    long seq = ok(world.decide(say)).seq();
    Change.Said said = (Change.Said) world.last();
    Sent sent = new Sent(seq, world.now, Content.of(said));
    Reply.Ok again = ok(offer(say.with(sent, null)));
    assertEquals(seq, again.seq());
    assertEquals(true, again.duplicate());
    assertNull(again.ticket());

    FileInfo other = new FileInfo("report.pdf", 1_288_490, "9e".repeat(32));
    refused(ErrorCode.NONCE_REUSED, offer(say(alice, "lobby", null, other, "n1").with(sent, null)));
  }

  // ---- the message

  @Test
  void theMessageTellsOfItsFileAndKeepsItWhenItsTextIsCorrected() {
    long seq = sent(alice, "lobby", null);
    assertEquals(REPORT, ((Change.Said) world.last()).file());
    world.decide(
        new Command.Edit("e", alice, seq, "as promised", null).with(null, world.target(seq)));
    Change.Edited edited = (Change.Edited) world.last();
    assertEquals("as promised", edited.text());
    assertEquals(REPORT, edited.file());
    assertEquals(REPORT, ok(fetch(bob, seq)).file());
  }

  // ---- fetch

  @Test
  void whoCanReadTheMessageCanHaveTheFile() {
    long inRoom = sent(alice, "lobby", null);
    long inTalk = sent(alice, null, "carol");
    assertEquals(Reply.Ok.offering("d", null, REPORT), fetch(bob, inRoom));
    assertEquals(REPORT, ok(fetch(alice, inRoom)).file());
    assertEquals(REPORT, ok(fetch(alice, inTalk)).file());
    assertEquals(REPORT, ok(fetch(carol, inTalk)).file());
    String late = world.member("dave", "lobby");
    assertEquals(REPORT, ok(fetch(late, inRoom)).file(), "members read what was before them");
  }

  @Test
  void whoCanNotIsToldTheSameAsOfWhatNeverWas() {
    long inRoom = sent(alice, "lobby", null);
    long inTalk = sent(alice, null, "carol");
    long plain = ok(world.say(alice, "lobby", "no file")).seq();
    long deleted = sent(alice, "lobby", null);
    world.decide(new Command.Delete("x", alice, deleted, world.target(deleted)));
    world.decide(new Command.Leave("l", bob, "lobby"));
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
    world.decide(new Command.SetOperator("console", "eve", true));
    refused(ErrorCode.NO_SUCH_FILE, fetch(eve, inTalk));
    refused(ErrorCode.HELLO_FIRST, fetch("g99", inRoom));
  }
}
