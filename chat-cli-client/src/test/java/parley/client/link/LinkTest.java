package parley.client.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.client.Peer;
import parley.client.Recorded;
import parley.client.net.Address;
import parley.client.net.Dialer;
import parley.client.net.Security;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;

/** A link and the other end of its socket. */
class LinkTest {
  private static final RetryPolicy ENDURING =
      new RetryPolicy(Duration.ZERO, RetryPolicy.FOR_EVER, false);

  private Peer peer;
  private Link link;
  private final Recorded told = new Recorded();

  @BeforeEach
  void open() throws IOException {
    peer = new Peer();
  }

  @AfterEach
  void close() throws IOException {
    if (link != null) {
      link.abandon();
    }
    peer.close();
  }

  private void start(SavedSession place, RetryPolicy policy) {
    start(peer.port(), place, policy);
  }

  private void start(int port, SavedSession place, RetryPolicy policy) {
    Address address = new Address(null, "127.0.0.1", port);
    Dialer dialer = new Dialer(address, new Security.Plain(), Duration.ofSeconds(5), _ -> {});
    link = new Link(dialer, Request.Hello.as(null, "alice"), place, policy, told);
    link.start();
  }

  @Test
  void whatWasNotAcknowledgedIsSentAgainInOrderWithItsNonces() throws Exception {
    start(null, ENDURING);
    Peer.Conversation first = peer.accept();
    Request.Hello hello = first.welcome("g7", "s1", "log", 100);
    assertNull(hello.since());
    link.say("lobby", null, "one", null);
    link.say("lobby", null, "two", null);
    link.say("lobby", null, "three", null);
    Request.Send one = first.receive(Request.Send.class);
    Request.Send two = first.receive(Request.Send.class);
    first.ok(one, 101);
    told.await(1, LinkEvent.Acknowledged.class);
    first.cut();
    told.await(1, LinkEvent.Lost.class);
    link.say("lobby", null, "four", null);

    Peer.Conversation second = peer.accept();
    Request.Hello again = second.welcome("g7", "s1", "log", 101);
    assertEquals("s1", again.session());
    assertEquals(100, again.since());
    assertEquals("log", again.log());
    List<Request.Send> sent =
        List.of(
            second.receive(Request.Send.class),
            second.receive(Request.Send.class),
            second.receive(Request.Send.class));
    assertEquals(List.of("two", "three", "four"), sent.stream().map(Request.Send::text).toList());
    assertEquals(two.nonce(), sent.getFirst().nonce());
    assertNotEquals(sent.get(0).nonce(), sent.get(1).nonce());
    assertEquals(2, told.await(2, LinkEvent.Connected.class).resending());
    for (Request.Send send : sent) {
      second.ok(send, 110);
    }
    assertTrue(link.awaitPending(0, Duration.ofSeconds(60)));
  }

  @Test
  void aMessageWithAnAnswerThatIsNoneIsNotSentForEver() throws Exception {
    start(null, ENDURING);
    Peer.Conversation line = peer.accept();
    line.welcome("g7", "s1", "log", 100);
    link.say("lobby", null, "one", null);
    Request.Send one = line.receive(Request.Send.class);
    line.send(new Reply.Pong(one.id(), null));
    assertEquals(LinkEnding.FAULT, link.awaitEnd());
    assertEquals(
        "This server answered a message with what is no answer.",
        told.await(1, LinkEvent.Ended.class).sentence());
  }

  /** Else the next start would find its own name taken. */
  @Test
  void whoLeavesWithoutAConnectionKeepsThePlace() throws Exception {
    start(null, ENDURING);
    peer.accept().welcome("g7", "s1", "log", 100);
    told.await(1, LinkEvent.Connected.class);
    peer.close();
    told.await(1, LinkEvent.Lost.class);
    link.close();
    assertEquals(LinkEnding.CLOSED, link.awaitEnd());
    assertEquals("s1", link.place().session());
  }

  @Test
  void aGoodbyeGivesThePlaceUpOnlyWhereTheServerTookIt() throws Exception {
    for (boolean taken : List.of(true, false)) {
      start(null, ENDURING);
      Peer.Conversation line = peer.accept();
      line.welcome("g7", "s1", "log", 100);
      told.await(taken ? 1 : 2, LinkEvent.Connected.class);
      Thread leaving = Thread.ofVirtual().start(link::close);
      Request.Bye bye = line.receive(Request.Bye.class);
      if (taken) {
        line.send(new Event.Bye(bye.id(), "bye", "Goodbye."));
      } else {
        line.cut();
      }
      leaving.join();
      assertEquals(taken, link.place() == null);
    }
  }

