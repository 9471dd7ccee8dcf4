package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.server.admin.Guest;
import parley.server.config.UserError;
import tools.jackson.databind.JsonNode;

/** Names that belong to people: how they come to them, and who else has no way to them. */
class AccountsTest {
  private static final String PASSWORD = "correct horse";
  private static final String HERE = "127.0.0.1";

  @TempDir Path folder;

  private TestServer server;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void start() throws UserError {
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

  private String refused(String line) {
    AdminResult result = server.server.admin().run(line, Caller.console());
    assertFalse(result.ok(), result::text);
    return result.text();
  }

  private static String secret(String told) {
    String secret = told.substring(told.indexOf('#') + 1);
    return secret.substring(0, secret.indexOf('.'));
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

  private String register(String name, String password, String invitation) throws IOException {
    return outcome(
        silent().ask("register", "name", name, "password", password, "invitation", invitation));
  }

  /** Somebody who is invited, makes an account, and is signed in. */
  private Guest account(String name) throws IOException {
    assertEquals("ok", register(name, PASSWORD, secret(console("invite " + name))));
    return signIn(name, null);
  }

  private Guest signIn(String name, String device) throws IOException {
    Guest guest = silent();
    JsonNode reply = hello(guest, name, PASSWORD, device);
    assertEquals("welcome", outcome(reply), reply::toString);
    assertEquals(name, reply.get("account").asString());
    return guest;
  }

  private static JsonNode hello(Guest guest, String name, String password, String device)
      throws IOException {
    return device == null
        ? guest.ask("hello", "name", name, "password", password)
        : guest.ask("hello", "name", name, "password", password, "device", device);
  }

  private String hello(String name, String password) throws IOException {
    return outcome(hello(silent(), name, password, null));
  }

  private String resume(String name, String session) throws IOException {
    return outcome(silent().ask("hello", "name", name, "session", session));
  }

  private static List<JsonNode> sessions(Guest who) throws IOException {
    return StreamSupport.stream(who.ask("sessions").get("sessions").spliterator(), false).toList();
  }

  // ---- one's own, from everywhere -------------------------------------------------------------

  @Test
  void oneAccountIsInSeveralPlacesAndKeepsWhatItHas() throws Exception {
    Guest first = account("alice");
    first.ask("join", "room", "ops");
    Guest second = silent();
    JsonNode welcome = hello(second, "ALICE", PASSWORD, "laptop");
    assertEquals("alice", welcome.get("name").asString());
    assertEquals("ops", welcome.get("rooms").get(0).get("room").asString());
    Guest bob = guest("bob");
    bob.ask("join", "room", "ops");
    bob.ask("send", "room", "ops", "text", "hello both");
    assertEquals("hello both", first.next("message").get("text").asString());
    assertEquals("hello both", second.next("message").get("text").asString());

    List<JsonNode> sessions = sessions(second);
    assertEquals(2, sessions.size());
    assertEquals("laptop", sessions.get(1).get("device").asString());
    assertTrue(sessions.get(1).get("here").asBoolean());

    // A visit ends with its goodbye; what has a name stays.
    first.ask("bye");
    second.ask("bye");
    String kept = welcome.get("session").asString();
    assertEquals("welcome", resume("alice", kept));
    bob.ask("send", "to", "alice", "text", "while you were away");
    server.close();
    start();
    Guest back = silent();
    JsonNode again = back.ask("hello", "name", "alice", "session", kept);
    assertEquals("alice", again.get("account").asString());
    assertEquals("ops", again.get("rooms").get(0).get("room").asString());
    assertEquals(1, sessions(back).size());
    assertEquals(
        "while you were away",
        back.ask("history", "with", "bob").get("messages").get(0).get("text").asString());
    assertEquals("name-owned", outcome(silent().ask("hello", "name", "alice")));
  }

  @Test
  void aVisitThatBrokeOffEndsWithTheGraceAndADeviceStays() throws Exception {
    account("alice").ask("bye");
    server.close();
    server = TestServer.in(folder, "session.grace=1s");
    Guest lost = signIn("alice", null);
    Guest laptop = signIn("alice", "laptop");
    assertEquals(2, sessions(laptop).size());
    laptop.reset();
    lost.reset();
    Guest here = signIn("alice", "phone");
    org.awaitility.Awaitility.await()
        .until(
            () -> sessions(here).stream().map(s -> s.path("device").asString("")).toList(),
            List.of("laptop", "phone")::equals);
  }

  @Test
  void aGuestBecomesAnAccountAndStaysWhoTheyAre() throws Exception {
    server.close();
    server = TestServer.in(folder, "accounts.registration=open");
    Guest carla = guest("carla");
    carla.ask("join", "room", "ops");
    String guestSession = carla.session();
    long seq = carla.ask("send", "room", "ops", "text", "mine").get("seq").asLong();
    assertEquals("ok", outcome(carla.ask("register", "password", PASSWORD)));
    assertEquals("ok", outcome(carla.askNumbered("edit", "" + seq, "text", "still mine")));
    assertEquals("bad-session", resume("carla", guestSession));
    carla.ask("bye");
    Guest again = signIn("carla", null);
    assertEquals("ok", outcome(again.askNumbered("delete", "" + seq)));
    JsonNode person = guest("dan").ask("whois", "name", "carla").get("person");
    assertEquals("member", person.get("role").asString());
  }

  // ---- names ----------------------------------------------------------------------------------

  @Test
  void nobodyElseGetsANameByAnyWay() throws Exception {
    account("olivia").ask("bye");
    assertEquals("name-owned", outcome(silent().ask("hello", "name", "Olivia")));
    assertEquals("name-taken", outcome(silent().ask("hello", "name", "oIivia")));
    assertEquals("name-owned", outcome(guest("mallory").ask("nick", "name", "olivia")));
    assertEquals("name-owned", register("olivia", PASSWORD, secret(console("invite"))));
    assertTrue(refused("account add olivia").contains("olivia"));
    assertTrue(refused("invite oIivia").contains("looks like"));
    console("account add robert");
    assertTrue(refused("account rename robert oIivia").contains("looks like"));
    console("account rename olivia livia");
    assertEquals("name-taken", outcome(silent().ask("hello", "name", "olivia")));
    console("account delete livia");
    for (String gone : List.of("livia", "olivia", "LIVIA")) {
      assertEquals("name-taken", outcome(silent().ask("hello", "name", gone)), gone);
      assertEquals("bad-password", hello(gone, PASSWORD), gone);
    }
    assertTrue(refused("account add livia").contains("somebody else's"));
    server.close();
    start();
    assertEquals("name-taken", outcome(silent().ask("hello", "name", "olivia")));
  }

  /** Making an account is no way round what was taken from somebody. */
  @Test
  void theBannedAndTheMutedStaySoWithAnAccount() throws Exception {
    console("ban badname");
    assertEquals("banned", register("badname", PASSWORD, secret(console("invite"))));
    Guest gus = guest("gus");
    console("mute gus");
    String invitation = secret(console("invite"));
    JsonNode renamed =
        gus.ask("register", "name", "rude", "password", PASSWORD, "invitation", invitation);
    assertEquals("muted", outcome(renamed));
    assertEquals("ok", register("other", PASSWORD, invitation));
    Guest other = signIn("other", null);
    other.ask("join", "room", "ops");
    assertEquals("muted", outcome(other.ask("send", "room", "ops", "text", "hi")));
  }

  @Test
  void anInvitationOpensOnlyRoomsThatAreThere() throws Exception {
    assertTrue(refused("invite --room nowhere").contains("no room nowhere"));
    Guest gus = guest("gus");
    gus.ask("join", "room", "ops");
    gus.ask("send", "room", "ops", "text", "a word");
    gus.ask("join", "room", "closed");
    gus.ask("send", "room", "closed", "text", "a secret");
    String line = secret(console("invite anna --room ops --room OPS --room closed"));
    console("close-room closed");
    // Another room by that name is another room.
    gus.ask("join", "room", "closed");
    gus.ask("send", "room", "closed", "text", "a word");
    assertEquals("ok", register("anna", PASSWORD, line));
    Guest anna = signIn("anna", null);
    assertEquals("not-a-member", outcome(anna.ask("leave", "room", "closed")));
    assertEquals("ok", outcome(anna.ask("leave", "room", "ops")));
    gus.ask("send", "room", "ops", "text", "behind her back");
    assertEquals("pong", outcome(anna.ask("ping")));
    assertTrue(anna.passed().stream().noneMatch(m -> m.toString().contains("behind")));
  }

  @Test
  void nobodyTakesNamesFromOthersByTakingThemAll() throws Exception {
    Guest alice = account("alice");
    for (String name : List.of("bea", "cleo", "dora", "elsa", "fay")) {
      assertEquals("ok", outcome(alice.ask("nick", "name", name)));
    }
    assertEquals("limit-reached", outcome(alice.ask("nick", "name", "greta")));
    console("account rename fay greta");
    assertEquals("welcome", hello("greta", PASSWORD));
  }

  @Test
  void whereNobodyComesWithoutAnAccountOnlyAccountsDo() throws Exception {
    Guest early = guest("early");
    account("alice").ask("bye");
    server.close();
    server = TestServer.in(folder, "accounts.guests=off");
    assertEquals("forbidden", outcome(silent().ask("hello", "name", "gus")));
    assertEquals("forbidden", resume("early", early.session()));
    assertEquals(
        "bad-invitation", outcome(silent().ask("register", "name", "gus", "password", PASSWORD)));
    assertEquals("welcome", hello("alice", PASSWORD));
  }

  // ---- invitations ----------------------------------------------------------------------------

  @Test
  void anInvitationIsUsedOnceWhoeverIsFirst() throws Exception {
    String invitation = secret(console("invite"));
    // What fails burns nothing.
    guest("taken");
    assertEquals("name-taken", register("taken", PASSWORD, invitation));
    assertEquals("bad-request", register("first", "short", invitation));
    List<Callable<String>> all = new ArrayList<>();
    for (String name : List.of("anna", "berta", "cleo")) {
      all.add(() -> register(name, PASSWORD, invitation));
    }
    List<String> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> each : threads.invokeAll(all)) {
        outcomes.add(each.get());
      }
    }
    outcomes.sort(null);
    assertEquals(List.of("bad-invitation", "bad-invitation", "ok"), outcomes);
    assertEquals("No invitation is open.", console("invitations"));
  }

