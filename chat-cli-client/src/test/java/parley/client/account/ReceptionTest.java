package parley.client.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.client.Peer;
import parley.client.link.SavedSession;
import parley.client.net.Address;
import parley.client.net.Dialer;
import parley.client.net.Security;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.protocol.Request;

/** What somebody who comes is asked, and what the other end of the socket gets of it. */
@Timeout(60)
class ReceptionTest {
  private static final String LONG = "correct horse";

  private Peer peer;
  private Reception reception;
  private final Typist person = new Typist();

  /** Answers what is asked in order, and gives up then. */
  private static final class Typist implements Questions {
    final Deque<String> answers = new ArrayDeque<>();
    final List<String> asked = new ArrayList<>();
    final List<String> hidden = new ArrayList<>();
    final List<String> told = new ArrayList<>();

    @Override
    public String line(String prompt) {
      asked.add(prompt);
      return answers.poll();
    }

    @Override
    public String secret(String prompt) {
      hidden.add(prompt);
      return answers.poll();
    }

    @Override
    public void say(String sentence) {
      told.add(sentence);
    }
  }

  @BeforeEach
  void open() throws IOException {
    peer = new Peer();
    Address address = new Address(null, "127.0.0.1", peer.port());
    Dialer dialer = new Dialer(address, new Security.Plain(), Duration.ofSeconds(5), _ -> {});
    reception = new Reception(new SignIn(dialer, "chat/test", "laptop"), person);
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
  }

  private interface Step<T> {
    T run() throws Exception;
  }

  private static <T> CompletableFuture<T> begin(Step<T> step) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(step.run());
              } catch (Exception e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  private CompletableFuture<Optional<SavedSession>> accept(String name) throws Exception {
    Address address = new Address(name, "127.0.0.1", peer.port());
    CompletableFuture<Optional<SavedSession>> result =
        begin(() -> reception.accept(new Invitation(address, "hush", null), null, "login", null));
    peer.accept(); // which only shows that the server is there
    return result;
  }

  private static <T> T of(CompletableFuture<T> result) throws Exception {
    return result.get(60, TimeUnit.SECONDS);
  }

  private static void refuse(Peer.Conversation line, Request request, ErrorCode code)
      throws IOException {
    line.send(new Reply.Refused(request.id(), code, "No: " + code.wire(), null));
  }

  @Test
  void anInvitationBecomesAnAccountAndAKeptSession() throws Exception {
    person.answers.addAll(List.of("olivia", "short", LONG, "other than that", LONG, LONG));
    CompletableFuture<Optional<SavedSession>> result = accept(null);
    Peer.Conversation line = peer.accept();
    Request.Register register = line.receive(Request.Register.class);
    assertEquals("olivia", register.name());
    assertEquals("hush", register.invitation());
    assertEquals(LONG, register.password());
    line.send(new Reply.Registered(register.id(), "Olivia"));
    Request.Hello hello = line.receive(Request.Hello.class);
    assertEquals("Olivia", hello.name());
    assertEquals(LONG, hello.password());
    assertEquals("laptop", hello.device());
    line.welcomeAccount(hello, "p3", "s9", "log", 40);
    SavedSession session = of(result).orElseThrow();
    assertEquals(new SavedSession("Olivia", "p3", "s9", "log", 40, true), session);
    assertEquals(1, person.asked.size(), "the password is asked for where nobody sees it");
    assertEquals(5, person.hidden.size());
  }

  @Test
  void anotherNameIsAskedForAndThePasswordNotAgain() throws Exception {
    person.answers.addAll(List.of("", LONG, LONG, "olivia"));
    CompletableFuture<Optional<SavedSession>> result = accept(null);
    Peer.Conversation first = peer.accept();
    Request.Register login = first.receive(Request.Register.class);
    assertEquals("login", login.name());
    refuse(first, login, ErrorCode.NAME_TAKEN);
    Peer.Conversation second = peer.accept();
    Request.Register register = second.receive(Request.Register.class);
    assertEquals("olivia", register.name());
    assertEquals(LONG, register.password());
    second.send(new Reply.Registered(register.id(), "olivia"));
    Request.Hello hello = second.receive(Request.Hello.class);
    second.welcomeAccount(hello, "p3", "s9", "log", 40);
    assertEquals("olivia", of(result).orElseThrow().name());
    assertTrue(person.told.contains("No: name-taken"), person.told::toString);
  }

  @Test
  void aUsedInvitationIsTheEndOfIt() throws Exception {
    person.answers.addAll(List.of(LONG, LONG));
    CompletableFuture<Optional<SavedSession>> result = accept("olivia");
    Peer.Conversation line = peer.accept();
    refuse(line, line.receive(Request.Register.class), ErrorCode.BAD_INVITATION);
    assertEquals(Optional.empty(), of(result));
    assertTrue(person.asked.isEmpty(), "the name was settled");
    assertTrue(person.told.getLast().contains("No: bad-invitation"), person.told::toString);
  }

  /** Else somebody whose line broke would have used up their invitation for nothing. */
  @Test
  void whoseLineBrokeAfterItWasDoneIsSignedIn() throws Exception {
    person.answers.addAll(List.of(LONG, LONG));
    CompletableFuture<Optional<SavedSession>> result = accept("olivia");
    Peer.Conversation first = peer.accept();
    first.receive(Request.Register.class);
    first.cut();
    Peer.Conversation second = peer.accept();
    refuse(second, second.receive(Request.Register.class), ErrorCode.BAD_INVITATION);
    Peer.Conversation third = peer.accept();
    Request.Hello hello = third.receive(Request.Hello.class);
    assertEquals(LONG, hello.password());
    third.welcomeAccount(hello, "p3", "s9", "log", 40);
    assertEquals("s9", of(result).orElseThrow().session());
  }

  @Test
  void aPasswordIsAskedForThreeTimes() throws Exception {
    person.answers.addAll(List.of("one", "two", "three", "four"));
    CompletableFuture<Reception.Outcome> result = begin(() -> reception.ask("olivia"));
    for (String tried : List.of("one", "two", "three")) {
      Peer.Conversation line = peer.accept();
      Request.Hello hello = line.receive(Request.Hello.class);
      assertEquals(tried, hello.password());
      assertNull(hello.session());
      refuse(line, hello, ErrorCode.BAD_PASSWORD);
    }
    assertEquals(new Reception.Outcome.GivenUp(), of(result));
    assertEquals(List.of("four"), List.copyOf(person.answers));
  }

  @Test
  void noPasswordIsAnotherName() throws Exception {
    person.answers.addAll(List.of("", "two\u001bwords", "oscar"));
    CompletableFuture<Reception.Outcome> result = begin(() -> reception.ask("olivia"));
    assertEquals(new Reception.Outcome.OtherName("oscar"), of(result));
    assertEquals(1, person.told.size(), "what can be no name is told");
  }
}
