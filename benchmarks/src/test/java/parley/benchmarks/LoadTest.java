package parley.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The load against the relay, over real sockets. */
class LoadTest {
  private static final int MEMBERS = 20;
  private static final int SENDERS = 3;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void fullLoadArrivesWhole(Relay.Form form) throws Exception {
    Result result = run(form, false, 0);
    assertEquals(new Result.Faults(0, 0, 0, 0, 0), result.faults());
    assertTrue(result.deliveries() > MEMBERS);
    assertNull(result.suite());
  }

  @ParameterizedTest
  @EnumSource
  void fullLoadArrivesWholeOverTls(Relay.Form form) throws Exception {
    Result result = run(form, true, 0);
    assertEquals(new Result.Faults(0, 0, 0, 0, 0), result.faults());
    assertTrue(result.deliveries() > MEMBERS);
    assertTrue(result.suite().startsWith("TLSv1.3 "));
  }

  @Test
  void pacedLoadKeepsItsRate() throws Exception {
    Result result = run(Relay.Form.BATCH, false, 100);
    assertEquals(new Result.Faults(0, 0, 0, 0, 0), result.faults());
    // 0.3 s of warm-up and 0.7 s of window make 100; on a busy machine the last come too late.
    assertTrue(result.sent() >= 80, () -> result.sent() + " messages");
  }

  private Result run(Relay.Form form, boolean tls, double rate) throws Exception {
    ServerSocket listener =
        tls
            ? Identity.create(folder).serving().getServerSocketFactory().createServerSocket()
            : new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try (Relay relay = Relay.open(form, listener, 16 * 1024)) {
      Plan plan =
          new Plan(
              Wire.of(Wire.Kind.RELAY, "bench", tls),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), relay.port()),
              tls,
              MEMBERS,
              SENDERS,
              rate,
              8,
              new Text(100),
              Duration.ofMillis(rate == 0 ? 100 : 300),
              Duration.ofMillis(rate == 0 ? 300 : 700));
      return new Load(plan, 0).run();
    }
  }
}
