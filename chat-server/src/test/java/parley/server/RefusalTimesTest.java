package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.admin.Guest;

/**
 * What is refused because it may not be, and what is refused because it is not there, take the same
 * time: medians of 1,000 each, asked in turn, within a twentieth.
 */
@Tag("campaign")
class RefusalTimesTest {
  private static final int TIMES = 1_000;

  /** Before anything is measured, so that the server's code is compiled. */
  private static final int WARM = 1_000;

  private static final int ACCOUNTS = 60;
  private static final String PASSWORD = "a long password";

  @TempDir private Path folder;
  private TestServer server;
  private int networks;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.in(folder, "accounts.guests=lobby");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String console(String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  private Guest silent() throws IOException {
    networks++;
    return Guest.silent(
        server.plain(), "127.%d.%d.7".formatted(1 + networks / 250, networks % 250));
  }

  private Guest account(String name) throws IOException {
    Guest guest = silent();
    String told = console("account add " + name);
    String secret = told.substring(told.indexOf('#') + 1).split("\\.")[0];
    guest.ask("register", "password", PASSWORD, "invitation", secret);
    guest.ask("hello", "name", name, "password", PASSWORD);
    return guest;
  }

  private interface Try {
    /** The code it was refused with. */
    String refused(Guest asker, int n) throws IOException;
  }

  private interface Asker {
    /** Who asks for the n-th time; not measured. */
    Guest of(int n) throws IOException;
  }

  /** One after another, each for some tries: more are not taken of one network at once. */
  private final class Strangers implements Asker, AutoCloseable {
    private Guest current;

    @Override
    public Guest of(int n) throws IOException {
      if (n % 4 == 0) {
        close();
        current = silent();
        current.ask("ping");
      }
      return current;
    }

    @Override
    public void close() throws IOException {
      if (current != null) {
        current.close();
      }
    }
  }

  /** Both in turn, so that whatever else the machine does is done to both. */
  private static void compare(String what, String code, Asker askers, Try one, Try other, int warm)
      throws IOException {
    long[][] nanos = new long[2][TIMES];
    for (int n = -warm; n < TIMES; n++) {
      Guest asker = askers.of(n + warm);
      for (int i = 0; i < 2; i++) {
        // Whoever is first may wait for more.
        int which = (n ^ i) & 1;
        long began = System.nanoTime();
        String refused = (which == 0 ? one : other).refused(asker, n + warm);
        long took = System.nanoTime() - began;
        assertEquals(code, refused, what);
        if (n >= 0) {
          nanos[which][n] = took;
        }
      }
    }
    double first = median(nanos[0]);
    double second = median(nanos[1]);
    double apart = Math.abs(first / second - 1);
    System.out.printf(
        Locale.ROOT,
        "refused %s: there %.1f µs, not there %.1f µs, %.1f %% apart%n",
        what,
        first / 1e3,
        second / 1e3,
        apart * 100);
    assertTrue(apart < 0.05, what + " " + apart);
  }

  private static double median(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return (sorted[sorted.length / 2] + sorted[sorted.length / 2 - 1]) / 2.0;
  }

  /** No two look alike. */
  private static String letters(int n) {
    String of = "abcdef";
    return "" + of.charAt(n / 36 % 6) + of.charAt(n / 6 % 6) + of.charAt(n % 6);
  }

  /** Their passwords were set when that cost half of what it does now. */
  @Test
  void aWrongPasswordOfANameThatIsThereOrNot() throws Exception {
    for (int n = 0; n < ACCOUNTS; n++) {
      account("known" + letters(n)).close();
    }
    server.server.settings().set("accounts.password-memory", "14336");
    try (Strangers askers = new Strangers()) {
      compare(
          "a password",
          "bad-password",
          askers,
          (asker, n) -> tried(asker, "known" + letters(n % ACCOUNTS)),
          (asker, n) -> tried(asker, "nobody" + letters(n % ACCOUNTS)),
          20);
    }
  }

  private static String tried(Guest asker, String name) throws IOException {
    return asker.ask("hello", "name", name, "password", "wrong").get("code").asString();
  }

  @Test
  void aTokenThatWasRevokedOrNeverWas() throws Exception {
    account("ann").close();
    String told = console("token add ann ci");
    String secret = told.substring(told.indexOf("parley_")).strip();
    console("token revoke " + told.split(" ")[1]);
    String never = secret.substring(0, secret.length() - 1) + (secret.endsWith("a") ? "b" : "a");
    try (Strangers askers = new Strangers()) {
      compare(
          "a token",
          "bad-token",
          askers,
          (asker, _) -> asker.ask("hello", "token", secret).get("code").asString(),
          (asker, _) -> asker.ask("hello", "token", never).get("code").asString(),
          WARM);
    }
  }

  @Test
  void aRoomThatIsPrivateOrIsNot() throws Exception {
    try (Guest owner = account("owner");
        Guest other = account("other");
        Guest guest = new Guest(server.plain(), "guest")) {
      owner.ask("join", "room", "secret");
      console("room set secret private on");
      owner.ask("send", "room", "secret", "text", "hi");
      guest.ask("join", "room", "lobby");
      rooms("join", "no-such-room", guest);
      rooms("members", "no-such-room", other);
      rooms("history", "not-a-member", other);
      rooms("send", "not-a-member", other, "text", "hi");
      rooms("invite", "not-a-member", other, "person", "guest");
      rooms("search", "not-a-member", other, "query", "hi");
      compare(
          "whois",
          "no-such-person",
          _ -> guest,
          (asker, _) -> code(asker, "whois", "name", "owner"),
          (asker, _) -> code(asker, "whois", "name", "nobdy"),
          WARM);
    }
  }

  private static void rooms(String type, String code, Guest asker, String... more)
      throws IOException {
    compare(
        type,
        code,
        _ -> asker,
        (by, _) -> code(by, type, with("secret", more)),
        (by, _) -> code(by, type, with("absent", more)),
        WARM);
  }

  private static String[] with(String room, String... more) {
    List<String> all = new ArrayList<>(List.of("room", room));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String code(Guest asker, String type, String... fields) throws IOException {
    var answer = asker.ask(type, fields);
    return answer.has("code") ? answer.get("code").asString() : answer.toString();
  }
}
