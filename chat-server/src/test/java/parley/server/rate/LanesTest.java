package parley.server.rate;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.server.net.Network;

/** One of each network goes on at a time. */
@Timeout(120)
class LanesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Network ONE = new Network("192.0.2.1");
  private static final Network OTHER = new Network("192.0.2.2");

  private final Lanes lanes = new Lanes(2, 2);
  private final List<String> in = new CopyOnWriteArrayList<>();

  /** Enters where there is room, and stays; in a thread that waits as soon as this returns. */
  private Thread enter(String who) {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    in.add(lanes.enter(ONE) ? who : "not " + who);
                  } catch (InterruptedException e) {
                    in.add("never " + who);
                  }
                });
    await()
        .atMost(PATIENCE)
        .until(() -> !thread.isAlive() || thread.getState() == Thread.State.WAITING);
    return thread;
  }

  @Test
  void oneGoesOnAndTheOthersFollowInTheirOrder() throws Exception {
    enter("a").join();
    Thread second = enter("b");
    Thread third = enter("c");
    enter("d").join();
    assertEquals(List.of("a", "not d"), in);
    assertTrue(lanes.enter(OTHER), "whom the others of another network don't concern");
    assertFalse(lanes.enter(new Network("192.0.2.3")), "as many networks as there may be");
    lanes.leave(ONE);
    second.join();
    assertEquals("b", in.getLast());
    lanes.leave(ONE);
    third.join();
    assertEquals("c", in.getLast());
    lanes.leave(ONE);
    assertTrue(lanes.enter(ONE));
  }

  @Test
  void whoGivesUpMakesRoom() throws Exception {
    enter("a").join();
    Thread second = enter("b");
    Thread third = enter("c");
    second.interrupt();
    second.join();
    assertEquals(List.of("a", "never b"), in);
    Thread fourth = enter("d");
    assertTrue(fourth.isAlive());
    assertFalse(in.contains("c"));
    lanes.leave(ONE);
    third.join();
    lanes.leave(ONE);
    fourth.join();
    assertEquals(List.of("a", "never b", "c", "d"), in);
  }
}
