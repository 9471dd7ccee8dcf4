package parley.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.server.Server;
import parley.server.config.Settings;
import parley.server.config.UserError;
import tools.jackson.databind.JsonNode;

/** What those can do with {@code /admin} who may do nothing there. */
class StrangersAtAdminTest {
  private static final String NOT_THE_TOKEN = "That is not the operator's token.";

  @TempDir private Path dir;
  private Server server;
  private String token;

  @BeforeEach
  void start() throws UserError {
    server =
        Server.start(
            Settings.of(
                "data.dir=" + dir,
                "listen.plain=127.0.0.1:0",
                "accounts.guests=on",
                "listen.tls=off",
                "listen.metrics=off",
                "limits.messages-per-second=0"));
    token = server.freshOperatorToken().orElseThrow();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  /** Each waits a second for its answer. */
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @ValueSource(strings = {"x ", "-h ", "--json ", "@x ", "'", "\"", "\\\" ", "\u00a0", "{}"})
  void aLongClaimIsComparedAndNotRead(String part) throws Exception {
    try (Guest eve = come("eve", "127.0.0.1")) {
      JsonNode answer = claim(eve, part.repeat(8_000 / part.length()));
      assertEquals("forbidden", answer.get("code").stringValue());
      assertEquals(NOT_THE_TOKEN, answer.get("message").stringValue());
    }
  }

  /**
   * They were read by their own connections, and two were enough to stop a machine of two cores.
   */
  @Test
  void manyLongClaimsHoldNobodyUp() throws Exception {
    String line = "claim " + "x ".repeat(8_000);
    List<Guest> crowd = new ArrayList<>();
    try (Guest alice = come("alice", "127.0.0.1");
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<JsonNode>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Guest one = come("eve" + i, "127.0.0.2");
        crowd.add(one);
        answers.add(threads.submit(() -> one.ask("admin", "line", line)));
      }
      long slowest = 0;
      for (int i = 0; i < 20; i++) {
        long before = System.nanoTime();
        alice.ask("ping");
        slowest = Math.max(slowest, System.nanoTime() - before);
      }
      assertTrue(
          slowest < TimeUnit.SECONDS.toNanos(10),
          "a ping took " + TimeUnit.NANOSECONDS.toMillis(slowest) + " ms");
      int wrong = 0;
      for (Future<JsonNode> answer : answers) {
        wrong += answer.get().get("message").stringValue().equals(NOT_THE_TOKEN) ? 1 : 0;
      }
      assertTrue(wrong >= 1 && wrong <= 8, wrong + " were looked at");
    } finally {
      for (Guest one : crowd) {
        one.close();
      }
    }
  }

  /** Neither more connections nor the other way in give more tries. */
  @Test
  void anAddressHasFewTries() throws Exception {
    String wrong = "0".repeat(32);
    List<Guest> crowd = new ArrayList<>();
    try (Guest olivia = come("olivia", "127.0.0.1");
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<JsonNode>> tries = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        crowd.add(come("eve" + i, "127.0.0.2"));
        crowd.add(Guest.silent(server.plainAddress().orElseThrow(), "127.0.0.2"));
      }
      for (int i = 0; i < 40; i += 2) {
        Guest one = crowd.get(i);
        Guest other = crowd.get(i + 1);
        tries.add(threads.submit(() -> claim(one, wrong)));
        tries.add(threads.submit(() -> other.ask("hello", "name", "x", "token", wrong)));
      }
      assertEquals("ok", claim(olivia, token).get("type").stringValue());
      Map<String, Integer> answers = new HashMap<>();
      for (Future<JsonNode> one : tries) {
        JsonNode answer = one.get();
        boolean tried = answer.get("message").stringValue().equals(NOT_THE_TOKEN);
        answers.merge(answer.get("code").stringValue() + (tried ? " tried" : ""), 1, Integer::sum);
      }
      int tried =
          answers.getOrDefault("forbidden tried", 0) + answers.getOrDefault("bad-token tried", 0);
      assertTrue(tried >= 5 && tried < 15, answers::toString);
      assertTrue(answers.get("forbidden") > 0, answers::toString);
      assertTrue(answers.get("rate-limited") > 0, answers::toString);
    } finally {
      for (Guest one : crowd) {
        one.close();
      }
    }
  }

  @Test
  void anOperatorsLineHasALimitToo() throws Exception {
    try (Guest olivia = come("olivia", "127.0.0.1")) {
      assertEquals("ok", claim(olivia, token).get("type").stringValue());
      JsonNode answer = olivia.ask("admin", "line", "say " + "x ".repeat(1_001));
      assertEquals("bad-command", answer.get("code").stringValue());
      assertTrue(answer.get("message").stringValue().startsWith("That line is too long: "));
      AdminResult tooLong = server.admin().run("say " + "x".repeat(20_001), Caller.console());
      assertTrue(tooLong.text().startsWith("That line is too long: "), tooLong.text());
      String text = "\"" + "x ".repeat(8_000) + "\"";
      assertEquals("ok", olivia.ask("admin", "line", "say " + text).get("type").stringValue());
    }
  }

  private Guest come(String name, String from) throws IOException {
    return new Guest(server.plainAddress().orElseThrow(), from, name);
  }

  private static JsonNode claim(Guest guest, String what) throws IOException {
    return guest.ask("admin", "line", "claim " + what);
  }
}
