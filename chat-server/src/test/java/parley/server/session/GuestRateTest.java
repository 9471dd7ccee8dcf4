package parley.server.session;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.config.Settings;
import parley.server.net.Network;

class GuestRateTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int GREATEST = 1_000_000_000;

  private final AtomicLong now = new AtomicLong();
  private final GuestRate guestRate = new GuestRate(now::get);

  private static Settings.Limits limits(int each, int all) throws Exception {
    return Settings.of(
            "limits.guests-per-minute-per-address=" + each, "limits.guests-per-minute=" + all)
        .limits();
  }

  private long begin(String address, Settings.Limits limits) {
    try {
      return guestRate.begin(Network.of(address), limits);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int come(String address, Settings.Limits limits) {
    int came = 0;
    while (came < 1_000 && begin(address, limits) == 0) {
      guestRate.end(Network.of(address), true);
      came++;
    }
    return came;
  }

  @Test
  void aMinutesWorthComesAtOnceAndThenEvenly() throws Exception {
    Settings.Limits limits = limits(6, 0);
    assertEquals(6, come("192.0.2.1", limits));
    long wait = begin("192.0.2.1", limits);
    assertTrue(wait > 9 * SECOND && wait <= 10 * SECOND + 1, "wait " + wait);
    now.set(wait);
    assertEquals(1, come("192.0.2.1", limits));
    now.set(600 * SECOND);
    assertEquals(6, come("192.0.2.1", limits), "no more than a minute's worth");
    assertEquals(6, come("192.0.2.2", limits), "another address");
  }

  @Test
  void allTogetherHaveALimitToo() throws Exception {
    Settings.Limits limits = limits(6, 9);
    assertEquals(6, come("192.0.2.1", limits));
    assertEquals(3, come("192.0.2.2", limits));
    assertEquals(0, come("192.0.2.3", limits));
  }

  @Test
  void aNetworkOfIpv6IsOneAddress() throws Exception {
    Settings.Limits limits = limits(2, 0);
    assertEquals(2, come("2001:db8:1:2:3:4:5:6", limits));
    assertEquals(0, come("2001:db8:1:2:a:b:c:d", limits));
    assertEquals(2, come("2001:db8:1:3:a:b:c:d", limits));
  }

  /** No limit and the greatest, also after a pause, in which neither overflows. */
  @ParameterizedTest
  @ValueSource(ints = {0, GREATEST})
  void noLimitRefusesNobodyWheneverTheyCome(int limit) throws Exception {
    Settings.Limits limits = limits(limit, limit);
    for (long pause : new long[] {0, 1, 10, 100, 86_400, 365 * 86_400L}) {
      now.addAndGet(pause * SECOND);
      assertEquals(1_000, come("192.0.2.1", limits), "after " + pause + " s");
    }
  }

  @Test
  void oneAMinuteIsOneAMinute() throws Exception {
    Settings.Limits limits = limits(1, 0);
    for (int minute = 0; minute < 3; minute++) {
      assertEquals(1, come("192.0.2.1", limits));
      now.addAndGet(59 * SECOND);
      assertEquals(0, come("192.0.2.1", limits));
      now.addAndGet(SECOND);
    }
  }

  @Test
  void whoIsNotLetInIsNotCharged() throws Exception {
    Settings.Limits limits = limits(3, 5);
    for (int i = 0; i < 1_000; i++) {
      assertEquals(0, begin("192.0.2.1", limits));
      guestRate.end(Network.of("192.0.2.1"), false);
    }
    assertEquals(3, come("192.0.2.1", limits));
    assertEquals(2, come("192.0.2.2", limits));
  }

  /** Attempts that come to nothing refuse nobody, not even while they hold all places. */
  @Test
  void theLastPlaceIsWaitedForWhileItsAttemptIsUnderWay() throws Exception {
    Settings.Limits limits = limits(1, 0);
    Network network = Network.of("192.0.2.1");
    assertEquals(0, begin("192.0.2.1", limits));
    Thread[] waits = new Thread[1];
    CompletableFuture<Long> second =
        supplyAsync(
            () -> {
              waits[0] = Thread.currentThread();
              return begin("192.0.2.1", limits);
            },
            Thread::startVirtualThread);
    await().until(() -> waits[0] != null && waits[0].getState() == Thread.State.TIMED_WAITING);
    guestRate.end(network, false);
    assertEquals(0, second.get(30, TimeUnit.SECONDS));
    guestRate.end(network, true);
    assertTrue(begin("192.0.2.1", limits) > 0, "and no more than the limit come in");
  }

  @Test
  void failuresDelayWhoFailsMoreAndMore() {
    Network network = Network.of("192.0.2.1");
    for (int i = 0; i < 10; i++) {
      assertEquals(0, guestRate.refused(network), "a mistyping is answered at once");
    }
    assertTrue(guestRate.refused(network) > 0);
    for (int i = 0; i < 100; i++) {
      guestRate.refused(network);
    }
    assertTrue(guestRate.refused(network) > 20 * SECOND);
    assertEquals(0, guestRate.refused(Network.of("192.0.2.2")));
  }
}
