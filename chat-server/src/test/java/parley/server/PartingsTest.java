package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.admin.Caller;
import parley.testkit.Client;

/** Who ends their own way in has the answer first; and each is told what happened to theirs. */
class PartingsTest {
  private static final String PASSWORD = "correct horse";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.in(folder, "accounts.registration=open", "accounts.forget=account");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Client account(String name) throws Exception {
    Client client = Client.in(server.plain(), name, "lobby");
    client.ask(Reply.Registered.class, new Request.Register("a", null, PASSWORD, null));
    return client;
  }

  private Client operator(String name) throws Exception {
    Client client = account(name);
    console("account role " + name + " operator");
    return client;
  }

  private Client again(String name) throws Exception {
    Client client = Client.framed(server.plain());
    client.ask(Reply.Welcome.class, Request.Hello.with("h", name, PASSWORD, "laptop"));
    return client;
  }

  private void console(String line) {
    assertEquals(0, server.server.admin().run(line, Caller.console()).exitCode(), line);
  }

  private static long session(Client who) throws Exception {
    return who.ask(Reply.SessionList.class, new Request.Sessions(who.id())).sessions().stream()
        .filter(s -> s.here() != null)
        .findFirst()
        .orElseThrow()
        .session();
  }

  private static void parts(Client who, String reason, String sentence) throws Exception {
    Event.Bye bye = who.event(Event.Bye.class);
    assertEquals(reason, bye.reason());
    assertEquals(sentence, bye.message());
  }

  /** Again and again: what came first was once a matter of luck. */
  @Test
  void whoEndsTheirOwnWayInHasTheAnswerBeforeTheGoodbye() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (Client who = account("ann" + i)) {
        who.ask(Reply.Done.class, Request.Revoke.session("r", session(who)));
        parts(
            who,
            "signed-out",
            "You ended this session of ann%d, here or on another device.".formatted(i));
      }
      try (Client who = account("ben" + i)) {
        who.ask(Reply.Done.class, new Request.Forget("f", PASSWORD, true));
        parts(
            who,
            "deleted",
            "Your account ben%d is deleted, as you asked; what you said is being erased."
                .formatted(i));
      }
      try (Client who = operator("cat" + i)) {
        who.ask(
            Reply.AdminText.class,
            new Request.Admin("s", "account suspend cat%d --reason gone".formatted(i)));
        parts(
            who,
            "suspended",
            "The account cat%d is suspended (gone). Ask an operator of this server.".formatted(i));
      }
      try (Client who = operator("dan" + i)) {
        who.ask(
            Reply.AdminText.class,
            new Request.Admin("d", "account delete dan%d --yes".formatted(i)));
        parts(
            who,
            "deleted",
            "The account dan%d was deleted. Ask an operator of this server why, or for an invitation."
                .formatted(i));
      }
      try (Client who = operator("eve" + i)) {
        who.ask(
            Reply.AdminText.class, new Request.Admin("o", "account sign-out eve%d".formatted(i)));
        parts(who, "signed-out", "An operator ended all sessions of eve%d.".formatted(i));
      }
    }
  }

  @Test
  void whoTypesHasTheAnswerBeforeTheGoodbye() throws Exception {
    for (int i = 0; i < 5; i++) {
      String name = "fay" + i;
      operator(name).close();
      try (Typist who = Typist.at(server.plain())) {
        who.type(name);
        who.await("assword");
        who.type(PASSWORD);
        who.await("-- you are in lobby");
        who.type("/admin account suspend " + name);
        String rest = who.rest();
        int answer = rest.indexOf(name + " is suspended.");
        assertTrue(answer >= 0 && answer < rest.indexOf("Ask an operator of this server."), rest);
      }
    }
  }

  @Test
  void othersAreToldWhatHappenedToTheirWayIn() throws Exception {
    try (Client here = account("gus");
        Client changed = again("gus")) {
      here.ask(Reply.PasswordChanged.class, new Request.Password("p", PASSWORD, "another horse"));
      parts(
          changed,
          "signed-out",
          "The password of gus was changed on another device; the new one signs in.");
      console("account delete gus --erase --yes");
      parts(
          here,
          "deleted",
          "The account gus was deleted. Ask an operator of this server why, or for an invitation.");
    }
  }
}
