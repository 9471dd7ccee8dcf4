package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;

/** What readers who are slow mean for those who speak. */
class SlowRoomTest {
  private static final int MESSAGES = 6_000;

  @TempDir Path folder;

  private static Client narrow(TestServer server, Socket socket, String name) throws IOException {
    socket.setReceiveBufferSize(4_096);
    socket.connect(server.plain());
    Client client = new Client(socket, Mode.FRAMED);
    client.hello(name);
    client.join("lobby");
    return client;
  }

  /** The flood slows its source: a reader who reads all the time never falls behind. */
  @Test
  void whoSpeaksFasterThanTheRoomTakesItInIsReadMoreSlowly() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.outbox-bytes=131072");
        Socket socket = new Socket();
        Client talker = Client.in(server.plain(), "talker", "other")) {
      narrow(server, socket, "steady");
      Thread reader = Thread.ofPlatform().start(() -> trickle(socket));
      talker.join("lobby");
      talker.ask(Reply.Ok.class, new Request.Leave("l", "lobby"));
      talker.join("lobby");
      String text = "x".repeat(400);
      Thread.ofVirtual().start(() -> flood(talker, text));
      for (int i = 0; i < MESSAGES; i++) {
        awaitOk(talker, "s" + i);
      }
      assertEquals(0, server.figure("outboxes", "fellBehind"));
      socket.shutdownInput();
      reader.join();
    }
  }

  private static void awaitOk(Client client, String re) throws IOException {
    while (true) {
      if (client.next() instanceof Reply.Ok ok) {
        assertEquals(re, ok.re());
        return;
      }
    }
  }

  private static void flood(Client talker, String text) {
    try {
      for (int i = 0; i < MESSAGES; i++) {
        talker.send(Request.Send.toRoom("s" + i, "lobby", text));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Reads all the time, and slowly: it is its nature. */
  private static void trickle(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      while (in.readNBytes(8_192).length > 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  @Test
  void theLimitOfAnOutboxChangesWhileTheServerRuns() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.outbox-bytes=16777216");
        Socket socket = new Socket();
        Client talker = Client.in(server.plain(), "talker", "lobby")) {
      narrow(server, socket, "deaf");
      String text = "x".repeat(16_000);
      while (server.figure("outboxes", "largest") < 1_000_000) {
        talker.say("lobby", text);
      }
      assertEquals(0, server.figure("outboxes", "fellBehind"));
      server.server.settings().set("limits.outbox-bytes", "65536");
      talker.say("lobby", text);
      await().until(() -> server.figure("outboxes", "fellBehind") == 1);
      assertTrue(server.figure("outboxes", "behind") == 1);
    }
  }
}
