package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/**
 * Connections that say nothing: they keep nobody out, neither of their own address nor of others.
 */
class CrowdAtTheDoorTest {
  @TempDir Path folder;
  private final List<Socket> crowd = new ArrayList<>();

  @AfterEach
  void scatter() throws IOException {
    for (Socket one : crowd) {
      one.close();
    }
  }

  @Test
  void silentConnectionsDoNotShutOutTheirOwnAddress() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client early = Client.in(server.plain(), "early", "lobby")) {
      for (int i = 0; i < 300; i++) {
        silent(server.plain(), "127.0.0.1");
      }
      try (Client late = Client.in(server.plain(), "late", "lobby")) {
        late.say("lobby", "hi");
        assertEquals("hi", early.event(Event.Message.class).text());
      }
      assertEquals(0, server.figure("refused", "address"));
      // A quarter of limits.connections-per-address, and the two.
      await().until(() -> server.figure("connections", "now") <= 64 + 2);
    }
  }

  @Test
  void whoIsAskedForANameIsSilentTooAndWhoGaveItIsNot() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.connections-per-address=8");
        Typist typist = Typist.at(server.plain())) {
      typist.await("Enter your username: ");
      typist.type("typist");
      typist.await("lobby");
      try (Client wrong = Client.framed(server.plain())) {
        assertTrue(
            wrong.refused(Request.Hello.as("h", "typist")).wire().equals("name-taken"),
            "the name is taken");
        silent(server.plain(), "127.0.0.1");
        silent(server.plain(), "127.0.0.1");
        // Whose hello was refused is the oldest that has not said it.
        assertEquals(null, wrong.next());
      }
      typist.type("/rooms");
      typist.await("lobby");
    }
  }

  /** Who is pushed out is of the network that has most. */
  @Test
  void manyAddressesTogetherShutOutNobody() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.connections=40")) {
      Socket patient = silent(server.plain(), "127.0.0.99");
      for (int i = 0; i < 60; i++) {
        silent(server.plain(), "127.0.1." + (1 + i % 5));
      }
      assertEquals(0, server.figure("refused", "full"));
      Client late = new Client(patient, Mode.FRAMED);
      late.hello("patient");
      late.join("lobby");
      late.say("lobby", "hi");
    }
  }

  /** Its place is given back with the ticket: a file may take longer than a crowd needs. */
  @Test
  void aTransferIsNotPushedOut() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.connections-per-address=8");
        Client alice = Client.in(server.plain(), "alice", "lobby");
        Client carrier = Client.framed(server.plain())) {
      String digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
      Reply.Ticket ok =
          alice.ask(
              Reply.Ticket.class,
              new Request.Upload(alice.id(), "lobby", null, "hello.txt", 5L, digest, null, null));
      carrier.ask(Reply.Carrying.class, new Request.Transfer("t", ok.ticket(), null));
      for (int i = 0; i < 10; i++) {
        silent(server.plain(), "127.0.0.1");
      }
      carrier.socket.getOutputStream().write("hello".getBytes(UTF_8));
      assertTrue(carrier.next() instanceof Reply.Sent);
    }
  }

  private Socket silent(InetSocketAddress at, String from) throws IOException {
    Socket one = new Socket();
    one.bind(new InetSocketAddress(from, 0));
    one.connect(at);
    crowd.add(one);
    return one;
  }
}
