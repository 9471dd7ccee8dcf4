package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.admin.Guest;
import parley.testkit.ServerProcess;
import tools.jackson.databind.JsonNode;

/**
 * A busy room while 200 people sign in at once, at the cost that passwords have as shipped: how
 * long a message takes to its members, with and without them.
 */
@Tag("campaign")
class SignInsBesideARoomTest {
  private static final int SIGN_INS = 200;
  private static final int ACCOUNTS = 40;
  private static final int MEMBERS = 20;

  /** Between two messages: 100 a second, 2,000 deliveries. */
  private static final long EACH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final int QUIET_MESSAGES = 1_000;
  private static final String PASSWORD = "a long password";

  @TempDir private Path folder;
  private ServerProcess server;

  private Guest silent(int network) throws IOException {
    return Guest.silent(server.address(), "127.9.%d.7".formatted(network));
  }

  private static String name(int n) {
    String of = "abcdef";
    return "user" + of.charAt(n / 36 % 6) + of.charAt(n / 6 % 6) + of.charAt(n % 6);
  }

  @Test
  void theRoomGoesOn() throws Exception {
    try (ServerProcess shipped =
            ServerProcess.onClassPath(
                folder,
                List.of("-Xmx512m"),
                Map.of(),
                "accounts.password-memory=19456",
                "accounts.password-passes=2");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server = shipped;
      server.start();
      for (int n = 0; n < ACCOUNTS; n++) {
        String told = server.admin("account", "add", name(n));
        String secret = told.substring(told.indexOf('#') + 1).split("\\.")[0];
        try (Guest guest = silent(n)) {
          guest.ask("register", "password", PASSWORD, "invitation", secret);
        }
      }
      List<Guest> members = new ArrayList<>();
      for (int n = 0; n <= MEMBERS; n++) {
        Guest member = new Guest(server.address(), "127.8.%d.7".formatted(n), "member" + name(n));
        member.ask("join", "room", "busy");
        members.add(member);
      }
      Guest speaker = members.removeFirst();
      messages(threads, speaker, members, counted(QUIET_MESSAGES));
      double quiet = messages(threads, speaker, members, counted(QUIET_MESSAGES));
      long began = System.nanoTime();
      List<Future<Integer>> signIns = new ArrayList<>();
      for (int n = 0; n < SIGN_INS; n++) {
        int each = n;
        signIns.add(threads.submit(() -> signIn(each)));
      }
      double busy =
          messages(threads, speaker, members, () -> signIns.stream().allMatch(Future::isDone));
      double seconds = (System.nanoTime() - began) / 1e9;
      int tries = 0;
      for (Future<Integer> signIn : signIns) {
        tries += signIn.get();
      }
      System.out.printf(
          Locale.ROOT,
          "a room of %d, 100 messages a second: p99 %.2f ms alone, %.2f ms while %d sign in"
              + " (%.1f s, %d tries)%n",
          MEMBERS,
          quiet,
          busy,
          SIGN_INS,
          seconds,
          tries);
      assertTrue(tries >= SIGN_INS, "tries: " + tries);
    }
  }

  /** How often was tried: who is told to try again later comes again. */
  private int signIn(int n) throws IOException {
    for (int tries = 1; ; tries++) {
      JsonNode reply;
      try (Guest guest = silent(n)) {
        reply = guest.ask("hello", "name", name(n % ACCOUNTS), "password", PASSWORD);
      }
      if (reply.get("type").asString().equals("welcome")) {
        return tries;
      }
      assertEquals("rate-limited", reply.get("code").asString(), reply::toString);
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(reply.get("retryAfter").asInt()));
    }
  }

  private static BooleanSupplier counted(int most) {
    int[] count = {0};
    return () -> count[0]++ >= most;
  }

  /** Says messages at a steady pace, and gives the 99th percentile of all deliveries in ms. */
  private static double messages(
      ExecutorService threads, Guest speaker, List<Guest> members, BooleanSupplier enough)
      throws Exception {
    List<Future<List<Long>>> heard = new ArrayList<>();
    for (Guest member : members) {
      heard.add(threads.submit(() -> hear(member)));
    }
    long next = System.nanoTime();
    while (!enough.getAsBoolean()) {
      LockSupport.parkNanos(next - System.nanoTime());
      // From when it is due, so that a server that holds up the speaker is measured too.
      speaker.ask("send", "room", "busy", "text", "at " + next);
      next += EACH_NANOS;
    }
    speaker.ask("send", "room", "busy", "text", "enough");
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> one : heard) {
      all.addAll(one.get());
    }
    long[] sorted = all.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[(int) (sorted.length * 0.99)] / 1e6;
  }

  private static List<Long> hear(Guest member) throws IOException {
    List<Long> took = new ArrayList<>();
    while (true) {
      String text = member.next("message").get("text").asString();
      if (text.equals("enough")) {
        return took;
      }
      took.add(System.nanoTime() - Long.parseLong(text.substring("at ".length())));
    }
  }
}