  /** Else the server would welcome one who is gone, and keep the name for the time of grace. */
  @Test
  void whoLeavesBeforeTheWelcomeSaysGoodbyeBehindTheHello() throws Exception {
    for (boolean welcome : List.of(true, false)) {
      start(null, ENDURING);
      Peer.Conversation line = peer.accept();
      Request.Hello hello = line.receive(Request.Hello.class);
      Thread leaving = Thread.ofVirtual().start(link::close);
      Request.Bye bye = line.receive(Request.Bye.class);
      if (welcome) {
        line.welcomeTo(hello, "g7", "s1", "log", 100);
        line.send(new Event.Bye(bye.id(), "bye", "Goodbye."));
      } else {
        line.send(new Reply.Refused(hello.id(), ErrorCode.NAME_TAKEN, "The name is taken.", null));
      }
      leaving.join();
      assertEquals(LinkEnding.CLOSED, link.awaitEnd());
      assertNull(link.place());
    }
  }

  @Test
  void onlyTheStreamMovesTheCursorAndNothingIsToldTwice() throws Exception {
    start(null, ENDURING);
    Peer.Conversation first = peer.accept();
    first.welcome("g7", "s1", "log", 100);
    link.say("lobby", null, "mine", null);
    first.ok(first.receive(Request.Send.class), 150);
    told.await(1, LinkEvent.Acknowledged.class);
    assertEquals(100, link.place().cursor());
    first.message(120, "lobby", "bob", "g8", "a");
    first.message(120, "lobby", "bob", "g8", "a");
    first.message(119, "lobby", "bob", "g8", "old");
    first.message(150, "lobby", "alice", "g7", "mine");
    told.await(2, LinkEvent.Told.class);
    first.cut();

    Peer.Conversation second = peer.accept();
    assertEquals(150, second.welcome("g7", "s1", "log", 170).since());
    assertEquals(150, link.place().cursor(), "welcome.last is not the cursor of a replay");
    second.message(160, "lobby", "bob", "g8", "b");
    told.await(3, LinkEvent.Told.class);
    assertEquals(160, link.place().cursor());
    assertEquals(
        List.of(120L, 150L, 160L),
        told.all(LinkEvent.Told.class).stream()
            .map(t -> ((Event.Message) t.event()).seq())
            .toList());
  }

  @Test
  void anotherLogMakesTheCursorVoid() throws Exception {
    start(new SavedSession("alice", "g7", "s1", "old", 5_000), ENDURING);
    Peer.Conversation first = peer.accept();
    assertEquals(5_000, first.welcome("g7", "s1", "restored", 40).since());
    told.await(1, LinkEvent.Connected.class);
    assertEquals(40, link.place().cursor());
    assertEquals("restored", link.place().log());
  }

  @Test
  void aRefusedSessionLeavesWhatWasSentToItsPerson() throws Exception {
    start(null, ENDURING);
    Peer.Conversation first = peer.accept();
    first.welcome("g7", "s1", "log", 100);
    link.say("lobby", null, "sent", null);
    first.receive(Request.Send.class);
    first.cut();
    told.await(1, LinkEvent.Lost.class);
    link.say("lobby", null, "never sent", null);

    Peer.Conversation second = peer.accept();
    Request.Hello refused = second.receive(Request.Hello.class);
    assertEquals("s1", refused.session());
    second.send(new Reply.Refused(refused.id(), ErrorCode.BAD_SESSION, "It has expired.", null));
    Request.Hello afresh = second.welcome("g9", "s2", "log", 130);
    assertNull(afresh.session());
    assertNull(afresh.since());
    assertEquals("never sent", second.receive(Request.Send.class).text());
    LinkEvent.Connected connected = told.await(2, LinkEvent.Connected.class);
    assertFalse(connected.resumed());
    assertEquals(List.of("sent"), connected.unsure().stream().map(PendingMessage::text).toList());
    assertEquals(130, link.place().cursor());

    link.resendUnsure();
    assertEquals("sent", second.receive(Request.Send.class).text());
  }

