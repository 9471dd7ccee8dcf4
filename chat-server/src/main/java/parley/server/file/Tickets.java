package parley.server.file;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import parley.protocol.Limits;

/** The tickets that are out, oldest first. Guarded by the lock of {@link Transfers}. */
final class Tickets {
  /** Of one person at a time. */
  static final int OF_A_PERSON = 16;

  /** Of all who come from one network, at a time. */
  static final int OF_A_NETWORK = 64;

  /** Of everybody at a time. */
  static final int OF_ALL = 1_000;

  private static final long GOOD_NANOS = TimeUnit.SECONDS.toNanos(Limits.TICKET_SECONDS);
  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * @param network where who asked for it came from
   */
  private record Ticket(Job job, String network, long since) {}

  private final Map<String, Ticket> out = new LinkedHashMap<>();

  /** Whether one more may be given to a person who comes from a network. */
  boolean mayIssue(String person, String network) {
    return count(t -> t.job.person().equals(person)) < OF_A_PERSON
        && count(t -> t.network.equals(network)) < OF_A_NETWORK;
  }

  private long count(Predicate<Ticket> which) {
    return out.values().stream().filter(which).count();
  }

  /**
   * Gives a ticket out. Where there are too many, the network that has most of them loses its
   * oldest.
   *
   * @param now {@link System#nanoTime}
   * @return 128 random bits
   */
  String issue(Job job, String network, long now) {
    if (out.size() >= OF_ALL) {
      out.remove(oldestOfTheGreediest());
    }
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    out.put(ticket, new Ticket(job, network, now));
    return ticket;
  }

  private String oldestOfTheGreediest() {
    Map<String, Integer> counts = new HashMap<>();
    out.values().forEach(t -> counts.merge(t.network, 1, Integer::sum));
    int most = counts.values().stream().mapToInt(n -> n).max().orElse(0);
    return out.entrySet().stream()
        .filter(e -> counts.get(e.getValue().network) == most)
        .findFirst()
        .orElseThrow()
        .getKey();
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

  /** Takes back those for which something holds. */
  void withdraw(Predicate<Job> which) {
    out.values().removeIf(ticket -> which.test(ticket.job));
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
