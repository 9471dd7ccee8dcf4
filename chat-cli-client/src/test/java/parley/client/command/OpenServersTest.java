package parley.client.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OpenServersTest {
  private final List<String> left = Collections.synchronizedList(new ArrayList<>());
  private final OpenServers servers = new OpenServers(_ -> {}, () -> List.of("work", "spare"));

  private OpenServers.Server add(String label) {
    return servers.add(label, label, () -> left.add(label));
  }

  private static String refused(Runnable asked) {
    return assertThrows(IllegalArgumentException.class, asked::run).getMessage();
  }

  @Test
  void eachIsOpenOnceAndTenAtMost() {
    OpenServers.Server first = add("work");
    assertEquals("WORK is open already.", refused(() -> add("WORK")));
    for (int i = 1; i < OpenServers.MOST; i++) {
      add("s" + i);
    }
    assertEquals(
        "10 servers are open, and no more can be: /disconnect takes one away.",
        refused(() -> add("one more")));
    servers.remove(first);
    add("one more");
    assertEquals(List.of("work", "spare", "s1"), servers.words().subList(0, 3));
  }

  @Test
  void whatIsOverStaysWhileOthersGoOnAndMakesRoomForItself() {
    OpenServers.Server work = add("work");
    OpenServers.Server home = add("home");
    assertTrue(servers.stays(home));
    OpenServers.Server again = add("home");
    Awaitility.await().until(() -> left.equals(List.of("home")));
    assertTrue(servers.stays(again));
    assertFalse(servers.stays(work), "no other goes on");
    Awaitility.await("all that was over is left").until(() -> left.equals(List.of("home", "home")));
  }

  @Test
  void whatWaitsElsewhereIsKnown() {
    OpenServers.Server work = add("work");
    OpenServers.Server home = add("home");
    home.state(new OpenServers.State("ann@home", "", 2));
    assertEquals(List.of(), servers.stuckBesides(work), "it is on its way");
    home.state(new OpenServers.State("ann@home", "not connected", 2));
    assertEquals(List.of(home), servers.stuckBesides(work));
    assertEquals(List.of(), servers.stuckBesides(home));
  }
}
