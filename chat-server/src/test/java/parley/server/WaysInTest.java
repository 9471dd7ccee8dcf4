package parley.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Mode;
import parley.protocol.Request;
import parley.server.admin.Guest;
import parley.testkit.Client;
import tools.jackson.databind.JsonNode;

/** All ways in, in every mode: what a rule says of one it says of all. */
class WaysInTest {
  private static final String PROXIED = "PROXY TCP4 192.0.2.7 192.0.2.1 4711 7070\r\n";

  @TempDir private static Path folder;

  private static Cast cast;

  @BeforeAll
  static void start() throws Exception {
    cast = new Cast(folder, "listen.proxies=127.0.0.9", "limits.connections-per-address=0");
    cast.account("ann");
  }

  @AfterAll
  static void stop() throws Exception {
    cast.close();
  }

  /** The code of a refusal to a hello, in a mode of JSON. */
  private static String hello(Mode mode, Socket socket, Request.Hello hello) throws IOException {
    try (Client client = new Client(socket, mode)) {
      return client.refused(hello).wire();
    }
  }

  private static Request.Hello with(String name, String password) {
    return new Request.Hello("h", name, null, null, null, null, null, password, null);
  }

  private static Socket here() throws IOException {
    InetSocketAddress at = cast.server.plain();
    return new Socket(at.getAddress(), at.getPort());
  }

