package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.server.config.Edges;
import parley.server.config.Key;
import parley.server.config.Keys;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.log.Log;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.testkit.Client;

/**
 * Each setting at 0, its least and its greatest, for what a server does with it: somebody comes,
 * talks, reads, comes back. Where an edge is there to forbid one of these, that one is refused.
 */
class SettingEdgesTest {
  /** What is refused, and how: an edge that is meant so. */
  private static final Map<String, ErrorCode> NO_MESSAGE =
      Map.of("log.free-bytes=2305843TB", ErrorCode.STORAGE);

  private static final Map<String, ErrorCode> NO_FILE =
      Map.of("files.free-bytes=2305843TB", ErrorCode.STORAGE);

  private static final int PARTS = 5;

  @TempDir Path folder;

  /** What only a start reads has a server of its own each time. */
  static Stream<String> fixed() {
    return Keys.ALL.stream()
        .filter(key -> !key.live())
        .flatMap(key -> Edges.of(key).within().stream().map(value -> key + "=" + value));
  }

  @ParameterizedTest
  @MethodSource("fixed")
  void aServerThatBeginsWithItServes(String setting) throws Exception {
    try (TestServer server = TestServer.in(folder, setting)) {
      talk(server, setting);
    }
  }

  /** What is taken over while it runs, in parts: most of their time they wait. */
  static Stream<List<String>> live() {
    List<List<String>> parts = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      parts.add(new ArrayList<>());
    }
    int next = 0;
    for (Key<?> key : Keys.ALL) {
      for (String value : key.live() ? Edges.of(key).within() : List.<String>of()) {
        parts.get(next++ % PARTS).add(key + "=" + value);
      }
    }
    return parts.stream();
  }

  @ParameterizedTest
  @MethodSource("live")
  @Execution(ExecutionMode.CONCURRENT)
  void aServerThatTakesItOverServes(List<String> settings) throws Exception {
    try (TestServer server = TestServer.in(folder)) {
      for (String setting : settings) {
        int equals = setting.indexOf('=');
        server.server.settings().set(setting.substring(0, equals), setting.substring(equals + 1));
        try {
          if (setting.equals("timeout.hello=100ms") || setting.equals("timeout.idle=100ms")) {
            silence(server, setting);
          } else {
            talk(server, setting);
          }
        } catch (IOException | AssertionError e) {
          throw new AssertionError(setting, e);
        }
        server.server.settings().reload();
        server.awaitConnections(0);
      }
    }
  }

  /** Who is silent for so long is gone, and soon; who talks may be, on a slow machine. */
  private static void silence(TestServer server, String setting) throws IOException {
    try (Client client = Client.framed(server.plain())) {
      if (setting.startsWith("timeout.idle")) {
        client.send(Request.Hello.as("1", "silent"));
      }
      List<ServerMessage> rest = client.rest();
      assertTrue(rest.isEmpty() || rest.getLast() instanceof Event.Bye, rest::toString);
    }
  }

  private static void talk(TestServer server, String setting) throws Exception {
    Reply.Welcome place;
    long first;
    try (Client ann = Client.framed(server.plain())) {
      if (NO_MESSAGE.containsKey(setting)) {
        // The disk is looked at twice a second.
        server.awaitScarce();
        assertEquals(NO_MESSAGE.get(setting), ann.refused(Request.Hello.as(ann.id(), "ann")));
        return;
      }
      place = ann.hello("ann" + System.nanoTime());
      if (setting.startsWith("limits.log-bytes-per-day") && setting.endsWith("=1KB")) {
        ann.send(new Request.Join("j", "lobby"));
        ann.next();
        assertEquals(ErrorCode.RATE_LIMITED, ann.refused(Request.Send.toRoom("s", "lobby", "x")));
        ann.send(new Request.Bye("b"));
        return;
      }
      assertTrue(place.limits().idleSeconds() > 0, "0 would be no limit");
      ann.join("lobby");
      first = ann.say("lobby", "one").seq();
      if (setting.startsWith("limits.messages-per-second") && setting.endsWith("=1")) {
        ann.send(new Request.Bye("b"));
        return; // the rest would take half a minute
      }
      ann.say("lobby", "two");
      Request history = new Request.History(ann.id(), "lobby", null, null, null, 2);
      assertEquals(first, ann.ask(Reply.History.class, history).messages().getFirst().seq());
      Request upload =
          new Request.Upload(
              ann.id(), "lobby", null, "a.txt", 100L, "0f".repeat(32), null, null, null);
      ErrorCode noFile = NO_FILE.get(setting);
      if (noFile == null) {
        assertTrue(ann.ask(Reply.Ticket.class, upload).ticket() != null);
      } else {
        assertEquals(noFile, ann.refused(upload));
      }
      ann.reset();
    }
    server.awaitConnections(0);
    if (setting.equals("session.grace=0s")) {
      return; // nobody comes back
    }
    try (Client ann = Client.framed(server.plain())) {
      assertEquals(place.id(), ann.resume(place, first).id());
      assertEquals("two", ann.event(Event.Message.class).text());
      ann.say("lobby", "three");
      ann.send(new Request.Bye("b"));
      ann.rest();
    }
  }

  @Test
  void onePastAnEdgeIsRefused() {
    for (Key<?> key : Keys.ALL) {
      for (String value : Edges.of(key).beyond()) {
        UserError refused = assertThrows(UserError.class, () -> Settings.of(key + "=" + value));
        assertTrue(refused.getMessage().contains(key.accepts()), refused::getMessage);
      }
    }
  }

  /** More than each limit has by default, at once and after others. */
  @Test
  void zeroIsNoLimit() throws Exception {
    try (TestServer server =
        TestServer.in(
            folder,
            "limits.connections=0",
            "limits.connections-per-address=0",
            "limits.rooms=0",
            "limits.rooms-per-person=0",
            "limits.guests=0",
            "limits.replay=0")) {
      List<Client> crowd = new ArrayList<>();
      try {
        for (int i = 0; i < 320; i++) {
          Client guest = Client.framed(server.plain());
          crowd.add(guest);
          guest.hello("guest" + i);
        }
        Client one = crowd.getFirst();
        for (int i = 0; i < 60; i++) {
          one.join("room" + i);
        }
        for (int i = 0; i < 200; i++) {
          one.say("room0", "message " + i);
        }
      } finally {
        for (Client guest : crowd) {
          guest.close();
        }
      }
    }
  }

  /** Who was away for a moment has all the past in sight, and is owed nothing of it. */
  @Test
  void noLimitOnReplaysReadsOnlyWhatIsOwed() throws Exception {
    int past = 150_000;
    Reply.Welcome place;
    try (TestServer server = TestServer.in(folder);
        Client ann = Client.framed(server.plain())) {
      place = ann.hello("ann");
      ann.join("lobby");
      ann.reset();
      server.awaitConnections(0);
    }
    try (Log log = Log.open(folder.resolve("data"), 0)) {
      List<Entry> said = new ArrayList<>();
      for (int i = 0; i < past; i++) {
        Change.Said one =
            new Change.Said(
                new Addressee.Room("lobby"), new Author(place.id(), "ann"), Content.of("x"), null);
        said.add(new Entry(log.last() + 1 + i, System.currentTimeMillis(), one));
      }
      log.append(said);
    }
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (TestServer server = TestServer.in(folder, "limits.replay=0");
        Client ann = Client.framed(server.plain())) {
      long before = threads.getTotalThreadAllocatedBytes();
      Reply.Welcome back = ann.resume(place, (long) past);
      ann.event(Event.Message.class, m -> m.seq() == back.last());
      long taken = threads.getTotalThreadAllocatedBytes() - before;
      assertTrue(taken < past * 80L, "bytes that were made: " + taken);
    }
  }

  @Test
  void aLimitOfOneIsOne() throws Exception {
    try (TestServer server =
            TestServer.in(
                folder,
                "limits.connections-per-address=1",
                "limits.rooms-per-person=1",
                "limits.new-rooms-per-hour=1",
                "limits.replay=1");
        Client ann = Client.framed(server.plain())) {
      Reply.Welcome place = ann.hello("ann");
      try (Client other = Client.framed(server.plain())) {
        other.send(Request.Hello.as("1", "bob"));
        List<ServerMessage> rest = other.rest();
        assertTrue(rest.stream().noneMatch(Reply.Welcome.class::isInstance), rest::toString);
      }
      ann.join("den");
      assertEquals(ErrorCode.LIMIT_REACHED, ann.refused(new Request.Join(ann.id(), "pub")));
      long first = ann.say("den", "one").seq();
      ann.say("den", "two");
      ann.say("den", "three");
      ann.reset();
      server.awaitConnections(0);
      try (Client again = Client.framed(server.plain())) {
        again.resume(place, first);
        assertEquals(first, again.event(Event.Gap.class).after());
        assertEquals("three", again.event(Event.Message.class).text());
      }
    }
  }
}
