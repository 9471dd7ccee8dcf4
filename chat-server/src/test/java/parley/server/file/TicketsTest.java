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

/** With a clock that is given. */
class TicketsTest {
  private static final FileInfo FILE = new FileInfo("f", 1, "00".repeat(32));
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Tickets tickets = new Tickets();

  private static Job of(String person) {
    return new Job.Outgoing(person, 1, FILE);
  }

  @Test
  void oneIsGoodForTenMinutesAndOnce() {
    // A clock may begin anywhere.
    long began = Long.MAX_VALUE - 5;
    String first = tickets.issue(of("g1"), began);
    String second = tickets.issue(of("g2"), began + SECOND);
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
  void thereIsABoundForEachAndForAll() {
    Set<String> all = new HashSet<>();
    for (int person = 0; all.size() < 1_000; person++) {
      for (int i = 0; i < 16 && all.size() < 1_000; i++) {
        assertTrue(tickets.mayIssue("g" + person));
        all.add(tickets.issue(of("g" + person), 0));
      }
      assertFalse(tickets.mayIssue("g" + person));
    }
    assertFalse(tickets.mayIssue("u1"));
    tickets.use(all.iterator().next());
    assertTrue(tickets.mayIssue("u1"));
    assertTrue(all.stream().allMatch(ticket -> ticket.length() == 22), "128 bits each");
  }
}