  @Test
  void anInvitationHoldsOnlyForAsLongAsItsMakerMayGiveIt() throws Exception {
    Guest olga = account("olga");
    console("operator olga");
    String hers = secret(olga.ask("admin", "line", "invite").get("text").asString());
    String revoked = secret(console("invite"));
    String number = console("invitations").lines().toList().getLast().strip().split(" ")[0];
    console("uninvite " + number);
    assertEquals("bad-invitation", register("gus", PASSWORD, revoked));
    console("operator olga --take");
    assertEquals("bad-invitation", register("gus", PASSWORD, hers));
    console("operator olga");
    assertEquals("ok", register("gus", PASSWORD, hers));
    String over = secret(console("invite --for 1s"));
    org.awaitility.Awaitility.await()
        .until(
            () -> {
              JsonNode reply =
                  silent().ask("register", "name", "late", "password", "s", "invitation", over);
              return !outcome(reply).isEmpty()
                  && console("invitations").equals("No invitation is open.");
            });
    JsonNode late =
        silent().ask("register", "name", "late", "password", PASSWORD, "invitation", over);
    assertTrue(late.get("message").asString().contains("too old"), late::toString);
  }

  @Test
  void onlyTheNewestWayToAPasswordHoldsAndOnlyUntilItIsSet() throws Exception {
    Guest alice = account("alice");
    String first = secret(console("account reset alice"));
    String second = secret(console("account reset alice"));
    assertEquals("bad-invitation", register("alice", "another one", first));
    JsonNode set = silent().ask("register", "password", "another one", "invitation", second);
    assertEquals("alice", set.get("name").asString());
    assertEquals("signed-out", alice.next("bye").get("reason").asString());
    assertEquals("bad-password", hello("alice", PASSWORD));
    assertEquals("welcome", hello("alice", "another one"));
    assertEquals("bad-invitation", register("alice", "yet another", second));
  }

