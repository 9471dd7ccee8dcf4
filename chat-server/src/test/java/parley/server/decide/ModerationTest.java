package parley.server.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Goodbye;
import parley.protocol.Reply;
import parley.server.state.Asker;
import parley.server.state.Ban;
import parley.server.state.Change;

/** What operators decide holds, for whom and for how long it should. */
class ModerationTest {
  private static final FileInfo FILE = new FileInfo("f", 1, "0".repeat(64));

  private final World world = new World();

  private static void refused(ErrorCode code, Reply reply) {
    assertEquals(code, assertInstanceOf(Reply.Refused.class, reply, String.valueOf(reply)).code());
  }

  private static void done(Reply reply) {
    assertInstanceOf(Reply.Ok.class, reply);
  }

  private String operator(String name) {
    String id = world.member(name, "lobby");
    world.decide(new Act.SetOperator(Asker.CONSOLE, name, true));
    return id;
  }

  private Act.Mute mute(String name, long until) {
    return new Act.Mute(Asker.CONSOLE, name, until, false);
  }

  private boolean muted(String name) {
    return world.state.named(name).mutedAt(world.now);
  }

  // ---- who asks

  @Test
  void theRoleIsLookedAtWhenItIsDecided() {
    String olga = operator("olga");
    world.guest("bob");
    Asker asker = Asker.person(olga);
    world.decide(new Act.SetOperator(Asker.CONSOLE, "olga", false));
    for (Act act :
        List.of(
            new Act.Kick(asker, "bob", null, null),
            new Act.Ban(asker, "bob", false, 0, ""),
            new Act.Unban(asker, "bob"),
            new Act.Mute(asker, "bob", 0, false),
            new Act.Unmute(asker, "bob"),
            new Act.UnmuteNetwork(asker, "192.0.2.1"),
            new Act.CloseRoom(asker, "lobby", true, true),
            new Act.Notify(asker, null, "hi"),
            new Act.Retitle(asker, "lobby", "mine"),
            new Act.SetOperator(asker, "olga", true))) {
      long before = world.state.nextSeq();
      refused(ErrorCode.FORBIDDEN, world.decide(act));
      assertEquals(before, world.state.nextSeq(), act::toString);
    }
    refused(ErrorCode.FORBIDDEN, world.decide(new Act.Kick(Asker.person("g99"), "bob", null, "")));
    assertNotNull(world.state.named("bob"));
  }

  @Test
  void aTokenMakesAnOperatorOfWhoShowedItWhateverTheyAreCalledByThen() {
    String alice = world.guest("alice");
    world.decide(new Act.Rename("n", Asker.person(alice), "alina"));
    String mallory = world.guest("alice");
    done(world.decide(new Act.BecomeOperator(Asker.person(alice))));
    assertTrue(world.state.person(alice).operator());
    assertFalse(world.state.person(mallory).operator());
  }

  @Test
  void whatIsDoneIsToldByTheNameOfThatMoment() {
    String olga = operator("olga");
    world.decide(new Act.Rename("n", Asker.person(olga), "Olga_2"));
    world.member("bob", "den");
    world.decide(new Act.CloseRoom(Asker.person(olga), "den", false, false));
    assertEquals(new Change.RoomClosed("den", "Olga_2"), world.last());
  }

  /** Something may be said between the look and the decision. */
  @Test
  void whatIsErasedWithARoomIsAllOfIt() {
    world.member("bob", "den");
    world.decide(new Act.CloseRoom(Asker.CONSOLE, "den", true, false));
    assertInstanceOf(Change.Dropped.class, world.last());
    refused(
        ErrorCode.NO_SUCH_ROOM,
        world.decide(new Act.CloseRoom(Asker.CONSOLE, "never", true, false)));
  }

  // ---- mutes

