package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.Json;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.admin.Guest;
import parley.server.config.UserError;
import tools.jackson.databind.JsonNode;

/** What programs sign in to accounts by: as much as it is for, as long as it holds. */
class AccountTokensTest {
  private static final String PASSWORD = "correct horse";
  private static final String HERE = "127.0.0.1";
  private static final Duration A_SECOND = Duration.ofSeconds(60);

  @TempDir Path folder;

  private TestServer server;
  private final List<AutoCloseable> open = new ArrayList<>();
  private Guest alice;
  private int asked;

  @BeforeEach
  void start() throws Exception {
    restart();
    String told = console("account add alice");
    String secret = told.substring(told.indexOf('#') + 1);
    Guest made = silent();
    made.ask(
        "register", "password", PASSWORD, "invitation", secret.substring(0, secret.indexOf('.')));
    alice = made;
    made.ask("hello", "name", "alice", "password", PASSWORD, "device", "laptop");
    for (String room : List.of("ops", "dev")) {
      alice.ask("join", "room", room);
    }
  }

  private void restart() throws UserError {
    server =
        TestServer.in(
            folder,
            "listen.proxies=127.0.0.9",
            "accounts.password-memory=7168",
            "accounts.password-passes=1");
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    server.close();
  }

  private String console(String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertTrue(result.ok(), result::text);
    return result.text();
  }

  private Guest silent() throws IOException {
    Guest guest = Guest.silent(server.plain(), HERE);
    open.add(guest);
    return guest;
  }

  private Guest guest(String name) throws IOException {
    Guest guest = new Guest(server.plain(), name);
    open.add(guest);
    return guest;
  }

  private static String outcome(JsonNode reply) {
    return reply.get("type").asString().equals("error")
        ? reply.get("code").asString()
        : reply.get("type").asString();
  }

  private JsonNode json(Guest by, String fields) throws IOException {
    String id = "j" + asked++;
    return by.askJson("{\"id\":\"" + id + "\"," + fields.replace('\'', '"') + "}", id);
  }

  /** A new token of alice's, for some rooms and rights. */
  private JsonNode made(String rooms, String may) throws IOException {
    JsonNode made =
        json(
            alice,
            "'type':'token','name':'ci'"
                + (rooms == null ? "" : ",'rooms':[" + listed(rooms) + "]")
                + ",'may':["
                + listed(may)
                + "]");
    assertEquals("ok", outcome(made), made::toString);
    return made;
  }

  private static String listed(String words) {
    return "'" + String.join("','", words.split(",")) + "'";
  }

  private Guest signedIn(JsonNode token) throws IOException {
    Guest bot = silent();
    JsonNode welcome = bot.ask("hello", "token", token.get("secret").asString());
    assertEquals("welcome", outcome(welcome), welcome::toString);
    assertEquals("alice", welcome.get("account").asString());
    assertFalse(welcome.has("session"), "it comes back by the token alone");
    return bot;
  }

  private String hello(String secret) throws IOException {
    return outcome(silent().ask("hello", "token", secret));
  }

  private static List<JsonNode> all(JsonNode reply, String field) {
    return StreamSupport.stream(reply.get(field).spliterator(), false).toList();
  }

  // ---- made, listed, ended --------------------------------------------------------------------

  @Test
  void aTokenIsMadeListedUsedAndEnded() throws Exception {
    JsonNode made = made("ops,DEV", "read,post");
    String secret = made.get("secret").asString();
    assertTrue(secret.matches("parley_[A-Za-z0-9_-]{43}"), "256 bits");
    JsonNode before = all(alice.ask("tokens"), "tokens").getFirst();
    assertFalse(before.has("used"));
    Guest bot = signedIn(made);
    JsonNode listed = all(alice.ask("tokens"), "tokens").getFirst();
    assertEquals("ci", listed.get("called").asString());
    assertEquals("[\"dev\",\"ops\"]", listed.get("rooms").toString());
    assertEquals("[\"read\",\"post\"]", listed.get("may").toString());
    assertEquals("alice", listed.get("by").asString());
    assertTrue(listed.get("used").asString().matches("\\d{4}-\\d\\d-\\d\\d"));
    assertTrue(listed.get("online").asBoolean());
    String table = console("token list alice");
    assertTrue(table.contains("dev, ops") && table.contains("read, post"), table);

    alice.send("revoke", "token", listed.get("token").asString());
    JsonNode wrong = alice.ask("sessions");
    assertEquals("ok", outcome(wrong));
    json(alice, "'type':'revoke','token':" + listed.get("token"));
    assertEquals("signed-out", bot.next("bye").get("reason").asString());
    assertEquals("bad-token", hello(secret));
    assertEquals(0, all(alice.ask("tokens"), "tokens").size());
  }