  /** After a restore the id that was bob's may be anybody's; whoever wrote it decides. */
  @Test
  void whatIsForOnePersonIsNotSentByItselfOnceTheServerHasAnotherLog() throws Exception {
    start(null, ENDURING);
    Peer.Conversation first = peer.accept();
    first.welcome("g7", "s1", "log", 100);
    first.cut();
    told.await(1, LinkEvent.Lost.class);
    link.say(null, "bob", "g2", "for bob alone", null, null);
    link.say("lobby", null, "for all", null);

    Peer.Conversation second = peer.accept();
    second.welcome("g7", "s1", "another", 30);
    assertEquals("for all", second.receive(Request.Send.class).text());
    LinkEvent.Connected connected = told.await(2, LinkEvent.Connected.class);
    assertTrue(connected.otherLog());
    assertEquals(
        List.of("for bob alone"), connected.unsure().stream().map(PendingMessage::text).toList());

    link.resendUnsure();
    Request.Send again = second.receive(Request.Send.class);
    assertEquals("bob", again.to());
    assertNull(again.toId());
  }

  @Test
  void aRateLimitIsWaitedForAndAnUnknownOutcomeIsAskedAgain() throws Exception {
    start(null, ENDURING);
    Peer.Conversation first = peer.accept();
    first.welcome("g7", "s1", "log", 100);
    link.say("lobby", null, "hi", null);
    Request.Send once = first.receive(Request.Send.class);
    first.send(new Reply.Refused(once.id(), ErrorCode.RATE_LIMITED, "Slow down.", 1));
    Request.Send again = first.receive(Request.Send.class);
    assertEquals(once.nonce(), again.nonce());
    assertEquals(1, told.all(LinkEvent.Delayed.class).size());
    first.send(new Reply.Refused(again.id(), ErrorCode.OUTCOME_UNKNOWN, "Ask again.", null));
    Request.Send third = first.receive(Request.Send.class);
    assertEquals(once.nonce(), third.nonce());
    first.ok(third, 101);
    assertTrue(link.awaitPending(0, Duration.ofSeconds(60)));
    assertEquals(0, told.all(LinkEvent.NotSent.class).size());
  }

  @Test
  void theServersWaitIsKeptUntilItsPersonHurries() throws Exception {
    start(null, new RetryPolicy(RetryPolicy.FOR_EVER, RetryPolicy.FOR_EVER, false));
    Peer.Conversation first = peer.accept();
    Request.Hello hello = first.receive(Request.Hello.class);
    first.send(new Reply.Refused(hello.id(), ErrorCode.RATE_LIMITED, "Slow down.", 600));
    LinkEvent.Lost lost = told.await(1, LinkEvent.Lost.class);
    assertEquals("Slow down.", lost.why());
    assertEquals(Duration.ofMinutes(10), lost.delay());
    link.hurry();
    peer.accept().welcome("g7", "s1", "log", 100);
    told.await(1, LinkEvent.Connected.class);
  }

  @Test
  void aRefusedMessageIsNotKept() throws Exception {
    start(null, ENDURING);
    Peer.Conversation first = peer.accept();
    first.welcome("g7", "s1", "log", 100);
    link.say("lobby", null, "hi", null);
    Request.Send send = first.receive(Request.Send.class);
    first.send(new Reply.Refused(send.id(), ErrorCode.MUTED, "You may not speak.", null));
    assertEquals("hi", told.await(1, LinkEvent.NotSent.class).message().text());
    assertEquals(List.of(), link.pending());
  }

  @Test
  void noMoreAreOnTheirWayThanAServerReads() throws Exception {
    start(null, ENDURING);
    Peer.Conversation first = peer.accept();
    first.welcome("g7", "s1", "log", 100);
    for (int i = 0; i < 200; i++) {
      link.say("lobby", null, "message " + i, null);
    }
    List<Request.Send> window = new java.util.ArrayList<>();
    for (int i = 0; i < Delivery.IN_FLIGHT; i++) {
      window.add(first.receive(Request.Send.class));
    }
    first.send(new Event.Ping("after the window"));
    assertEquals("after the window", first.receive(Request.Pong.class).data());
    for (int i = 0; i < 200; i++) {
      Request.Send next = window.removeFirst();
      assertEquals("message " + i, next.text());
      first.ok(next, 101 + i);
      if (i + Delivery.IN_FLIGHT < 200) {
        window.add(first.receive(Request.Send.class));
      }
    }
    assertTrue(link.awaitPending(0, Duration.ofSeconds(60)));
  }

  @Test
  void replacedIsTheEndAndShutdownIsNot() throws Exception {
    start(null, ENDURING);
    Peer.Conversation first = peer.accept();
    first.welcome("g7", "s1", "log", 100);
    first.send(new Event.Bye(null, "shutdown", "The server is stopping."));
    first.cut();
    assertEquals("The server is stopping.", told.await(1, LinkEvent.Lost.class).why());
    Peer.Conversation second = peer.accept();
    second.welcome("g7", "s1", "log", 100);
    second.send(new Event.Bye(null, "replaced", "You came from somewhere else."));
    assertEquals(LinkEnding.REFUSED, link.awaitEnd());
    assertEquals("You came from somewhere else.", told.await(1, LinkEvent.Ended.class).sentence());
  }

