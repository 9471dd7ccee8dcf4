package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.protocol.Request;
import parley.testkit.Client;

/** What happens to those who say nothing. */
class TimeoutsTest {
  @TempDir Path folder;

  @Test
  void whoNeverSaysHelloIsTimedOut() throws Exception {
    try (TestServer server = TestServer.in(folder, "timeout.hello=500ms");
        Typist silent = Typist.at(server.plain());
        Typist undecided = Typist.at(server.plain());
        Client client = Client.framed(server.plain())) {
      undecided.type("");
      client.send(new Request.Ping("p", null));
      assertTrue(silent.rest().endsWith("\r\nConnection timeout\r\n"));
      assertTrue(undecided.rest().endsWith("Connection timeout\r\n"));
      assertEquals("p", ((parley.protocol.Reply) client.next()).re());
      Event.Bye bye = client.event(Event.Bye.class);
      assertEquals("timeout", bye.reason());
      assertEquals("Connection timeout", bye.message());
      assertNull(client.next());
      await().until(() -> server.figure("ended", "timeout") == 3);
    }
  }

  @Test
  void aTlsHandshakeThatNeverComesIsEnded() throws Exception {
    try (TestServer server =
            TestServer.in(folder, "listen.tls=127.0.0.1:0", "timeout.handshake=500ms");
        Socket silent = new Socket(server.tls().getAddress(), server.tls().getPort())) {
      silent.setSoTimeout(60_000);
      // A TLS alert may come before the end.
      assertTrue(silent.getInputStream().readAllBytes().length < 100);
      await().until(() -> server.figure("refused", "handshake") == 1);
    }
  }

  /**
   * A person who watches a room, and a script that never answers: what they take is a sign of life.
   */
  @Test
  void whoOnlyReadsABusyRoomStays() throws Exception {
    try (TestServer server = TestServer.in(folder, "timeout.idle=5s", "timeout.text-idle=5s");
        Client speaker = Client.in(server.plain(), "speaker", "lobby");
        Client script = Client.ndjson(server.plain());
        Typist watcher = Typist.named(server.plain(), "watcher")) {
      script.hello("script");
      script.join("lobby");
      long began = System.nanoTime();
      int said = 0;
      while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(8)) {
        String text = "line " + said++ + ".";
        speaker.say("lobby", text);
        String lines = watcher.await(text);
        assertFalse(lines.contains("Connection timeout"), lines);
        script.event(Event.Message.class, m -> m.text().equals(text));
      }
      assertEquals(0, server.figure("ended", "timeout"));
      // A quiet room is another thing: nothing shows then that anybody is there.
      assertTrue(watcher.rest().endsWith("Connection timeout\r\n"));
      assertEquals("idle", script.event(Event.Bye.class).reason());
    }
  }

  @Test
  void theIdleArePingedAndThenTimedOut() throws Exception {
    try (TestServer server = TestServer.in(folder, "timeout.idle=5s", "timeout.text-idle=5s");
        Client patient = Client.in(server.plain(), "patient", "lobby");
        Client deaf = Client.in(server.plain(), "deaf", "lobby");
        Typist typist = Typist.named(server.plain(), "typist")) {
      long began = System.nanoTime();
      while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(8)) {
        patient.send(new Request.Pong(null, patient.event(Event.Ping.class).data()));
      }
      patient.say("lobby", "I am still here");
      deaf.event(Event.Ping.class);
      Event.Bye bye = deaf.event(Event.Bye.class);
      assertEquals("idle", bye.reason());
      assertEquals("Connection timeout", bye.message());
      assertNull(deaf.next());
      assertTrue(typist.rest().endsWith("Connection timeout\r\n"));
      await().until(() -> server.figure("ended", "timeout") == 2);
      assertEquals(0, server.figure("ended", "clean"));
    }
  }
}