  @Test
  void nothingOfTheMutedIsReadByOthers() {
    String mallory = world.member("mallory", "lobby");
    String bob = world.member("bob", "den");
    world.say(mallory, "lobby", "before");
    long said = world.state.nextSeq() - 1;
    world.decide(mute("mallory", 0));
    refused(ErrorCode.MUTED, world.say(mallory, "lobby", "hi"));
    refused(ErrorCode.MUTED, world.decide(World.say(mallory, null, "bob", "hi", null)));
    refused(
        ErrorCode.MUTED, world.decide(new Act.SetTopic("t", Asker.person(mallory), "lobby", "hi")));
    refused(ErrorCode.MUTED, world.decide(new Act.Rename("n", Asker.person(mallory), "buy-this")));
    refused(ErrorCode.MUTED, world.decide(new Act.Join("j", Asker.person(mallory), "buy-this")));
    refused(
        ErrorCode.MUTED, world.decide(new Act.Edit("e", Asker.person(mallory), said, "hi", null)));
    refused(
        ErrorCode.MUTED, world.decide(new Act.React("r", Asker.person(mallory), said, "!", false)));
    refused(
        ErrorCode.MUTED,
        world.decide(
            new Act.Offer(
                new Act.Say(
                    "u",
                    Asker.person(mallory),
                    new Addressee.Room("lobby"),
                    new Content("f", null, null, FILE),
                    null))));
    done(world.decide(new Act.Join("j", Asker.person(mallory), "den")));
    done(world.decide(new Act.Leave("l", Asker.person(mallory), "den")));
    done(world.decide(new Act.Delete("d", Asker.person(mallory), said)));
    assertTrue(world.lasting().stream().noneMatch(c -> c instanceof Change.Named));
    assertEquals(bob, world.state.named("bob").id());
  }

  @Test
  void aMutedOperatorAnnouncesNothing() {
    String olga = operator("olga");
    world.decide(mute("olga", 0));
    Asker asker = Asker.person(olga);
    refused(ErrorCode.MUTED, world.decide(new Act.Notify(asker, null, "hi")));
    refused(ErrorCode.MUTED, world.decide(new Act.Retitle(asker, "lobby", "hi")));
  }

  @Test
  void goodbyeAndHelloEndNoMute() {
    String mallory = world.member("mallory", "lobby");
    Reply told = world.decide(mute("mallory", world.now + 5_000));
    assertEquals("192.0.2.1", ((Reply.AdminText) told).text());
    world.decide(new Act.Gone(world.connection(), true));
    assertNull(world.state.person(mallory));
    for (String name : List.of("mallory", "other")) {
      String again = world.member(name, "lobby");
      refused(ErrorCode.MUTED, world.say(again, "lobby", "hi"));
    }
    world.address = "192.0.2.2";
    done(world.say(world.member("elsewhere", "lobby"), "lobby", "hi"));
    world.address = "192.0.2.1";
    world.now += 5_000;
    world.decide(new Act.Tick(60_000));
    assertTrue(world.lasting().contains(new Change.NetworkUnmuted("192.0.2.1", "time")));
    done(world.say(world.member("later", "lobby"), "lobby", "hi"));
  }

  @Test
  void aNetworkOfIpv6IsOne() {
    world.address = "2001:db8:0:0:1:2:3:4%7";
    world.guest("mallory");
    world.decide(mute("mallory", 0));
    world.address = "2001:db8:0:0:ffff:0:0:1";
    world.guest("again");
    assertTrue(muted("again"));
    world.address = "2001:db8:0:1:0:0:0:1";
    world.guest("other");
    assertFalse(muted("other"));
  }

  @Test
  void whoIsUnmutedIsSoForGood() {
    world.guest("mallory");
    world.decide(mute("mallory", 0));
    world.guest("bob");
    assertTrue(muted("bob"), "came from there while it lasts");
    world.decide(new Act.Unmute(Asker.CONSOLE, "mallory"));
    assertFalse(muted("mallory"));
    world.guest("carol");
    assertFalse(muted("carol"));
    done(world.decide(new Act.UnmuteNetwork(Asker.CONSOLE, "192.0.2.1")));
    assertFalse(muted("bob"));
    refused(
        ErrorCode.NO_SUCH_PERSON, world.decide(new Act.UnmuteNetwork(Asker.CONSOLE, "192.0.2.1")));
  }

