package parley.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Who is answered first where many wait for the log. */
class TurnsTest {
  private static final int MANY = 200;

  private final Turns<String> turns = new Turns<>();

  @Test
  void manyOfOneNetworkDelayThoseOfAnotherByOneQuestion() throws InterruptedException {
    for (int i = 0; i < MANY; i++) {
      ask("slow", i);
    }
    ask("good", MANY);
    ask("other", MANY);
    List<String> order = rest();
    assertTrue(order.indexOf("good 200") < 3, order::toString);
    assertTrue(order.indexOf("other 200") < 3, order::toString);
    assertEquals(MANY + 2, order.size());
  }

  @Test
  void whoAsksAgainStandsBehindTheOthers() throws InterruptedException {
    ask("a", 1);
    ask("a", 2);
    ask("b", 1);
    assertEquals("a 1", turns.take());
    ask("a", 0);
    assertEquals(List.of("b 1", "a 2", "a 0"), rest());
  }

  @Test
  void ofOneNetworkWhoIsOwedLeastIsSoonDoneAndWhoWaitsLongestIsNotForgotten()
      throws InterruptedException {
    ask("net", MANY);
    for (int i = 0; i < MANY; i++) {
      ask("net", 100);
    }
    ask("net", 1);
    assertEquals("net 1", turns.take());
    assertEquals("net 200", turns.take());
    ask("net", MANY);
    for (int i = 0; i < 2 * MANY + 4; i++) {
      // New ones that are owed less come all the time.
      ask("net", 1);
      if (turns.take().equals("net 200")) {
        return;
      }
    }
    throw new AssertionError("It was never its turn.");
  }

  @Test
  void whatWaitsIsAnsweredAfterTheClosing() throws InterruptedException {
    ask("a", 1);
    turns.close();
    assertThrows(RejectedExecutionException.class, () -> ask("a", 2));
    assertEquals("a 1", turns.take());
    assertNull(turns.take());
  }

  private void ask(String who, long owed) {
    turns.add(new ReadTurn(who, owed), who + " " + owed);
  }

  private List<String> rest() throws InterruptedException {
    turns.close();
    List<String> order = new ArrayList<>();
    for (String next = turns.take(); next != null; next = turns.take()) {
      order.add(next);
    }
    return order;
  }
}
