package parley.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Programs;
import parley.testkit.ServerProcess;

/** The bots of {@code examples}, each a process of its own, with the server as it is shipped. */
@Timeout(240)
class BotsIT {
  private static final String NAME = "robot";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path all;

  private static ServerProcess server;

  /** Of a test. */
  private Path home;

  private Guest alice;
  private Process bot;
  private int starts;
  private int asked;
  private long since;

  /** Who the bot is; another one where it lost its place. */
  private String botId;

  /** What was asked, by its number, and the answer that is due. */
  private final Map<Long, String> due = new LinkedHashMap<>();

  @BeforeAll
  static void start() throws Exception {
    server =
        ServerProcess.shipped(Files.createDirectory(all.resolve("server")), "session.grace=10m");
    server.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void come() throws Exception {
    home = Files.createTempDirectory(all, "home");
    alice = Guest.in(server.plain(), "alice-" + home.getFileName());
    since = alice.place.last();
  }

  @AfterEach
  void leave() throws Exception {
    killBot();
    alice.close();
    // The name is the next one's.
    server.admin("kick", NAME);
  }

  private void startBot(ExampleBot which, Path authority) throws IOException {
    Programs.need(which.needs());
    starts++;
    List<String> command =
        new ArrayList<>(
            starts == 1 ? which.command() : which.commandAgain(home.resolve("classes")));
    command.addAll(List.of("localhost:" + server.tls(), authority.toString(), NAME, "lobby"));
    Path said = home.resolve("bot-" + starts + ".txt");
    bot = Programs.start(home, said, said, command);
  }

  /** {@code kill -9}, and what it started goes with it. */
  private void killBot() throws InterruptedException {
    if (bot != null) {
      List<ProcessHandle> started = bot.descendants().toList();
      bot.destroyForcibly().waitFor();
      started.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private void arrives(ExampleBot which) throws IOException {
    startBot(which, server.authority());
    botId = alice.event(Event.Joined.class, joined -> joined.name().equals(NAME)).id();
  }

  /** A question in the room, or between the two of them; its nonce makes it repeatable. */
  private record Question(boolean inRoom, String to, String text, String answer, String nonce) {
    Request.Send request(String id) {
      return inRoom
          ? new Request.Send(id, "lobby", null, NAME + ": " + text, nonce, null)
          : new Request.Send(id, null, NAME, text, nonce, null, null, to);
    }

    Request.Send notice(String id) {
      Request.Send asked = request(id);
      return new Request.Send(
          id,
          asked.room(),
          asked.to(),
          asked.text(),
          nonce,
          Request.Kind.NOTICE,
          null,
          asked.toId());
    }
  }

  private Question question(boolean inRoom, String text, String answer) {
    asked++;
    return new Question(inRoom, botId, text, answer, "question-" + asked);
  }

  private void ask(Question question) throws IOException {
    due.put(alice.ask(Reply.Sent.class, question::request).seq(), question.answer());
  }

  /** Asks in the room and between the two of them. */
  private void ask(String text, String answer) throws IOException {
    ask(question(true, text, answer));
    ask(question(false, text, answer));
  }

  private static String sum(int a, int b) {
    return "{\"type\":\"SUM\",\"a\":%d,\"b\":%d}".formatted(a, b);
  }

  private static String greeting(String name) {
    return Json.MAPPER.writeValueAsString(new TreeMap<>(Map.of("type", "GREETING", "name", name)));
  }

  /** Waits until the newest question is answered, which by their order all are by then. */
  private void answered() throws IOException {
    ask(sum(1_000, starts), Integer.toString(1_000 + starts));
    long last = due.keySet().stream().reduce((a, b) -> b).orElseThrow();
    alice.event(Event.Message.class, m -> isFromBot(m) && m.replyTo() == last);
  }

  private static boolean isFromBot(Event.Message message) {
    return message.from().equals(NAME) && message.replyTo() != null;
  }

  /** Each question has its one answer, where it was asked, and nothing else was said. */
  private void eachIsAnsweredOnce() throws IOException {
    Map<Long, List<String>> answers = new LinkedHashMap<>();
    List<Event.Message> all =
        Stream.of(said("lobby", null), said(null, NAME)).flatMap(List::stream).toList();
    for (Event.Message message : all) {
      if (message.from().equals(NAME)) {
        answers.computeIfAbsent(message.replyTo(), _ -> new ArrayList<>()).add(message.text());
        boolean inRoom =
            all.stream().anyMatch(m -> m.seq() == message.replyTo() && m.room() != null);
        assertEquals(inRoom, message.room() != null, () -> "in another place: " + message);
      }
    }
    Map<Long, List<String>> once = new LinkedHashMap<>();
    due.forEach((seq, answer) -> once.put(seq, List.of(answer)));
    assertEquals(new TreeMap<>(once), new TreeMap<>(answers));
  }

  private List<Event.Message> said(String room, String with) throws IOException {
    List<Event.Message> all = new ArrayList<>();
    boolean more = true;
    while (more) {
      long after = all.isEmpty() ? since : all.getLast().seq();
      Reply.History page =
          alice.ask(
              Reply.History.class,
              id -> new Request.History(id, room, with, null, after, Limits.HISTORY_MAX));
      all.addAll(page.messages());
      more = page.more();
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void itGreetsAndAddsAndIsFooledByNothing(ExampleBot which) throws Exception {
    isNotToBeFooledBy(which, anotherAuthority());
    arrives(which);
    ask(greeting("Alice"), "Hello, Alice!");
    ask(sum(2, 3), "5");
    ask("{\"b\":-0.75,\"a\":0.5,\"type\":\"SUM\"}", "-0.25");
    ask("{\"type\":\"SUM\",\"a\":0.1,\"b\":0.2}", "0.30000000000000004");
    ask("{\"type\":\"SUM\",\"a\":\"2\",\"b\":3}", "Invalid fields");
    ask("{\"type\":\"SUM\",\"a\":true,\"b\":3}", "Invalid fields");
    ask("{\"type\":\"SUM\",\"a\":2}", "Invalid fields");
    ask("{\"type\":\"SUM\",\"a\":1e308,\"b\":1e308}", "Invalid fields");
    ask("{\"type\":\"SUM\",\"a\":1e999,\"b\":-1e999}", "Invalid fields");
    ask("{\"type\":\"GREETING\"}", "Invalid fields");
    ask("{\"type\":\"GREETING\",\"name\":null}", "Invalid fields");
    ask("{\"type\":\"DANCE\"}", "Unknown type");
    ask("{\"name\":\"Alice\"}", "Unknown type");
    ask("[1]", "Unknown type");
    ask("5", "Unknown type");
    ask("null", "Unknown type");
    ask("hello", "Invalid JSON");
    ask(sum(1, 2) + " x", "Invalid JSON");
    ask("{\"type\":\"SUM\",", "Invalid JSON");
    ask("[".repeat(8_000), "Invalid JSON");
    for (String name :
        List.of(
            "$(touch x)",
            "`touch x`",
            "'; touch x; '",
            "\"; touch x; \"",
            "%s%n$HOME ${x} \\",
            "-n -e",
            "*",
            "大文 é 🍜",
            "<b>&amp;")) {
      ask(greeting(name), "Hello, " + name + "!");
    }
    ask(
        "{\"type\":\"GREETING\",\"name\":\"a\\nb\\u001b[31m\\u202e\\u0007\\u0085c\"}",
        "Hello, a?b?[31m???c!");
    ask("\n " + greeting("x".repeat(16_000)), "Hello, " + "x".repeat(16_000) + "!");
    // Not meant for it, or its own.
    alice.say("hello robot");
    alice.say("robots: " + sum(1, 1));
    alice.say("robot " + sum(1, 1));
    alice.say(sum(1, 1));
    // A program's word, in the room and between the two of them.
    for (boolean inRoom : List.of(true, false)) {
      Question notice = question(inRoom, sum(7, 7), null);
      alice.ask(Reply.Sent.class, notice::notice);
    }
    due.put(alice.say("ROBOT," + sum(4, 4)).seq(), "8");
    due.put(alice.say("robot:").seq(), "Invalid JSON");
    answered();
    eachIsAnsweredOnce();
    assertFalse(Files.exists(home.resolve("x")), "what somebody wrote was run");
    assertTrue(bot.isAlive());
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsMissedOrAnsweredTwiceThoughServerAndBotAreKilled(ExampleBot which)
      throws Exception {
    arrives(which);
    ask(sum(1, 1), "2");
    answered();
    Path state = home.resolve(NAME + ".state");
    final byte[] early = Files.readAllBytes(state);

    // The server, with questions on their way.
    List<Question> unconfirmed = flood(() -> server.kill());
    server.start();
    settle(unconfirmed);
    ask(sum(2, 2), "4");
    answered();
    eachIsAnsweredOnce();

    // The bot, with questions on their way, and more while it is away.
    settle(flood(this::killBot));
    ask(sum(3, 3), "6");
    startBot(which, server.authority());
    answered();
    eachIsAnsweredOnce();

    // It knows nothing of what it answered: it answers all again, and each is a duplicate.
    killBot();
    Files.write(state, early);
    startBot(which, server.authority());
    answered();
    eachIsAnsweredOnce();

    // Its session is gone: it comes as somebody new, who answers nothing of before.
    killBot();
    server.admin("kick", NAME);
    since = alice.say(NAME + ": " + sum(5, 5)).seq();
    due.clear();
    arrives(which);
    ask(sum(6, 6), "12");
    answered();
    eachIsAnsweredOnce();
    assertTrue(bot.isAlive());
  }

  private interface Blow {
    void strike() throws Exception;
  }

  /** Sends questions without waiting; in their middle something happens. */
  private List<Question> flood(Blow blow) throws Exception {
    List<Question> unconfirmed = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Question question = question(i % 2 == 0, sum(i, 100), Integer.toString(i + 100));
      unconfirmed.add(question);
      if (i == 10) {
        blow.strike();
      }
      try {
        alice.send(question.request("flood"));
      } catch (IOException e) {
        // Sent again when the server is back.
      }
    }
    return unconfirmed;
  }

  /** Sends what may not have arrived once more, on a new line, and notes the numbers. */
  private void settle(List<Question> unconfirmed) throws IOException {
    alice.close();
    alice = Guest.back(server.plain(), null, alice.place, since);
    for (Question question : unconfirmed) {
      ask(question);
    }
  }

  /** A server that this authority vouches for is the only one that hears anything. */
  private void isNotToBeFooledBy(ExampleBot which, Path authority) throws Exception {
    startBot(which, authority);
    Path said = home.resolve("bot-" + starts + ".txt");
    await("that it says why it does not come")
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(said).matches("(?si).*(certificate|PKIX).*"));
    assertFalse(
        alice
            .ask(Reply.MemberList.class, id -> new Request.Members(id, "lobby", null))
            .members()
            .stream()
            .anyMatch(member -> member.name().equals(NAME)));
    killBot();
  }

  private Path anotherAuthority() throws Exception {
    Programs.need("openssl");
    Path other = home.resolve("other.crt");
    Path said = home.resolve("openssl.txt");
    List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-nodes"));
    command.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"));
    command.addAll(List.of("-keyout", "other.key", "-out", "other.crt", "-subj", "/CN=other"));
    assertTrue(Programs.start(home, said, said, command).waitFor(30, TimeUnit.SECONDS));
    return other;
  }
}