  @Test
  void oneCanBeMutedAlone() {
    world.guest("mallory");
    Reply told = world.decide(new Act.Mute(Asker.CONSOLE, "mallory", 0, true));
    assertEquals("", ((Reply.AdminText) told).text());
    world.guest("bob");
    assertFalse(muted("bob"));
  }

  // ---- bans

  @Test
  void whoWasAtABannedAddressDoesNotComeBackFromAnotherOne() {
    world.guest("mallory");
    long here = world.connection();
    world.guest("gone");
    world.decide(new Act.Gone(world.connection(), false));
    world.address = "192.0.2.2";
    world.guest("bob");
    world.decide(new Act.Ban(Asker.CONSOLE, "192.0.2.1", true, 0, "noise"));
    assertTrue(
        world.passing.contains(
            new Change.Ended(
                here, Goodbye.BANNED, "Your address is banned from this server: noise")));
    refused(ErrorCode.BAD_SESSION, world.hello("mallory", "hash-1", null));
    refused(ErrorCode.BAD_SESSION, world.hello("gone", "hash-2", null));
    assertNotNull(world.state.named("bob"));
  }

  @Test
  void aBannedGuestDoesNotComeBackUnderAnotherNameFromThereButOthersDo() {
    world.guest("mallory");
    world.guest("roommate");
    Reply told =
        world.decide(new Act.Ban(Asker.CONSOLE, "mallory", false, world.now + 60_000, "noise"));
    assertEquals("192.0.2.1", ((Reply.AdminText) told).text());
    assertNotNull(world.state.named("roommate"), "who is here stays");
    Reply.Refused again = (Reply.Refused) world.hello("again", null, null);
    assertEquals(ErrorCode.BANNED, again.code());
    assertTrue(again.message().contains("noise"), again.message());
    assertInstanceOf(Reply.Welcome.class, world.hello("roommate", "hash-2", null));
    world.address = "192.0.2.2";
    assertInstanceOf(Reply.Welcome.class, world.hello("other", null, null));
    world.address = "192.0.2.1";
    // Who extends it while they are gone means the same.
    world.decide(new Act.Ban(Asker.CONSOLE, "mallory", false, world.now + 90_000, "noise"));
    world.now += 70_000;
    refused(ErrorCode.BANNED, world.hello("again", null, null));
    Reply.Refused alone = (Reply.Refused) world.decide(new Act.Unban(Asker.CONSOLE, "192.0.2.1"));
    assertTrue(alone.message().contains("unban mallory"), alone.message());
    world.now += 20_000;
    assertInstanceOf(Reply.Welcome.class, world.hello("again", null, null));
  }

  @Test
  void aBannedGuestsNetworkIsA64AndUnbanLetsItIn() {
    world.address = "2001:db8:0:1::7";
    world.guest("mallory");
    world.decide(new Act.Ban(Asker.CONSOLE, "mallory", false, 0, null));
    world.address = "2001:db8:0:1:aaaa::1";
    refused(ErrorCode.BANNED, world.hello("again", null, null));
    world.address = "2001:db8:0:2::7";
    assertInstanceOf(Reply.Welcome.class, world.hello("far", null, null));
    world.address = "2001:db8:0:1::7";
    done(world.decide(new Act.Unban(Asker.CONSOLE, "mallory")));
    assertInstanceOf(Reply.Welcome.class, world.hello("again", null, null));
  }

  @Test
  void aNameCanBeBannedAloneAndOneThatIsNotHereIs() {
    world.guest("mallory");
    Reply told = world.decide(new Act.Ban(Asker.CONSOLE, "mallory", false, 0, null, true));
    assertEquals("", ((Reply.AdminText) told).text());
    assertInstanceOf(Reply.Welcome.class, world.hello("again", null, null));
    Reply gone = world.decide(new Act.Ban(Asker.CONSOLE, "nobody", false, 0, null));
    assertEquals("", ((Reply.AdminText) gone).text());
  }

