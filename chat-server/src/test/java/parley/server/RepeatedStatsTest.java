package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import parley.protocol.Event;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.Series;
import parley.protocol.Span;
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
      watcher.send(new Request.Stats("w", 1, null));
      long first = uptime(next(watcher, "w"));
      next(watcher, "w");
      assertTrue(uptime(next(watcher, "w")) > first, "fresh figures");
      watcher.send(new Request.Stats("other", 1, null));
      next(watcher, "other");
      next(watcher, "other");
      watcher.send(new Request.Stats("stop", 0, null));
      next(watcher, "stop");
      final int seen = watcher.events.size();
      clock.send(new Request.Stats("c", 1, null));
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
  void tellHowItWentWholeAndThenTheNewestAndOnlyAnOperatorWhoIsSlow() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client watcher = Client.in(server.plain(), "watcher", "lobby")) {
      watcher.say("lobby", "one that is counted");
      await().until(() -> sum(once(watcher, Span.MINUTE), "messages") > 0);
      watcher.send(new Request.Stats("w", 1, Span.MINUTE));
      Series whole = next(watcher, "w").series();
      Series then = next(watcher, "w").series();
      assertEquals(Span.MINUTE, then.span());
      long whereItIs = then.first() + then.samples().get("messages").size();
      assertTrue(whereItIs > whole.first() + whole.samples().get("messages").size() - 1);
      assertTrue(then.samples().get("messages").size() <= 12);
      assertEquals(null, whole.slowest(), "a guest sees no connections");
      String token = server.server.freshOperatorToken().orElseThrow();
      watcher.ask(Reply.AdminText.class, id -> new Request.Admin(id, "claim " + token));
      assertEquals(List.of(), once(watcher, Span.DAY).slowest());
    }
  }

  private static Series once(Client client, Span span) throws IOException {
    String id = client.id();
    client.send(new Request.Stats(id, null, span));
    return next(client, id).series();
  }

  private static double sum(Series series, String figure) {
    return series == null
        ? 0
        : series.samples().get(figure).stream()
            .filter(Objects::nonNull)
            .mapToDouble(Number::doubleValue)
            .sum();
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
      slow.send(new Request.Stats("s", 1, null));
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
