package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import parley.protocol.Event;
import parley.protocol.Mode;
import parley.protocol.Request;
import parley.testkit.Client;

/** {@code stats {every}}. */
@Execution(ExecutionMode.CONCURRENT)
class RepeatedStatsTest {
  @TempDir Path folder;

  private static Event.Stats next(Client client, String re) throws IOException {
    return client.event(Event.Stats.class, s -> re.equals(s.re()));
  }

  private static long uptime(Event.Stats stats) {
    return ((Number) stats.figures().get("uptimeSeconds")).longValue();
  }

  @Test
  void comeAgainUnderTheSameReUntilTheyAreStopped() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client watcher = Client.in(server.plain(), "watcher", "lobby");
        Client clock = Client.in(server.plain(), "clock", "lobby")) {
      watcher.send(new Request.Stats("w", 1));
      long first = uptime(next(watcher, "w"));
      next(watcher, "w");
      assertTrue(uptime(next(watcher, "w")) > first, "fresh figures");
      watcher.send(new Request.Stats("other", 1));
      next(watcher, "other");
      next(watcher, "other");
      watcher.send(new Request.Stats("stop", 0));
      next(watcher, "stop");
      final int seen = watcher.events.size();
      clock.send(new Request.Stats("c", 1));
      for (int i = 0; i < 4; i++) {
        next(clock, "c");
      }
      watcher.say("lobby", "the end");
      watcher.event(Event.Message.class);
      assertEquals(
          0, watcher.events.stream().skip(seen).filter(Event.Stats.class::isInstance).count());
    }
  }

  @Test
  void areLeftOutWhileTheConnectionLagsBehind() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.outbox-bytes=65536");
        Socket narrow = new Socket();
        Client talker = Client.in(server.plain(), "talker", "lobby")) {
      narrow.setReceiveBufferSize(4_096);
      narrow.connect(server.plain());
      Client slow = new Client(narrow, Mode.FRAMED);
      slow.hello("slow");
      slow.join("lobby");
      slow.send(new Request.Stats("s", 1));
      next(slow, "s");
      String text = "x".repeat(10_000);
      int said = 0;
      while (server.figure("outboxes", "behind") == 0) {
        talker.say("lobby", text + said++);
      }
      long dropped = server.figure("outboxes", "droppedPresence");
      await().until(() -> server.figure("outboxes", "droppedPresence") >= dropped + 2);
      talker.say("lobby", "the last");
      Event.Message last = slow.event(Event.Message.class, m -> m.text().equals("the last"));
      assertEquals(
          said + 1L,
          slow.events.stream().filter(Event.Message.class::isInstance).count(),
          "no message is left out");
      assertTrue(last.seq() > 0);
      next(slow, "s");
    }
  }
}