  // ---- what is taken away holds everywhere ----------------------------------------------------

  @Test
  void theSuspendedComeInByNoWay() throws Exception {
    Guest alice = account("alice");
    Guest laptop = silent();
    String kept = hello(laptop, "alice", PASSWORD, "laptop").get("session").asString();
    String reset = secret(console("account reset alice"));
    console("account suspend alice --reason \"left the team\"");
    assertEquals("suspended", alice.next("bye").get("reason").asString());
    assertEquals("suspended", laptop.next("bye").get("reason").asString());
    assertEquals("bad-session", resume("alice", kept));
    JsonNode told = hello(silent(), "alice", PASSWORD, null);
    assertTrue(told.get("message").asString().contains("left the team"), told::toString);
    assertEquals("forbidden", outcome(told));
    assertEquals("ok", register("alice", "a new one", reset));
    assertEquals("forbidden", hello("alice", "a new one"));
    assertEquals("name-owned", outcome(silent().ask("hello", "name", "alice")));
    console("account resume alice");
    assertEquals("welcome", hello("alice", "a new one"));
  }

  @Test
  void anotherPasswordOrARevocationEndsTheOthersAtOnce() throws Exception {
    Guest here = account("alice");
    Guest laptop = silent();
    String kept = hello(laptop, "alice", PASSWORD, "laptop").get("session").asString();
    Guest phone = silent();
    String lost = hello(phone, "alice", PASSWORD, "phone").get("session").asString();
    long number = sessions(here).get(2).get("session").asLong();
    String revoke = "{\"type\":\"revoke\",\"id\":\"x\",\"session\":" + number + "}";
    assertEquals("ok", outcome(here.askJson(revoke, "x")));
    assertEquals("signed-out", phone.next("bye").get("reason").asString());
    assertEquals("bad-session", resume("alice", lost));
    assertEquals(
        "bad-password", outcome(here.ask("password", "old", "wrong", "password", "a new one")));
    String reset = secret(console("account reset alice"));
    assertEquals("ok", outcome(here.ask("password", "old", PASSWORD, "password", "a new one")));
    assertEquals("bad-invitation", register("alice", "not by this", reset));
    assertEquals("signed-out", laptop.next("bye").get("reason").asString());
    assertEquals("bad-session", resume("alice", kept));
    assertEquals("ok", outcome(here.ask("join", "room", "ops")), "and this one goes on");
    assertEquals("bad-password", hello("alice", PASSWORD));
    assertEquals("welcome", hello("alice", "a new one"));
  }

