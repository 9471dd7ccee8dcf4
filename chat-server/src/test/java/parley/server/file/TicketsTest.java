package parley.server.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.protocol.FileInfo;
import parley.server.state.Asker;

/** With a clock that is given. */
class TicketsTest {
  private static final FileInfo FILE = new FileInfo("f", 1, "00".repeat(32));
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Tickets tickets = new Tickets();

  private static Job of(String person) {
    return new Job.Outgoing(Asker.person(person), 1, FILE);
  }

  @Test
  void oneIsGoodForTenMinutesAndOnce() {
    // A clock may begin anywhere.
    long began = Long.MAX_VALUE - 5;
    String first = tickets.issue(of("g1"), "a", began);
    String second = tickets.issue(of("g2"), "a", began + SECOND);
    assertEquals(List.of(), tickets.expire(began + 600 * SECOND - 1));
    assertEquals(of("g1"), tickets.look(first));
    assertEquals(List.of(of("g1")), tickets.expire(began + 600 * SECOND));
    assertNull(tickets.look(first));
    assertEquals(of("g2"), tickets.look(second));
    tickets.use(second);
    assertNull(tickets.look(second));
    assertEquals(List.of(), tickets.expire(began + 10_000 * SECOND));
  }

  @Test
  void thereIsABoundForEachPersonAndEachNetwork() {
    Set<String> all = new HashSet<>();
    for (int person = 0; person < 4; person++) {
      for (int i = 0; i < 16; i++) {
        assertTrue(tickets.mayIssue("g" + person, "a"));
        all.add(tickets.issue(of("g" + person), "a", 0));
      }
      assertFalse(tickets.mayIssue("g" + person, "b"));
    }
    assertFalse(tickets.mayIssue("u1", "a"));
    assertTrue(tickets.mayIssue("u1", "b"));
    tickets.use(all.iterator().next());
    assertTrue(tickets.mayIssue("u1", "a"));
    assertTrue(all.stream().allMatch(ticket -> ticket.length() == 22), "128 bits each");
  }

  @Test
  void nobodyIsKeptOutByThoseWhoHaveMany() {
    for (int i = 0; i < 984; i++) {
      tickets.issue(of("g" + i), "n" + i / 8, 0);
    }
    String oldest = null;
    for (int i = 0; i < 16; i++) {
      String ticket = tickets.issue(of("g2000"), "greedy", 0);
      oldest = oldest == null ? ticket : oldest;
    }
    assertTrue(tickets.mayIssue("u1", "b"));
    String ticket = tickets.issue(of("u1"), "b", 0);
    assertNull(tickets.look(oldest), "who has most gives one up");
    assertEquals(of("u1"), tickets.look(ticket));
  }

  @Test
  void whatSomebodyHasIsTakenBack() {
    String first = tickets.issue(of("g1"), "a", 0);
    String second = tickets.issue(of("g2"), "a", 0);
    tickets.withdraw(job -> job.person().equals("g1"));
    assertNull(tickets.look(first));
    assertEquals(of("g2"), tickets.look(second));
  }
}