  @Test
  void aTakenNameIsChangedOnlyWhereNobodyChoseIt() throws Exception {
    start(null, new RetryPolicy(Duration.ZERO, Duration.ZERO, true));
    Peer.Conversation first = peer.accept();
    Request.Hello hello = first.receive(Request.Hello.class);
    first.send(new Reply.Refused(hello.id(), ErrorCode.NAME_TAKEN, "alice is taken.", null));
    Request.Hello second = first.receive(Request.Hello.class);
    assertEquals("alice-2", second.name());
    first.send(new Reply.Refused(second.id(), ErrorCode.NAME_TAKEN, "taken", null));
    assertEquals("alice-3", first.welcome("g9", "s", "log", 0).name());
    told.await(1, LinkEvent.Connected.class);

    try (Peer other = new Peer()) {
      Recorded toldToo = new Recorded();
      Dialer dialer =
          new Dialer(
              new Address(null, "127.0.0.1", other.port()),
              new Security.Plain(),
              Duration.ofSeconds(5),
              _ -> {});
      Link strict = new Link(dialer, Request.Hello.as(null, "alice"), null, ENDURING, toldToo);
      strict.start();
      Peer.Conversation there = other.accept();
      there.send(
          new Reply.Refused(
              there.receive(Request.Hello.class).id(),
              ErrorCode.NAME_TAKEN,
              "alice is taken.",
              null));
      assertEquals(LinkEnding.REFUSED, strict.awaitEnd());
      assertEquals("alice is taken.", toldToo.await(1, LinkEvent.Ended.class).sentence());
    }
  }