  @Test
  void somebodyRulesAndNobodyReachesAboveThem() throws Exception {
    Guest owner = account("olivia");
    Guest operator = account("otto");
    console("account role olivia owner");
    console("operator otto");
    for (String line :
        List.of(
            "account role otto owner",
            "account role olivia member",
            "account suspend olivia",
            "account delete olivia",
            "account reset olivia",
            "account rename olivia liv",
            "kick olivia",
            "mute olivia",
            "ban olivia",
            "operator olivia --take",
            "invite --role owner")) {
      assertEquals("bad-command", outcome(operator.ask("admin", "line", line)), line);
    }
    for (String line :
        List.of(
            "account role olivia member",
            "account suspend olivia",
            "account delete olivia",
            "ban olivia",
            "operator olivia --take")) {
      assertTrue(refused(line).contains("last owner"), line);
      assertEquals("bad-command", outcome(owner.ask("admin", "line", line)), line);
    }
    console("account role otto owner");
    console("account delete olivia");
    assertTrue(refused("account delete otto").contains("last owner"));
  }

  // ---- secrets --------------------------------------------------------------------------------

  @Test
  void noSecretIsTakenWhereOthersCouldReadIt() throws Exception {
    account("alice").ask("bye");
    String kept = hello(silent(), "alice", PASSWORD, "laptop").get("session").asString();
    String invitation = secret(console("invite"));
    for (String request :
        List.of(
            "'type':'hello','name':'alice','password':'" + PASSWORD + "'",
            "'type':'hello','name':'alice','session':'" + kept + "'",
            "'type':'register','name':'bob','password':'%s','invitation':'%s'"
                .formatted(PASSWORD, invitation))) {
      try (Socket socket = new Socket()) {
        socket.bind(new java.net.InetSocketAddress("127.0.0.9", 0));
        socket.connect(server.plain());
        String line = "{" + request.replace('\'', '"') + ",\"id\":\"1\"}\n";
        socket
            .getOutputStream()
            .write(("PROXY TCP4 192.0.2.7 192.0.2.1 4711 7070\r\n" + line).getBytes(UTF_8));
        String reply =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
        assertTrue(reply.contains("\"not-protected\""), request + " got " + reply);
      }
    }
    assertEquals("ok", register("bob", PASSWORD, invitation));
  }

