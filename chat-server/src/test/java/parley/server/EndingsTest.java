package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.Thread.State;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import parley.protocol.Event;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.server.admin.Caller;
import parley.testkit.Client;

/** The ways a connection ends, each told apart, and what those who stay see of it. */
@Execution(ExecutionMode.CONCURRENT)
class EndingsTest {
  @TempDir Path folder;
  private TestServer server;
  private Client witness;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.in(folder);
    witness = Client.in(server.plain(), "witness", "lobby");
  }

  @AfterEach
  void stop() throws Exception {
    witness.close();
    server.close();
  }

  private void ended(String how) {
    await().until(() -> server.figure("ended", how) == 1);
    for (String other : List.of("clean", "halfClose", "reset", "brokenPipe", "byServer")) {
      assertEquals(other.equals(how) ? 1 : 0, server.figure("ended", other), other);
    }
  }

  @Test
  void byeIsAnsweredAfterAllThatWasAskedBefore() throws Exception {
    try (Client client = Client.in(server.plain(), "bob", "lobby")) {
      for (int i = 0; i < 60; i++) {
        client.send(Request.Send.toRoom("s" + i, "lobby", "text " + i));
      }
      client.send(new Request.Bye("b"));
      client.send(Request.Send.toRoom("late", "lobby", "never said"));
      for (int i = 0; i < 60; i++) {
        client.reply(Reply.Ok.class, "s" + i);
      }
      Event.Bye bye = client.event(Event.Bye.class);
      assertEquals("b", bye.re());
      assertNull(client.next());
    }
    assertEquals("quit", witness.event(Event.Left.class).reason());
    assertTrue(
        witness.events.stream()
            .noneMatch(e -> e instanceof Event.Message m && m.text().equals("never said")));
    ended("clean");
  }

  /** As a script does whose commands follow one another. */
  @Test
  void whoHeardGoodbyeComesAgainAtOnceUnderTheirName() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (Client before = Client.in(server.plain(), "zoe", "lobby");
          Client next =
              new Client(
                  new Socket(server.plain().getAddress(), server.plain().getPort()), Mode.FRAMED)) {
        next.ask(Reply.Pong.class, new Request.Ping("p", null));
        before.send(new Request.Bye("b"));
        before.event(Event.Bye.class);
        next.hello("zoe");
        next.send(new Request.Bye("b"));
        next.event(Event.Bye.class);
      }
    }
  }

  /** Forty who pour after their last words have a core otherwise, and wait for the others' turn. */
  @Test
  void whoPoursAfterTheEndIsReadSlowly() throws Exception {
    byte[] much = new byte[65_536];
    long before = server.figure("traffic", "bytesIn");
    try (Client client = Client.in(server.plain(), "bob", "lobby")) {
      client.send(new Request.Bye("b"));
      assertThrows(
          IOException.class,
          () -> {
            while (true) {
              client.socket.getOutputStream().write(much);
            }
          });
    }
    await().until(() -> server.figure("connections", "now") == 1);
    long read = server.figure("traffic", "bytesIn") - before;
    assertTrue(read < 300_000, "bytes read: " + read);
  }

  @Test
  void aHalfClosedConnectionGetsWhatItIsOwed() throws Exception {
    try (Client client = Client.in(server.plain(), "bob", "lobby")) {
      for (int i = 0; i < 200; i++) {
        client.send(Request.Send.toRoom("s" + i, "lobby", "text " + i));
      }
      client.socket.shutdownOutput();
      List<ServerMessage> rest = client.rest();
      assertEquals(200, rest.stream().filter(Reply.Ok.class::isInstance).count());
    }
    ended("halfClose");
  }

  @Test
  void aTextConnectionThatClosesCleanlyLeavesTheChat() throws Exception {
    try (Typist typist = Typist.named(server.plain(), "bob")) {
      typist.socket.shutdownOutput();
      typist.rest();
    }
    assertEquals("quit", witness.event(Event.Left.class).reason());
    ended("halfClose");
  }

  @Test
  void aResetLosesTheLineAndNotTheMembership() throws Exception {
    Client.in(server.plain(), "bob", "lobby").reset();
    server.awaitConnections(1);
    assertTrue(
        witness
            .ask(Reply.MemberList.class, new Request.Members("m", "lobby", null))
            .members()
            .stream()
            .anyMatch(p -> p.name().equals("bob") && !p.online()));
    ended("reset");
  }

  /** Who closed while the server was not reading is told apart from who reset the line. */
  @Test
  void aWriteThatNobodyTakesIsABrokenPipe() throws Exception {
    server.server.settings().set("limits.messages-per-second", "1");
    Client bob = Client.in(server.plain(), "bob", "lobby");
    // Beyond the rate, so that the server reads no further for a while.
    for (int i = 0; i < 10; i++) {
      bob.send(Request.Send.toRoom("s" + i, "lobby", "text " + i));
    }
    witness.event(Event.Message.class);
    bob.socket.shutdownOutput();
    bob.close();
    for (int i = 0; i < 4; i++) {
      witness.say("lobby", "is anyone there? " + i);
    }
    ended("brokenPipe");
  }

  /** The goodbye can't be written: the end does not wait for it as long as for a slow reader. */
  @Test
  void whoDoesNotReadIsGoneSecondsAfterAKick() throws Exception {
    try (Client bob = Client.in(server.plain(), "bob", "lobby")) {
      Thread asking =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 1_000; i++) {
                        bob.send(new Request.Ping("p" + i, "x".repeat(50_000)));
                      }
                    } catch (IOException e) {
                      // The server ended the connection, as it should.
                    }
                  });
      // Bob reads nothing of it: the server's side of the socket is full at last.
      await().atMost(Duration.ofSeconds(60)).until(() -> asking.getState() == State.WAITING);
      await().until(() -> server.server.admin().run("kick bob", Caller.console()).exitCode() == 0);
      await().atMost(Duration.ofSeconds(20)).until(() -> server.figure("connections", "now") == 1);
      asking.join();
    }
  }

  @Test
  void stoppingSaysGoodbyeToEveryone() throws Exception {
    try (Typist typist = Typist.named(server.plain(), "bob")) {
      server.close();
      assertEquals("shutdown", witness.event(Event.Bye.class).reason());
      assertNull(witness.next());
      assertTrue(typist.rest().endsWith("The server is stopping.\r\n"));
    }
  }
}
