package parley.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.server.config.Settings;

class NewcomersTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Newcomers newcomers = new Newcomers();

  private static Settings.Limits limits(int each, int all) throws Exception {
    return Settings.of(
            "limits.guests-per-minute-per-address=" + each, "limits.guests-per-minute=" + all)
        .limits();
  }

  private int come(String address, Settings.Limits limits, long now) {
    int came = 0;
    while (came < 1_000 && newcomers.take(address, limits, now) == 0) {
      came++;
    }
    return came;
  }

  @Test
  void aMinutesWorthComesAtOnceAndThenEvenly() throws Exception {
    Settings.Limits limits = limits(6, 0);
    assertEquals(6, come("192.0.2.1", limits, 0));
    long wait = newcomers.take("192.0.2.1", limits, 0);
    assertTrue(wait > 9 * SECOND && wait <= 10 * SECOND + 1, "wait " + wait);
    assertEquals(1, come("192.0.2.1", limits, wait));
    assertEquals(6, come("192.0.2.1", limits, 600 * SECOND), "no more than a minute's worth");
    assertEquals(6, come("192.0.2.2", limits, 600 * SECOND), "another address");
  }

  @Test
  void allTogetherHaveALimitToo() throws Exception {
    Settings.Limits limits = limits(6, 9);
    assertEquals(6, come("192.0.2.1", limits, 0));
    assertEquals(3, come("192.0.2.2", limits, 0));
    assertEquals(0, come("192.0.2.3", limits, 0));
  }

  @Test
  void aNetworkOfIpv6IsOneAddress() throws Exception {
    Settings.Limits limits = limits(2, 0);
    assertEquals(2, come("2001:db8:1:2:3:4:5:6", limits, 0));
    assertEquals(0, come("2001:db8:1:2:a:b:c:d", limits, 0));
    assertEquals(2, come("2001:db8:1:3:a:b:c:d", limits, 0));
  }

  @Test
  void zeroIsNoLimit() throws Exception {
    assertEquals(1_000, come("192.0.2.1", limits(0, 0), 0));
  }
}