  @Test
  void itOutlivesARestartAndIsNoSecretInTheFile() throws Exception {
    String secret = made("ops", "read").get("secret").asString();
    hello(secret);
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes =
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(secret), file::toString);
        assertFalse(bytes.contains(secret.substring("parley_".length())), file::toString);
      }
    }
    restart();
    Guest bot = silent();
    assertEquals("welcome", outcome(bot.ask("hello", "token", secret)));
    assertEquals("forbidden", outcome(bot.ask("send", "room", "ops", "text", "hi")));
    assertEquals("ok", outcome(bot.ask("rooms")));
  }

  @Test
  void thereAreOnlySoMany() throws Exception {
    for (int i = 0; i < 32; i++) {
      made("ops", "read");
    }
    assertEquals("limit-reached", outcome(json(alice, "'type':'token','name':'ci'")));
    assertEquals("no-such-room", outcome(json(alice, "'type':'token','name':'c','rooms':['no']")));
  }

  @Test
  void whatSaysNothingIsRefused() throws Exception {
    for (String request :
        List.of(
            "'type':'token'",
            "'type':'token','name':'c','may':[]",
            "'type':'token','name':'c','may':['talks']",
            "'type':'token','name':'c','may':['admin']",
            "'type':'token','name':'c','may':[null]",
            "'type':'revoke'",
            "'type':'revoke','session':1,'token':1")) {
      assertEquals("bad-request", outcome(json(alice, request)), request);
    }
    String secret = made("ops", "read").get("secret").asString();
    for (String more : List.of("session", "password", "device")) {
      assertEquals(
          "bad-request", outcome(silent().ask("hello", "token", secret, more, "something")), more);
    }
    assertEquals("bad-token", outcome(silent().ask("hello", "token", secret, "name", "bob")));
    assertEquals("welcome", outcome(silent().ask("hello", "token", secret, "name", "ALICE")));
    assertEquals("bad-token", hello(secret + "x"));
  }

  // ---- what it is for -------------------------------------------------------------------------

  /** Nothing of another room, or of a talk, by any way that tells. */
  @Test
  void aTokenOfOneRoomIsToldOfNoOther() throws Exception {
    Guest bob = guest("bob");
    bob.ask("join", "room", "ops");
    bob.ask("join", "room", "dev");
    Guest bot = signedIn(made("ops", "read,post"));
    bob.ask("send", "room", "dev", "text", "apple in dev");
    bob.ask("send", "to", "alice", "text", "apple in secret");
    bob.ask("send", "room", "ops", "text", "apple in ops");
    assertEquals("apple in ops", bot.next("message").get("text").asString());
    assertTrue(bot.passed().stream().noneMatch(m -> m.toString().contains("apple")));
    for (String text : List.of("apple in dev", "apple in secret", "apple in ops")) {
      assertEquals(text, alice.next("message").get("text").asString(), "and of all to herself");
    }
    List<JsonNode> rooms = all(bot.ask("rooms"), "rooms");
    assertEquals(List.of("ops"), rooms.stream().map(r -> r.get("room").asString()).toList());
    await()
        .atMost(A_SECOND)
        .untilAsserted(
            () -> assertEquals(3, all(alice.ask("search", "query", "apple"), "messages").size()));
    List<JsonNode> found = all(bot.ask("search", "query", "apple"), "messages");
    assertEquals(1, found.size());
    assertEquals("ops", found.getFirst().get("room").asString());
    JsonNode hint = bot.ask("search", "query", "apple", "room", "dev");
    JsonNode none = bot.ask("search", "query", "apple", "room", "nowhere");
    assertEquals("forbidden", outcome(hint));
    assertEquals(none.get("message"), hint.get("message"), "there or not");
    assertEquals("forbidden", outcome(bot.ask("talks")));
    assertEquals("forbidden", outcome(bot.ask("send", "to", "nobody-at-all", "text", "hi")));
    assertEquals("forbidden", outcome(bot.ask("send", "to", "bob", "text", "hi")));
  }

  /** Also of what was missed, by the log's way. */
  @Test
  void aReplayTellsNoMoreThanTheLiveStream() throws Exception {
    Guest bob = guest("bob");
    bob.ask("join", "room", "ops");
    bob.ask("join", "room", "dev");
    JsonNode token = made("ops", "read");
    Guest first = silent();
    JsonNode welcome = first.ask("hello", "token", token.get("secret").asString());
    for (int i = 0; i < 30; i++) {
      bob.ask("send", "room", i % 3 == 0 ? "ops" : "dev", "text", "number " + i);
      bob.ask("send", "to", "alice", "text", "private " + i);
    }
    json(alice, "'type':'read','room':'dev','seq':20");
    json(alice, "'type':'read','room':'ops','seq':20");
    Guest back = silent();
    String since = "'since':" + welcome.get("last") + ",'log':" + welcome.get("log");
    JsonNode again =
        json(back, "'type':'hello','token':'" + token.get("secret").asString() + "'," + since);
    assertEquals("welcome", outcome(again));
    bob.ask("send", "room", "ops", "text", "the end");
    List<String> told = new ArrayList<>();
    while (told.isEmpty() || !told.getLast().equals("the end")) {
      JsonNode message = back.next("message");
      told.add(message.get("text").asString());
    }
    assertEquals(11, told.size(), told::toString);
    assertTrue(
        back.passed().stream().noneMatch(m -> m.get("type").asString().equals("read")),
        "her read marks are of talks");
  }

  @Test
  void aTokenForPostingIsToldOfNothing() throws Exception {
    Guest bob = guest("bob");
    bob.ask("join", "room", "ops");
    bob.ask("topic", "room", "ops", "text", "a plan");
    Guest bot = signedIn(made("ops", "post"));
    JsonNode joined = bot.ask("join", "room", "ops");
    assertEquals("ok", outcome(joined));
    assertFalse(joined.toString().contains("plan") || joined.toString().contains("bob"));
    bob.ask("send", "room", "ops", "text", "hello");
    assertEquals("hello", bob.next("message").get("text").asString());
    assertEquals("ok", outcome(bot.ask("send", "room", "ops", "text", "built")));
    assertEquals("built", bob.next("message").get("text").asString());
    assertEquals("forbidden", outcome(bot.ask("history", "room", "ops")));
    assertEquals("pong", outcome(bot.ask("ping")));
    assertTrue(bot.passed().isEmpty(), "not even its own");
    assertEquals(
        "not-a-member",
        outcome(signedIn(made(null, "post")).ask("send", "room", "x", "text", "h")));
  }

  @Test
  void aWelcomeTellsAProgramThatPostsNoMoreThanWhereItMay() throws Exception {
    Guest bob = guest("bob");
    bob.ask("join", "room", "ops");
    bob.ask("topic", "room", "ops", "text", "a plan");
    Guest bot = silent();
    JsonNode welcome = bot.ask("hello", "token", made("ops", "post").get("secret").asString());
    assertEquals("ops", all(welcome, "rooms").getFirst().get("room").asString());
    assertFalse(welcome.toString().contains("plan"), welcome::toString);
    assertEquals(1, all(welcome, "rooms").getFirst().get("members").asInt());
  }

  @Test
  void aTokenIsGoodForItsTimeAndThenSaysSo() throws Exception {
    JsonNode token = json(alice, "'type':'token','name':'ci','rooms':['ops'],'for':2");
    String secret = token.get("secret").asString();
    Guest bot = silent();
    assertEquals("welcome", outcome(bot.ask("hello", "token", secret)));
    JsonNode bye = bot.next("bye");
    assertEquals("signed-out", bye.get("reason").asString());
    assertEquals(
        "This token's time is over. Who has the account alice makes another: /token.",
        bye.get("message").asString());
    JsonNode refused = silent().ask("hello", "token", secret);
    assertEquals("bad-token", outcome(refused));
    assertTrue(refused.get("message").asString().contains("time is over"), refused::toString);
    assertTrue(console("token list alice").contains("over since 2"), console("token list alice"));
    assertEquals(1, all(alice.ask("tokens"), "tokens").size());
    String told = console("token add alice nightly --for 30d");
    assertTrue(told.contains(", good until 2"), told);
    server.close();
    restart();
    assertEquals("bad-token", hello(secret));
    assertTrue(console("token list").matches("(?s).*nightly.* 2\\d\\d\\d-.*"));
  }

  @Test
  void aTokenKnowsWhoIsInItsRoomsAndNobodyElse() throws Exception {
    Guest bob = guest("bob");
    Guest bot = signedIn(made("ops", "read"));
    assertEquals("no-such-person", outcome(bot.ask("whois", "name", "bob")));
    assertEquals(
        bot.ask("whois", "name", "nobody").get("message").asString().replace("nobody", "bob"),
        bot.ask("whois", "name", "bob").get("message").asString());
    bob.ask("join", "room", "ops");
    assertEquals("ok", outcome(bot.ask("whois", "name", "bob")));
    assertEquals("ok", outcome(bot.ask("whois", "name", "alice")));
    guest("carol");
    assertEquals("ok", outcome(signedIn(made("ops", "read,talks")).ask("whois", "name", "carol")));
    String told = console("account sign-out alice");
    assertTrue(told.contains("Programs come back by its 2 tokens"), told);
  }

  @Test
  void aTokenWithTalksIsSpokenTo() throws Exception {
    Guest bot = signedIn(made("ops", "read,post,talks"));
    Guest bob = guest("bob");
    bob.ask("join", "room", "ops");
    bob.ask("send", "to", "alice", "text", "hello bot");
    assertEquals("hello bot", bot.next("message").get("text").asString());
    assertEquals("ok", outcome(bot.ask("send", "to", "bob", "text", "hello you")));
    assertEquals("hello you", bob.next("message").get("text").asString());
    assertEquals(1, all(bot.ask("talks"), "talks").size());
  }

  /** What the account may not, its token may not; what it lost, it lost. */
  @Test
  void itIsNeverMoreThanItsAccount() throws Exception {
    Guest bot = signedIn(made(null, "read,post,talks"));
    console("account role alice operator");
    assertEquals("forbidden", outcome(bot.ask("admin", "line", "rooms")));
    assertEquals("forbidden", outcome(bot.ask("token", "name", "another")));
    assertEquals("forbidden", outcome(bot.ask("tokens")));
    assertEquals("forbidden", outcome(bot.ask("sessions")));
    assertEquals("forbidden", outcome(bot.ask("nick", "name", "alina")));
    assertEquals("forbidden", outcome(bot.ask("password", "old", "guess", "password", PASSWORD)));
    Guest bob = guest("bob");
    bob.ask("join", "room", "ops");
    String said = bob.ask("send", "room", "ops", "text", "mine").get("seq").toString();
    assertEquals("forbidden", outcome(bot.askNumbered("delete", said)));
    assertEquals("ok", outcome(alice.askNumbered("delete", said)), "who is an operator herself");
    console("mute alice");
    assertEquals("muted", outcome(bot.ask("send", "room", "ops", "text", "hi")));
    alice.ask("join", "room", "lobby");
    assertEquals("history", outcome(bot.ask("history", "room", "lobby")));
    alice.ask("leave", "room", "lobby");
    assertEquals("not-a-member", outcome(bot.ask("history", "room", "lobby")));
  }

  /** What it wrote it may change, and what its account wrote elsewhere it may not. */
  @Test
  void itChangesWhatIsItsOwnWhereItIsGood() throws Exception {
    Guest bot = signedIn(made("ops", "read,post"));
    String said = bot.ask("send", "room", "ops", "text", "one").get("seq").toString();
    assertEquals("ok", outcome(bot.askNumbered("edit", said, "text", "two")));
    assertEquals("ok", outcome(bot.askNumbered("delete", said)));
    String elsewhere = alice.ask("send", "room", "dev", "text", "one").get("seq").toString();
    assertEquals("no-such-message", outcome(bot.askNumbered("edit", elsewhere, "text", "two")));
    assertEquals("no-such-message", outcome(bot.askNumbered("delete", elsewhere)));
  }

  // ---- its end --------------------------------------------------------------------------------

  @Test
  void suspensionAndDeletionAndRecoveryEndIt() throws Exception {
    JsonNode token = made("ops", "read");
    String secret = token.get("secret").asString();
    Guest bot = signedIn(token);
    console("account suspend alice --reason noise");
    assertEquals("suspended", bot.next("bye").get("reason").asString());
    assertEquals("forbidden", hello(secret));
    console("account resume alice");
    assertEquals("welcome", hello(secret));

    String told = console("account reset alice");
    String code = told.substring(told.indexOf('#') + 1);
    Guest recovered = silent();
    assertEquals("welcome", hello(secret), "nobody used the code yet");
    recovered.ask(
        "register",
        "password",
        "another horse",
        "invitation",
        code.substring(0, code.indexOf('.')));
    assertEquals("bad-token", hello(secret));

    recovered.ask("hello", "name", "alice", "password", "another horse");
    alice = recovered;
    String other = made("ops", "read").get("secret").asString();
    Guest last = silent();
    last.ask("hello", "token", other);
    console("account delete alice");
    assertEquals("deleted", last.next("bye").get("reason").asString());
    assertEquals("bad-token", hello(other));
    assertTrue(console("token").contains("no tokens"));
  }

  @Test
  void anotherPasswordSaysHowManyGoOn() throws Exception {
    String secret = made("ops", "read").get("secret").asString();
    made("dev", "read");
    JsonNode changed = alice.ask("password", "old", PASSWORD, "password", "another horse");
    assertEquals(2, changed.get("tokens").asInt());
    assertEquals("welcome", hello(secret));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTicketAndATransferEndWithIt(boolean byTime) throws Exception {
    JsonNode token =
        byTime
            ? json(alice, "'type':'token','name':'ci','rooms':['ops'],'for':3")
            : made("ops", "read,post");
    Guest bot = signedIn(token);
    String offer =
        "'type':'upload','room':'ops','name':'f','size':1000,'sha256':'" + "ab".repeat(32) + "'";
    JsonNode ticket = json(bot, offer);
    String transfer =
        "{\"type\":\"transfer\",\"id\":\"t\",\"ticket\":\""
            + ticket.get("ticket").asString()
            + "\"}\n";
    try (Socket running = new Socket(server.plain().getAddress(), server.plain().getPort())) {
      running.setSoTimeout(60_000);
      running.getOutputStream().write((transfer + "some").getBytes(UTF_8));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(running.getInputStream(), UTF_8));
      assertEquals("ok", outcome(Json.MAPPER.readTree(in.readLine())), "it may begin");
      String unused = json(bot, offer.replace("ab", "cd")).get("ticket").asString();
      if (!byTime) {
        console("token revoke " + token.get("token"));
      }
      assertEquals("bad-ticket", outcome(Json.MAPPER.readTree(in.readLine())));
      await()
          .atMost(A_SECOND)
          .untilAsserted(
              () -> {
                try (Socket late =
                    new Socket(server.plain().getAddress(), server.plain().getPort())) {
                  late.setSoTimeout(60_000);
                  late.getOutputStream()
                      .write(
                          ("{\"type\":\"transfer\",\"id\":\"t\",\"ticket\":\"" + unused + "\"}\n")
                              .getBytes(UTF_8));
                  BufferedReader said =
                      new BufferedReader(new InputStreamReader(late.getInputStream(), UTF_8));
                  assertEquals("bad-ticket", outcome(Json.MAPPER.readTree(said.readLine())));
                }
              });
    }
  }

  @Test
  void whatOthersCouldReadIsNotTaken() throws Exception {
    String secret = made("ops", "read").get("secret").asString();
    try (Socket proxied = new Socket()) {
      proxied.bind(new java.net.InetSocketAddress("127.0.0.9", 0));
      proxied.connect(server.plain());
      proxied.setSoTimeout(60_000);
      String hello = "{\"type\":\"hello\",\"id\":\"h\",\"token\":\"" + secret + "\"}\n";
      proxied
          .getOutputStream()
          .write(("PROXY TCP4 192.0.2.7 192.0.2.1 4711 7070\r\n" + hello).getBytes(UTF_8));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(proxied.getInputStream(), UTF_8));
      assertEquals("not-protected", outcome(Json.MAPPER.readTree(in.readLine())));
    }
  }

  // ---- who is told of it ----------------------------------------------------------------------

  /** Somebody else's line breaks after its: theirs is told. */
  @Test
  void aProgramThatPostsAndGoesIsToldOfByItsMessageAlone() throws Exception {
    console("account add robot");
    String told = console("token add robot bot --rooms ops");
    String secret = told.substring(told.indexOf("parley_")).strip();
    post(secret, "the first");
    await().until(() -> seen("offline", "robot"));
    alice.passed();
    for (String text : List.of("one", "two", "three")) {
      post(secret, text);
    }
    Guest broken = guest("broken");
    json(broken, "'type':'join','room':'ops'");
    broken.close();
    List<String> kinds = new ArrayList<>();
    await()
        .until(
            () -> {
              alice.ask("ping");
              alice.passed().stream()
                  .map(
                      e ->
                          e.get("type").asString()
                              + " "
                              + e.path("text").asString(e.path("name").asString("")))
                  .forEach(kinds::add);
              return kinds.contains("offline broken");
            });
    assertEquals(
        List.of("message one", "message two", "message three", "joined broken", "offline broken"),
        kinds);
    Guest stays = silent();
    stays.ask("hello", "token", secret);
    await().until(() -> seen("online", "robot"));
    stays.close();
    await().until(() -> seen("offline", "robot"));
  }

  @Test
  void whoSitsAtAnotherScreenIsNotAwayButAProgramOfTheirsIsNoScreen() throws Exception {
    console("account add robot");
    Guest bot = silent();
    String told = console("token add alice bot --rooms ops");
    bot.ask("hello", "token", told.substring(told.indexOf("parley_")).strip());
    Guest laptop = atAnotherScreen();
    Guest ben = guest("ben");
    json(ben, "'type':'join','room':'ops'");
    json(alice, "'type':'away','text':'lunch'");
    assertEquals("null", away(ben), "the laptop is not left alone");
    json(laptop, "'type':'away','text':''");
    assertEquals("lunch", away(ben));
    json(laptop, "'type':'away'");
    assertEquals("null", away(ben));
    laptop.close();
    await().until(() -> away(ben).equals("lunch"));
    Guest phone = atAnotherScreen();
    await().until(() -> away(ben).equals("null"));
    phone.close();
  }

  private Guest atAnotherScreen() throws IOException {
    Guest other = silent();
    other.ask("hello", "name", "alice", "password", PASSWORD);
    return other;
  }

  private static String away(Guest asker) throws IOException {
    return asker.ask("whois", "name", "alice").path("away").path("text").asString("null");
  }

  private void post(String secret, String text) throws IOException {
    try (Guest bot = Guest.silent(server.plain(), HERE)) {
      bot.ask("hello", "token", secret);
      bot.ask("join", "room", "ops");
      assertEquals("ok", outcome(bot.ask("send", "room", "ops", "text", text)));
      bot.ask("bye");
    }
  }

  private boolean seen(String type, String name) throws IOException {
    alice.ask("ping");
    return alice.passed().stream()
        .anyMatch(
            e -> e.get("type").asString().equals(type) && name.equals(e.path("name").asString("")));
  }

  // ---- in text mode ---------------------------------------------------------------------------

  @Test
  void whoTypesHasThemToo() throws Exception {
    try (Typist typist = Typist.at(server.plain())) {
      typist.type("alice");
      typist.await("password");
      typist.type(PASSWORD);
      typist.await("Welcome");
      typist.type("/token build bot rooms=ops may=post");
      typist.await("shown only now:");
      typist.type("/echo that is all");
      String told = typist.await("that is all");
      String secret = told.substring(told.indexOf("parley_")).lines().findFirst().orElseThrow();
      typist.type("/tokens");
      String listed = typist.await("build bot: post in ops");
      try (Typist bot = Typist.at(server.plain())) {
        bot.type("alice");
        bot.await("password");
        bot.type(secret);
        bot.await("Welcome");
        bot.type("/nick alina");
        bot.await("not for that");
        String row = listed.lines().filter(l -> l.contains("build bot")).findFirst().orElseThrow();
        typist.type("/revoke " + row.split(" ")[1]);
        bot.await("revoked");
      }
      try (Typist late = Typist.at(server.plain())) {
        late.type(secret);
        late.await("nobody's, or was revoked");
      }
    }
  }
}
