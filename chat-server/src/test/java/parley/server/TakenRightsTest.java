package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.testkit.Client;

/** What is taken from somebody is gone on all their connections, and stays gone. */
class TakenRightsTest {
  @TempDir Path folder;

  /** A client that comes from an address of its own. */
  private static Client from(TestServer server, String address) throws IOException {
    return new Client(socket(server, address), Mode.FRAMED);
  }

  private static Socket socket(TestServer server, String address) throws IOException {
    return new Socket(
        server.plain().getAddress(), server.plain().getPort(), InetAddress.getByName(address), 0);
  }

  private static String console(TestServer server, String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  @Test
  void aBannedAddressKeepsNoConnectionAndNoPlace() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client mallory = from(server, "127.0.0.2");
        Client unnamed = from(server, "127.0.0.2");
        Socket silent = socket(server, "127.0.0.2");
        Client bob = from(server, "127.0.0.3")) {
      Reply.Welcome place = mallory.hello("mallory");
      bob.hello("bob");
      unnamed.ask(Reply.Pong.class, new Request.Ping("p", "1"));
      silent.setSoTimeout(Client.PATIENCE_MILLIS);
      console(server, "ban ::ffff:127.0.0.2 --reason noise");
      assertEquals("banned", mallory.event(Event.Bye.class).reason());
      assertEquals("banned", unnamed.event(Event.Bye.class).reason());
      assertNull(unnamed.next(), "it goes on echoing nothing");
      while (silent.getInputStream().read() >= 0) {
        // The greeting, if there was one.
      }
      try (Client again = from(server, "127.0.0.2")) {
        again.send(Request.Hello.as("h", "again"));
        assertEquals("banned", again.event(Event.Bye.class).reason());
      }
      try (Client elsewhere = from(server, "127.0.0.3")) {
        assertEquals(ErrorCode.BAD_SESSION, elsewhere.refused(elsewhere.resuming(place, null)));
      }
      bob.ask(Reply.Pong.class, new Request.Ping("p", "1"));
    }
  }

  @Test
  void aMuteOutlivesGoodbyeHelloAndARestart() throws Exception {
    try (TestServer server = TestServer.in(folder)) {
      try (Client mallory = from(server, "127.0.0.2")) {
        mallory.hello("mallory");
        assertEquals(
            "mallory is muted for ever; guests who come from 127.0.0.2 while it lasts are muted"
                + " too.",
            console(server, "mute mallory"));
        assertTrue(console(server, "mutes").contains("mallory"));
      }
    }
    try (TestServer server = TestServer.in(folder);
        Client again = from(server, "127.0.0.2");
        Client bob = from(server, "127.0.0.3")) {
      bob.hello("bob");
      bob.join("lobby");
      again.hello("innocent");
      assertTrue(console(server, "mutes").contains("127.0.0.2"));
      assertEquals(ErrorCode.MUTED, again.refused(new Request.Join("j", "buy-this")));
      again.join("lobby");
      assertEquals(ErrorCode.MUTED, again.refused(Request.Send.toRoom("s", "lobby", "hi")));
      assertEquals(ErrorCode.MUTED, again.refused(new Request.Topic("t", "lobby", "hi")));
      assertEquals(ErrorCode.MUTED, again.refused(new Request.Nick("n", "hi")));
      console(server, "unmute 127.0.0.2");
      assertNotNull(again.say("lobby", "hi"));
      assertFalse(console(server, "mutes").contains("127.0.0.2"));
      assertFalse(console(server, "mutes").contains("innocent"));
    }
  }
}