  @Test
  void twoBansOfOneNetworkEndOneByOne() {
    world.guest("mallory");
    world.guest("mallet");
    world.decide(new Act.Ban(Asker.CONSOLE, "mallory", false, 0, null));
    world.decide(new Act.Ban(Asker.CONSOLE, "mallet", false, 0, null));
    world.decide(new Act.Unban(Asker.CONSOLE, "mallory"));
    refused(ErrorCode.BANNED, world.hello("again", null, null));
    world.decide(new Act.Unban(Asker.CONSOLE, "mallet"));
    assertInstanceOf(Reply.Welcome.class, world.hello("again", null, null));
  }

  @Test
  void whoTookTheirPlaceElsewhereMeanwhileIsMeantToo() {
    world.guest("mallory");
    world.address = "192.0.2.2";
    world.hello("mallory", "hash-1", null);
    world.decide(new Act.Ban(Asker.CONSOLE, "192.0.2.1", true, 0, ""));
    assertNull(world.state.named("mallory"));
  }

  @Test
  void aZoneMakesNoOtherAddress() {
    world.address = "fe80:0:0:0:0:0:0:1%eth0";
    world.guest("mallory");
    world.decide(new Act.Ban(Asker.CONSOLE, "fe80:0:0:0:0:0:0:1", true, 0, ""));
    assertNull(world.state.named("mallory"));
    refused(ErrorCode.BANNED, world.hello("again", null, null));
  }

  @Test
  void aRangeIsBannedAndEnded() {
    world.address = "192.0.2.200";
    world.guest("mallory");
    world.address = "192.0.3.1";
    world.guest("bob");
    world.decide(new Act.Ban(Asker.CONSOLE, "192.0.2.77/24", true, 0, ""));
    assertNull(world.state.named("mallory"));
    assertNotNull(world.state.named("bob"));
    world.address = "192.0.2.3";
    refused(ErrorCode.BANNED, world.hello("again", null, null));
    refused(ErrorCode.NO_SUCH_PERSON, world.decide(new Act.Unban(Asker.CONSOLE, "192.0.2.3")));
    world.decide(new Act.Unban(Asker.CONSOLE, "192.0.2.0/24"));
    assertInstanceOf(Reply.Welcome.class, world.hello("again", null, null));
  }

  @Test
  void aBanSaidAgainEndsByOneUnban() {
    world.decide(new Act.Ban(Asker.CONSOLE, "192.0.2.0/24", true, 0, "noise"));
    world.decide(new Act.Ban(Asker.CONSOLE, "192.0.2.9/24", true, 0, "more noise"));
    world.decide(new Act.Unban(Asker.CONSOLE, "192.0.2.0/24"));
    assertInstanceOf(Reply.Welcome.class, world.hello("again", null, null));
  }

  /** In its long form, and for that address alone, as earlier versions wrote it. */
  @Test
  void anOlderBanOfAnAddressCountsForItsNetworkAndEndsByAnySpelling() {
    world.state.restore(new Ban("2001:db8:0:0:0:0:0:1", 0, "", "server", 1));
    world.address = "2001:db8::2";
    refused(ErrorCode.BANNED, world.hello("mallory", null, null));
    world.decide(new Act.Unban(Asker.CONSOLE, "2001:db8::1"));
    assertEquals(new Change.Unbanned("2001:db8:0:0:0:0:0:1", "console"), world.last());
    assertInstanceOf(Reply.Welcome.class, world.hello("mallory", null, null));
  }

  @Test
  void nobodyBansThemselvesByAnAddress() {
    String olga = operator("olga");
    refused(
        ErrorCode.FORBIDDEN,
        world.decide(new Act.Ban(Asker.person(olga), "192.0.2.1", true, 0, "")));
    assertNull(world.state.banOfName("192.0.2.1"));
  }
}
