package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.Client;
import parley.testkit.Footprint;
import parley.testkit.Ports;
import parley.testkit.ServerProcess;
import parley.testkit.Trust;

/**
 * Ten thousand connections that say next to nothing: silent ones, halves of a ClientHello, a byte
 * every ten seconds. What each of them costs, and how long somebody new waits.
 */
@Tag("campaign")
class SlowLorisTest {
  private static final int COUNT = Integer.getInteger("parley.loris", 10_000);
  private static final int NEWCOMERS = 60;
  private static final String LINE = "{\"type\":\"hello\",\"name\":\"";

  private final List<Socket> crowd = new ArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private int tls;
  @TempDir Path folder;

  /** Where the settings and the heap have room for all of them, and descriptors for a half. */
  @Test
  void halfOfThemStand() throws Exception {
    measured(
        "-Xmx4g",
        "limits.connections=50000",
        "limits.connections-per-address=50000",
        "limits.handshakes-per-second-per-address=0",
        "timeout.hello=20m",
        "timeout.handshake=20m",
        "timeout.idle=20m");
  }

  /** Where most of them are pushed out by the next ones. */
  @Test
  void theLimitsAreAsShipped() throws Exception {
    measured("-Xmx512m");
  }

  private void measured(String heap, String... settings) throws Exception {
    int port = Ports.free();
    List<String> all = new ArrayList<>(List.of("listen.tls=127.0.0.1:" + port));
    all.addAll(List.of(settings));
    tls = port;
    ServerProcess server =
        ServerProcess.onClassPath(folder, List.of(heap), Map.of(), all.toArray(String[]::new));
    try (server) {
      server.start();
      newcomers(server, 20);
      Footprint before = Footprint.of(server, folder.resolve("data"));
      long[] alone = newcomers(server, NEWCOMERS);
      for (int i = 0; i < COUNT; i++) {
        stand(server, i);
      }
      Thread drip = Thread.ofPlatform().start(this::drip);
      long[] beside = newcomers(server, NEWCOMERS);
      Footprint after = Footprint.of(server, folder.resolve("data"));
      int standing = after.descriptors() - before.descriptors();
      String figures =
          "%,d came, %,d stand%n before: %s%n after: %s%n each: %.1f KiB of heap, %.1f KiB of memory%n a newcomer by TLS signs in and speaks after %d ms (median), %d at most; before %d and %d"
              .formatted(
                  COUNT,
                  standing,
                  before,
                  after,
                  (after.heap() - before.heap()) / 1024.0 / standing,
                  (after.resident() - before.resident()) / 1024.0 / standing,
                  beside[beside.length / 2],
                  beside[beside.length - 1],
                  alone[alone.length / 2],
                  alone[alone.length - 1]);
      System.out.println(figures);
      over.set(true);
      drip.join();
      assertTrue(beside[beside.length - 1] < 1_000, figures);
      assertTrue(standing > COUNT / 10, figures);
      assertTrue(after.heap() - before.heap() < standing * (32L << 10), figures);
    } finally {
      over.set(true);
      for (Socket one : crowd) {
        one.close();
      }
    }
  }

  private void stand(ServerProcess server, int i) throws IOException {
    String from = "127.0.%d.%d".formatted(1 + i % 10, 1 + i / 10 % 100);
    boolean half = i % 3 == 1;
    Socket one = StrangersTest.to(half ? tls : server.plain(), from);
    crowd.add(one);
    if (half) {
      one.getOutputStream().write(StrangersTest.HALF_A_CLIENT_HELLO);
    }
  }

  /** A byte every ten seconds, of every third. */
  private void drip() {
    for (int at = 0; !over.get(); at++) {
      for (int i = 2; i < crowd.size() && !over.get(); i += 3) {
        try {
          crowd.get(i).getOutputStream().write(LINE.getBytes(UTF_8), Math.min(at, 20), 1);
        } catch (IOException e) {
          // It was pushed out.
        }
      }
      for (int i = 0; i < 100 && !over.get(); i++) {
        LockSupport.parkNanos(100_000_000);
      }
    }
  }

  /** How long each took, in milliseconds, in order. */
  private long[] newcomers(ServerProcess server, int count) throws Exception {
    long[] took = new long[count];
    var trust = Trust.in(server.authority());
    for (int i = 0; i < count; i++) {
      long at = System.nanoTime();
      try (Client client = Client.framed(tls, 0, trust)) {
        client.socket.setSoTimeout(Client.PATIENCE_MILLIS);
        client.hello("newcomer" + i + "x" + at % 100_000);
        client.join("lobby");
        client.say("lobby", "hi");
      }
      took[i] = (System.nanoTime() - at) / 1_000_000;
    }
    Arrays.sort(took);
    return took;
  }
}
