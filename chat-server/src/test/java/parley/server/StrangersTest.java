package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
import parley.testkit.Client;
import parley.testkit.Footprint;
import parley.testkit.ServerProcess;

/**
 * Strangers who come, say hello and break off at every stage: afterwards memory, threads and
 * descriptors are as they were, and the log tells of those who were guests.
 */
class StrangersTest {
  /** The beginning of a ClientHello, of which the rest does not come. */
  static final byte[] HALF_A_CLIENT_HELLO = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3, 7, 7, 7};

  /** What stays of one, on average of all stages: that a guest came, was in a room, and is gone. */
  private static final int BYTES_OF_A_STRANGER = 500;

  private static final String[] GENEROUS = {
    "limits.connections-per-address=100000",
    "limits.handshakes-per-second-per-address=0",
    "limits.guests-per-minute=0",
    "limits.guests=100000",
    "limits.accounts=100000",
    "accounts.registration=open",
    "session.grace=1s"
  };

  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger turnedAway = new AtomicInteger();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  /** A stage at which one breaks off. */
  private interface Stage {
    void until(ServerProcess server, String from, int number) throws IOException;
  }

  private final List<Stage> stages =
      List.of(
          (server, from, _) -> plain(server, from).close(),
          (server, from, _) -> said(server, from, "hel"),
          (server, from, n) -> said(server, from, "{\"type\":\"hello\",\"name\":\"s" + n),
          (server, from, _) -> said(server, from, "\u0000\u0000\u0000@{\"type\""),
          (server, from, _) -> said(server, from, "\u0000\u007f\u007f\u007f"),
          (server, from, _) -> said(server, from, "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n"),
          (server, from, _) -> said(server, from, "GET / HTTP/1.1\r\n\r\n"),
          (server, from, n) -> answered(server, from, "stranger" + n + "\n", true),
          (server, from, n) -> answered(server, from, hello(n), true),
          (server, from, n) -> answered(server, from, hello(n) + room("join", "lobby"), true),
          (server, from, n) -> answered(server, from, hello(n) + room("join", "r" + n), false),
          (server, from, n) ->
              answered(
                  server,
                  from,
                  hello(n) + room("join", "lobby") + room("leave", "lobby") + bye(),
                  false),
          (server, from, _) -> halfAClientHello(server, from));

  @Test
  void afterSomeHundredAllIsAsItWas() throws Exception {
    afterwardsAllIsAsItWas(600, GENEROUS);
  }

  @Test
  @Tag("campaign")
  void afterAHundredThousandAllIsAsItWas() throws Exception {
    afterwardsAllIsAsItWas(Integer.getInteger("parley.strangers", 100_000), GENEROUS);
  }

  @Test
  @Tag("campaign")
  void afterTenThousandWithTheLimitsAsShippedAllIsAsItWas() throws Exception {
    afterwardsAllIsAsItWas(
        10_000,
        "limits.guests-per-minute-per-address=300",
        "limits.log-bytes-per-day-per-address=500MB",
        "limits.new-rooms-per-hour=10",
        "session.grace=1s");
  }

  private void afterwardsAllIsAsItWas(int count, String... settings) throws Exception {
    ServerProcess server =
        ServerProcess.onClassPath(folder, List.of("-Xmx512m"), Map.of(), settings);
    try (server) {
      server.start();
      // What the first ones make is there once: classes, pools, threads.
      come(server, Math.min(1_000, count / 3), 0);
      Footprint before = settled(server);
      long at = System.nanoTime();
      come(server, count, 1_000_000);
      long seconds = Duration.ofNanos(System.nanoTime() - at).toSeconds();
      Footprint peak = Footprint.of(server, folder.resolve("data"));
      Footprint after = settled(server);
      System.out.printf(
          "%,d strangers in %d s, %,d answered, %,d turned away%n before: %s%n at once: %s%n after:"
              + " %s%n",
          count, seconds, served.get(), turnedAway.get(), before, peak, after);
      assertTrue(served.get() > count / 10, "some of them were answered: " + served);
      // The newest 8 MB of events are in memory, whoever made them.
      assertTrue(after.heap() < before.heap() + (12 << 20), "the heap: " + before + after);
      assertTrue(after.threads() <= before.threads() + 8, "threads: " + before + after);
      assertTrue(after.descriptors() <= before.descriptors() + 4, "files: " + before + after);
      // Its write-ahead log is used again where nobody reads it, and so does not grow with them.
      long most = before.log() + (24 << 20) + (long) count * BYTES_OF_A_STRANGER;
      assertTrue(after.log() <= most, "the log: " + before + after);
      try (Client last = Client.in(server.address(), "last", "lobby")) {
        last.say("lobby", "all is well");
      }
    }
  }

  private int asked;

  /** When the last of them was forgotten. */
  private Footprint settled(ServerProcess server) throws Exception {
    try (Client asking = Client.framed(server.address())) {
      // Who asked before may still have their name.
      asking.hello("asking" + (char) ('a' + asked++));
      Awaitility.await("nobody else is there")
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> others(asking) == 0);
    }
    return Footprint.of(server, folder.resolve("data"));
  }

  /** Connections but one's own, and who is in a room still. */
  private static long others(Client asking) throws IOException {
    asking.send(new Request.Stats(asking.id(), null, null));
    var figures = asking.event(Event.Stats.class).figures();
    long connections = ((Number) ((Map<?, ?>) figures.get("connections")).get("now")).longValue();
    Reply.RoomList rooms = asking.ask(Reply.RoomList.class, id -> new Request.Rooms(id, null));
    return connections - 1 + rooms.rooms().stream().mapToLong(RoomInfo::members).sum();
  }

  private void come(ServerProcess server, int count, int first) throws InterruptedException {
    ExecutorService many = Executors.newFixedThreadPool(16);
    SplittableRandom random = new SplittableRandom(first);
    for (int i = 0; i < count; i++) {
      Stage stage = stages.get(i % stages.size());
      String from = "127.0.%d.%d".formatted(1 + random.nextInt(4), 1 + random.nextInt(250));
      int number = first + i;
      many.execute(
          () -> {
            try {
              stage.until(server, from, number);
            } catch (IOException e) {
              turnedAway.incrementAndGet();
            }
          });
    }
    many.shutdown();
    assertTrue(many.awaitTermination(30, TimeUnit.MINUTES), "all of them came");
  }

  private static Socket plain(ServerProcess server, String from) throws IOException {
    return to(server.plain(), from);
  }

  static Socket to(int port, String from) throws IOException {
    Socket socket = new Socket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    // A place in the kernel's table is not kept for each that went.
    socket.setSoLinger(true, 0);
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private void said(ServerProcess server, String from, String text) throws IOException {
    try (Socket socket = plain(server, from)) {
      socket.getOutputStream().write(text.getBytes(UTF_8));
    }
  }

  /** Breaks off when something came back. */
  private void answered(ServerProcess server, String from, String text, boolean first)
      throws IOException {
    try (Socket socket = plain(server, from)) {
      socket.getOutputStream().write(text.getBytes(UTF_8));
      byte[] some = new byte[4_096];
      int n = socket.getInputStream().read(some);
      if (n > 0 && !new String(some, 0, n, UTF_8).contains("error")) {
        served.incrementAndGet();
      }
      if (!first) {
        socket.setSoTimeout(200);
        socket.getInputStream().read(some);
      }
    }
  }

  private void halfAClientHello(ServerProcess server, String from) throws IOException {
    try (Socket socket = plain(server, from)) {
      socket.getOutputStream().write(HALF_A_CLIENT_HELLO);
    }
  }

  private static String hello(int n) {
    return "{\"type\":\"hello\",\"id\":\"1\",\"name\":\"stranger%d\"}\n".formatted(n);
  }

  private static String room(String what, String room) {
    return "{\"type\":\"%s\",\"room\":\"%s\"}\n".formatted(what, room);
  }

  private static String bye() {
    return "{\"type\":\"bye\"}\n";
  }
}