  @Test
  void theFirstFailureEndsItWhereItIsNotToBeTriedAgain() throws Exception {
    // Bound and not listening: nobody else can take the port meanwhile.
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      start(silent.getLocalPort(), null, ENDURING);
      assertEquals(LinkEnding.UNREACHABLE, link.awaitEnd());
      String why = told.await(1, LinkEvent.Ended.class).sentence();
      assertTrue(why.contains("connection refused"), why);
    }
  }

  @Test
  void closingSaysByeAndAbandoningDoesNot() throws Exception {
    start(null, ENDURING);
    Peer.Conversation first = peer.accept();
    first.welcome("g7", "s1", "log", 100);
    told.await(1, LinkEvent.Connected.class);
    Thread closing = Thread.ofVirtual().start(link::close);
    Request.Bye bye = first.receive(Request.Bye.class);
    first.send(new Event.Bye(bye.id(), "bye", "Bye."));
    closing.join();
    assertEquals(LinkEnding.CLOSED, link.awaitEnd());
    assertNull(first.receive());
  }

  private static void refuse(Peer.Conversation line, Request request, ErrorCode code)
      throws IOException {
    line.send(new Reply.Refused(request.id(), code, "No: " + code.wire(), null));
  }

  @Test
  void theNameOfAnAccountIsNoGuestsAndNoOtherIsTakenUnasked() throws Exception {
    start(null, new RetryPolicy(Duration.ZERO, Duration.ZERO, true, true));
    Peer.Conversation line = peer.accept();
    refuse(line, line.receive(Request.Hello.class), ErrorCode.NAME_OWNED);
    assertEquals(LinkEnding.OWNED, link.awaitEnd());
    assertEquals("No: name-owned", told.await(1, LinkEvent.Ended.class).sentence());
  }

  @Test
  void whereNobodyCanBeAskedANameThatNobodyChoseIsChanged() throws Exception {
    start(null, new RetryPolicy(Duration.ZERO, Duration.ZERO, true));
    Peer.Conversation line = peer.accept();
    refuse(line, line.receive(Request.Hello.class), ErrorCode.NAME_OWNED);
    assertEquals("alice-2", line.receive(Request.Hello.class).name());
  }

  /** Who has an account never comes as a guest, whom nobody would know. */
  @Test
  void anAccountWhoseSessionHasEndedIsSignedOut() throws Exception {
    start(new SavedSession("olivia", "p3", "s1", "log", 100, true), ENDURING);
    Peer.Conversation line = peer.accept();
    Request.Hello hello = line.receive(Request.Hello.class);
    assertEquals("s1", hello.session());
    refuse(line, hello, ErrorCode.BAD_SESSION);
    assertNull(line.receive(), "nothing more is asked");
    assertEquals(LinkEnding.SIGNED_OUT, link.awaitEnd());
    assertTrue(told.await(1, LinkEvent.Ended.class).sentence().contains("olivia"));
  }

  @Test
  void aPasswordTakesThePlaceOfASessionAndTheStreamGoesOn() throws Exception {
    Address address = new Address(null, "127.0.0.1", peer.port());
    Dialer dialer = new Dialer(address, new Security.Plain(), Duration.ofSeconds(5), _ -> {});
    link =
        new Link(
            dialer,
            Request.Hello.with(null, "olivia", "open sesame", null),
            new SavedSession("olivia", "p3", "s1", "log", 100, true),
            ENDURING,
            told);
    link.start();
    Peer.Conversation line = peer.accept();
    Request.Hello by = line.receive(Request.Hello.class);
    assertNull(by.password(), "what is not needed is not told");
    refuse(line, by, ErrorCode.BAD_SESSION);
    Request.Hello again = line.receive(Request.Hello.class);
    assertEquals("open sesame", again.password());
    assertNull(again.session());
    assertEquals(100, again.since());
    line.welcomeAccount(again, "p3", "s2", "log", 120);
    assertTrue(told.await(1, LinkEvent.Connected.class).resumed());
    assertEquals("s2", link.place().session());
  }

  @Test
  void aSessionOfAnAccountOutlivesAGoodbye() throws Exception {
    start(new SavedSession("alice", "p3", "s1", "log", 100, true), ENDURING);
    Peer.Conversation line = peer.accept();
    line.welcomeAccount(line.receive(Request.Hello.class), "p3", "s1", "log", 100);
    told.await(1, LinkEvent.Connected.class);
    Thread leaving = Thread.ofVirtual().start(link::close);
    Request.Bye bye = line.receive(Request.Bye.class);
    line.send(new Event.Bye(bye.id(), "bye", "Goodbye."));
    leaving.join();
    assertEquals(LinkEnding.CLOSED, link.awaitEnd());
    assertEquals("s1", link.place().session());
  }

  @Test
  void aSessionThatIsEndedElsewhereIsTheEnd() throws Exception {
    start(new SavedSession("alice", "p3", "s1", "log", 100, true), ENDURING);
    Peer.Conversation line = peer.accept();
    line.welcomeAccount(line.receive(Request.Hello.class), "p3", "s1", "log", 100);
    told.await(1, LinkEvent.Connected.class);
    line.send(new Event.Bye(null, "signed-out", "This session was ended."));
    assertEquals(LinkEnding.SIGNED_OUT, link.awaitEnd());
    assertEquals("This session was ended.", told.await(1, LinkEvent.Ended.class).sentence());
  }

  /** Nothing signs in again: whoever owns the link must not be told that it does. */
  @ParameterizedTest
  @ValueSource(strings = {"suspended", "deleted"})
  void anAccountThatIsShutIsAnotherEnd(String reason) throws Exception {
    start(new SavedSession("alice", "p3", "s1", "log", 100, true), ENDURING);
    Peer.Conversation line = peer.accept();
    line.welcomeAccount(line.receive(Request.Hello.class), "p3", "s1", "log", 100);
    told.await(1, LinkEvent.Connected.class);
    line.send(new Event.Bye(null, reason, "Nothing signs in."));
    assertEquals(LinkEnding.SHUT_OUT, link.awaitEnd());
    assertEquals("Nothing signs in.", told.await(1, LinkEvent.Ended.class).sentence());
  }

  /** What a guest does who has an account from then on. */
  @Test
  void somebodyComesBackAtOnceByAnotherSession() throws Exception {
    start(null, ENDURING);
    Peer.Conversation first = peer.accept();
    first.welcome("g7", "s1", "log", 100);
    told.await(1, LinkEvent.Connected.class);
    first.message(101, "lobby", "bob", "g8", "hi");
    told.await(1, LinkEvent.Told.class);
    link.comeBack(new SavedSession("alice", "g7", "s2", "log", 300, true));
    first.receive(Request.Bye.class);
    first.end();
    Peer.Conversation second = peer.accept();
    Request.Hello hello = second.receive(Request.Hello.class);
    assertEquals("s2", hello.session());
    assertEquals(101, hello.since(), "nothing between is missed");
    second.welcomeAccount(hello, "g7", "s2", "log", 300);
    assertTrue(told.await(2, LinkEvent.Connected.class).resumed());
    assertEquals(List.of(), told.all(LinkEvent.Lost.class), "no trouble is told of");
  }
}
