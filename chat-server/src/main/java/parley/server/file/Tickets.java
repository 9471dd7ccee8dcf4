package parley.server.file;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import parley.protocol.Limits;

/** The tickets that are out, oldest first. Guarded by the lock of {@link Transfers}. */
final class Tickets {
  /** Of one person at a time. */
  static final int OF_A_PERSON = 16;

  /** Of everybody at a time. */
  static final int OF_ALL = 1_000;

  private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(Limits.TICKET_SECONDS);
  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private record Ticket(Job job, long since) {}

  private final Map<String, Ticket> out = new LinkedHashMap<>();

  /** Whether one more may be given to a person. */
  boolean mayIssue(String person) {
    return out.size() < OF_ALL
        && out.values().stream().filter(t -> t.job.person().equals(person)).count() < OF_A_PERSON;
  }

  /**
   * Gives a ticket out.
   *
   * @param now {@link System#nanoTime}
   * @return 128 random bits
   */
  String issue(Job job, long now) {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    out.put(ticket, new Ticket(job, now));
    return ticket;
  }

  /** What a ticket is for; null where it is none, or not any more. */
  Job look(String ticket) {
    Ticket found = out.get(ticket);
    return found == null ? null : found.job;
  }

  /** It is used. */
  void use(String ticket) {
    out.remove(ticket);
  }

  /** Takes back those that are too old, and tells what they were for. */
  List<Job> expire(long now) {
    List<Job> expired = new ArrayList<>();
    Iterator<Ticket> oldest = out.values().iterator();
    while (oldest.hasNext()) {
      Ticket ticket = oldest.next();
      if (now - ticket.since < GOOD_NANOS) {
        break;
      }
      expired.add(ticket.job);
      oldest.remove();
    }
    return expired;
  }
}