  @Test
  void guessingIsSlowedAndLocksNobodyOut() throws Exception {
    account("alice").ask("bye");
    Guest guesser = Guest.silent(server.plain(), "127.0.0.2");
    open.add(guesser);
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      answers.add(outcome(hello(guesser, "alice", "guess " + i, null)));
    }
    assertEquals("bad-password", answers.getFirst());
    assertEquals("rate-limited", answers.getLast());
    assertEquals("rate-limited", outcome(hello(guesser, "alice", PASSWORD, null)));
    assertEquals("welcome", hello("alice", PASSWORD), "whoever comes from elsewhere");
  }

  // ---- at a terminal ----------------------------------------------------------------------------

  @Test
  void whoTypesIsAskedForThePasswordOfAnAccount() throws Exception {
    account("alice").ask("bye");
    String invitation = secret(console("invite"));
    try (Typist typist = Typist.at(server.plain())) {
      typist.await("Enter your username: ");
      typist.type("alice");
      typist.await("is an account's");
      typist.await("another name: ");
      typist.type("not the word");
      typist.await("don't belong together");
      // What is typed next is a password again, and no name that all would read.
      typist.await("another name: ");
      typist.type("nor this");
      typist.await("don't belong together");
      typist.await("another name: ");
      typist.type("");
      typist.await("Enter your username: ");
      typist.type("alice");
      typist.await("another name: ");
      typist.type(PASSWORD);
      typist.await("-- you are in lobby");
      typist.type("/sessions");
      typist.await("this visit only");
      typist.type("/password nonsense some-thing-new");
      typist.await("don't belong together");
    }
    try (Typist typist = Typist.at(server.plain())) {
      typist.type("/register gus short " + invitation);
      typist.await("at least 8 characters");
      typist.type("/register gus long-enough " + invitation);
      typist.await("The account gus is yours");
      typist.await("-- you are in lobby");
      typist.type("/whois gus");
      typist.await("gus is a");
      typist.await("with an account");
      console("operator gus");
      typist.type("/admin invite Zo\u00eb");
      // A line that is copied is one, however narrow the terminal.
      String print = typist.await(".plain");
      assertTrue(print.matches("(?s).*  bin/chat.*'parley://Zo%C3%AB@\\S+#\\S+"), print);
    }
  }
}