  /** Somebody far away, behind a proxy without TLS. */
  private static Socket far() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress("127.0.0.9", 0));
    socket.connect(cast.server.plain());
    socket.getOutputStream().write(PROXIED.getBytes(UTF_8));
    return socket;
  }

  /** What somebody reads who types lines. */
  private static String typed(Socket socket, String until, String... lines) throws IOException {
    try (Typist typist = new Typist(socket)) {
      for (String line : lines) {
        typist.type(line);
      }
      return typist.await(until);
    }
  }

  // ---- a rule of every mode ---------------------------------------------------------------------

  @Test
  void whatARuleSaysHoldsInEveryMode() throws Exception {
    cast.account("sue");
    cast.console("account suspend sue --reason noise");
    cast.console("ban badname --reason noise");
    for (Mode mode : List.of(Mode.FRAMED, Mode.NDJSON)) {
      assertEquals("not-protected", hello(mode, far(), with("ann", Cast.PASSWORD)));
      assertEquals("forbidden", hello(mode, here(), with("sue", Cast.PASSWORD)));
      assertEquals("name-owned", hello(mode, here(), with("ann", null)));
      assertEquals("banned", hello(mode, here(), with("badname", null)));
      assertEquals("bad-password", hello(mode, here(), with("nobody", "a wrong password")));
    }
    typed(far(), "none is taken on it", "ann", Cast.PASSWORD);
    typed(here(), "is suspended", "sue", Cast.PASSWORD);
    typed(here(), "banned from this server", "badname");
    typed(here(), "That invitation does not hold", "/register newcomer a-long-password none");
    assertFalse(cast.console("account").contains("newcomer"));
    assertFalse(cast.console("account").contains("nobody"));
    cast.console("unban badname");
  }

  @Test
  void whereNobodyIsAGuestNobodyIsOneInAnyMode() throws Exception {
    try (TestServer other = TestServer.in(folder.resolve("other"), "accounts.guests=off")) {
      for (Mode mode : List.of(Mode.FRAMED, Mode.NDJSON)) {
        try (Client client =
            new Client(new Socket(other.plain().getAddress(), other.plain().getPort()), mode)) {
          assertEquals("forbidden", client.refused(with("gus", null)).wire());
          assertEquals("bad-password", client.refused(with("gus", "a long password")).wire());
        }
      }
      try (Typist typist = Typist.at(other.plain())) {
        typist.type("gus");
        typist.await("Nobody is let in without an account");
      }
    }
  }

  /** By nothing that they kept, and no more after a start. */
  @Test
  void theSuspendedStayOutAfterAStart() throws Exception {
    try (Cast again = new Cast(folder.resolve("again"))) {
      again.account("sue");
      again.silent("phone");
      String kept =
          again
              .good(
                  "phone", "'type':'hello','name':'sue','password':'a long password','device':'p'")
              .get("session")
              .asString();
      again.good("phone", "'type':'join','room':'ops'");
      String token = again.token("sue", "ops", "read,post");
      String code = Cast.secret(again.console("account reset sue"));
      again.console("account suspend sue");
      for (int start = 0; start < 2; start++) {
        for (String way :
            List.of(
                "'type':'hello','name':'sue','password':'a long password'",
                "'type':'hello','token':'" + token + "'")) {
          again.silent("sue");
          again.refused("forbidden", "sue", way);
        }
        again.silent("sue");
        again.refused("bad-session", "sue", "'type':'hello','name':'sue','session':'" + kept + "'");
        again.restart();
      }
      again.silent("sue");
      again.good("sue", "'type':'register','password':'another one','invitation':'" + code + "'");
      again.refused("forbidden", "sue", "'type':'hello','name':'sue','password':'another one'");
      again.silent("other");
      again.refused(
          "bad-invitation",
          "other",
          "'type':'register','password':'a third one','invitation':'" + code + "'");
    }
  }

  // ---- what is told ---------------------------------------------------------------------------

  /** A name that is an account's, one that was, one that is suspended, and one of nobody. */
  @Test
  void aWrongPasswordOrInvitationIsAnsweredTheSameWhoeverIsNamed() throws Exception {
    cast.account("ida");
    cast.account("kim");
    cast.console("account suspend ida");
    cast.console("account delete kim");
    cast.guest("gwen");
    for (String asked :
        List.of(
            "'type':'hello','name':'P','password':'a wrong password'",
            "'type':'register','name':'P','password':'a long password','invitation':'none'",
            "'type':'register','name':'P','password':'a long password'",
            "'type':'hello','name':'P','session':'none'",
            "'type':'hello','name':'P','token':'parley_none'")) {
      List<String> told = new ArrayList<>();
      int from = 20;
      for (String name : List.of("ann", "ida", "kim", "gwen", "nobody")) {
        cast.silent("asks", "127.0.0." + from++);
        JsonNode reply = cast.ask("asks", asked.replace("P", name));
        told.add(reply.get("code").asString() + reply.get("message") + reply.path("retryAfter"));
      }
      assertEquals(1, told.stream().distinct().count(), asked + " " + told);
    }
  }

  // ---- at once --------------------------------------------------------------------------------

  private static List<String> atOnce(int many, Callable<String> one) throws Exception {
    List<String> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> all = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        all.add(one);
      }
      for (Future<String> each : threads.invokeAll(all)) {
        outcomes.add(each.get());
      }
    }
    return outcomes;
  }

  private static String asked(String from, String type, String... fields) throws IOException {
    try (Guest guest = Guest.silent(cast.server.plain(), from)) {
      return Cast.outcome(guest.ask(type, fields));
    }
  }

  /** A way to a password is used once, and an invitation as often as it says. */
  @Test
  void whatIsForSoManyIsForSoManyWhoComeAtOnce() throws Exception {
    cast.account("una");
    String code = Cast.secret(cast.console("account reset una"));
    List<String> set =
        atOnce(
            3, () -> asked("127.0.0.1", "register", "password", "another one", "invitation", code));
    assertEquals(1, set.stream().filter("ok"::equals).count(), set::toString);
    String twice = Cast.secret(cast.console("invite --uses 2"));
    List<String> made =
        atOnce(
            4,
            () ->
                asked(
                    "127.0.0.1",
                    "register",
                    "name",
                    RightsScene.name(),
                    "password",
                    "a long password",
                    "invitation",
                    twice));
    assertEquals(2, made.stream().filter("ok"::equals).count(), made::toString);
  }

  /** An invitation holds while its maker may give it, and may sign in. */
  @Test
  void whoCanNotSignInInvitesNobody() throws Exception {
    for (String end : List.of("account suspend", "account delete", "account role")) {
      String maker = RightsScene.name();
      cast.account(maker);
      cast.console("operator " + maker);
      String told = cast.good(maker, "'type':'admin','line':'invite'").get("text").asString();
      String request =
          "'type':'register','name':'%s','password':'%s','invitation':'%s'"
              .formatted(RightsScene.name(), Cast.PASSWORD, Cast.secret(told));
      cast.console(end + " " + maker + (end.endsWith("role") ? " member" : ""));
      cast.silent("comes");
      cast.refused("bad-invitation", "comes", request);
    }
  }

  /** Who breaks off has an account and used the invitation, or neither. */
  @Test
  void whoBreaksOffLosesNoInvitation() throws Exception {
    for (int i = 0; i < 4; i++) {
      String invitation = Cast.secret(cast.console("invite"));
      String name = RightsScene.name();
      try (Guest gone = Guest.silent(cast.server.plain(), "127.0.0.1")) {
        gone.send(
            "register", "name", name, "password", "a long password", "invitation", invitation);
        if (i % 2 == 0) {
          gone.reset();
        }
      }
      String second = RightsScene.name();
      Awaitility.await()
          .until(
              () -> {
                String outcome =
                    asked(
                        "127.0.0.1",
                        "register",
                        "name",
                        second,
                        "password",
                        "a long password",
                        "invitation",
                        invitation);
                String all = cast.console("account");
                boolean first = all.contains(name + " ");
                return outcome.equals("ok") != first && (first || all.contains(second + " "));
              });
    }
  }

  /** Each try is counted before it is looked at, by whatever request it comes. */
  @Test
  void manyAtOnceOrByOtherRequestsAreNoWayRoundTheCount() throws Exception {
    String from = "127.0.0.30";
    try (Guest inside = Guest.silent(cast.server.plain(), from)) {
      inside.ask("hello", "name", "ann", "password", Cast.PASSWORD);
      List<String> told =
          atOnce(30, () -> asked(from, "hello", "name", "ann", "password", "a wrong password"));
      long looked = told.stream().filter("bad-password"::equals).count();
      assertTrue(looked <= 11, told::toString);
      Awaitility.await()
          .until(
              () ->
                  asked(from, "hello", "name", "ann", "password", "a wrong password")
                      .equals("rate-limited"));
      List<String> ways =
          List.of(
              asked(from, "register", "name", "new", "password", "12345678", "invitation", "none"),
              Cast.outcome(inside.ask("password", "old", "a wrong one", "password", "a new one")));
      assertEquals(List.of("rate-limited", "rate-limited"), ways);
    }
    assertEquals("welcome", asked("127.0.0.31", "hello", "name", "ann", "password", Cast.PASSWORD));
  }

  /** Whoever has an open session guesses no faster by it than from outside. */
  @Test
  void guessesAtAnAccountAreOneCountWhicheverRequestTriesThem() throws Exception {
    cast.account("gus");
    cast.console("limits set accounts.forget words");
    try (Guest inside = Guest.silent(cast.server.plain(), "127.0.0.43")) {
      inside.ask("hello", "name", "gus", "password", Cast.PASSWORD);
      for (String from : List.of("127.0.0.41", "127.0.0.42")) {
        for (int i = 0; i < 10; i++) {
          asked(from, "hello", "name", "gus", "password", "a wrong password");
        }
      }
      String wrong = "a wrong password";
      for (List<String> request :
          List.of(
              List.of("forget", "password", wrong),
              List.of("password", "old", wrong, "password", "a new one"))) {
        long began = System.nanoTime();
        String[] fields = request.subList(1, request.size()).toArray(String[]::new);
        assertEquals("bad-password", Cast.outcome(inside.ask(request.getFirst(), fields)));
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        assertTrue(took > 1_000, request.getFirst() + " is answered after " + took + " ms");
      }
    }
  }

  // ---- what follows from a session ------------------------------------------------------------

  /** A session that ends takes its tickets and transfers with it, however it ends. */
  @Test
  void whatASessionBeganEndsWithIt() throws Exception {
    cast.account("tess");
    cast.good("tess", "'type':'join','room':'ops'");
    int round = 0;
    for (String end : List.of("revoke", "password", "sign-out")) {
      cast.silent("lost");
      cast.good(
          "lost",
          "'type':'hello','name':'tess','password':'%s','device':'lost'"
              .formatted(round < 2 ? Cast.PASSWORD : "another one"));
      String offer = "'type':'upload','room':'ops','name':'f','size':1000,'sha256':'" + "%064x'";
      String used = ticket(offer.formatted(++round));
      String unused = ticket(offer.formatted(100 + round));
      try (Carrier running = new Carrier(here(), Mode.FRAMED)) {
        running.show(used, 0);
        running.begins(1_000);
        switch (end) {
          case "revoke" -> {
            JsonNode sessions = cast.good("tess", "'type':'sessions'").get("sessions");
            JsonNode last = sessions.get(sessions.size() - 1);
            cast.good("tess", "'type':'revoke','session':" + last.get("session"));
          }
          case "password" ->
              cast.good(
                  "tess",
                  "'type':'password','old':'" + Cast.PASSWORD + "','password':'another one'");
          default -> cast.console("account sign-out tess");
        }
        assertEquals("bad-ticket", running.refused(), end);
      }
      try (Carrier late = new Carrier(here(), Mode.FRAMED)) {
        late.show(unused, 0);
        assertEquals("bad-ticket", late.refused(), end);
      }
    }
  }

  private static String ticket(String offer) throws IOException {
    return cast.good("lost", offer).get("ticket").asString();
  }

  /** A token speaks as its account, whatever it is called itself. */
  @Test
  void aTokensNameIsShownToNobodyElse() throws Exception {
    cast.account("tom");
    cast.good("tom", "'type':'join','room':'ops'");
    cast.good("ann", "'type':'join','room':'ops'");
    String secret =
        cast.good("tom", "'type':'token','name':'olivia the owner'").get("secret").asString();
    cast.silent("bot");
    cast.good("bot", "'type':'hello','token':'" + secret + "'");
    cast.say("bot", "ops", "a word");
    JsonNode told = cast.of("ann").next("message");
    assertEquals("tom", told.get("from").asString());
    assertFalse(told.toString().contains("olivia"), told::toString);
  }
}
