package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomBar;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;
import parley.testkit.Client;

/** What a guest may not is what they may not, by whatever name and with whatever account. */
class BarredGuestsTest {
  private static final String PASSWORD = "correct horse";

  @TempDir Path folder;
  private TestServer server;
  private Client owner;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.in(folder, "accounts.registration=open");
    owner = Client.in(server.plain(), "olivia", "lobby");
    owner.ask(Reply.Registered.class, new Request.Register("a", null, PASSWORD, null));
    owner.join("ops");
  }

  @AfterEach
  void stop() throws Exception {
    owner.close();
    server.close();
  }

  private void bars(String name, RoomBar bar, boolean remove) throws Exception {
    owner.ask(
        Reply.Done.class,
        new Request.Bar(owner.id(), "ops", name, bar, null, "noise", remove ? true : null));
  }

  private static ErrorCode says(Client who) throws Exception {
    return who.refused(Request.Send.toRoom(who.id(), "ops", "let me"));
  }

  private void console(String line) {
    AdminResult done = server.server.admin().run(line, Caller.console());
    assertTrue(done.ok(), done.text());
  }

  private static String told(Client who, Request request) throws Exception {
    who.send(request);
    return who.reply(Reply.Refused.class, request.id()).message();
  }

  private static void tells(String told, String what, String reason) {
    String end = " until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC";
    assertTrue(told.matches("(?s).*" + what + end + reason + "\\s*"), told);
  }

  @Test
  void whoMayNotIsToldUntilWhenAndWhy() throws Exception {
    try (Client loud = Client.in(server.plain(), "loud", "ops")) {
      owner.ask(
          Reply.Done.class, new Request.Bar("m", "ops", "loud", RoomBar.MUTE, 600L, "noise", null));
      Request say = Request.Send.toRoom("s", "ops", "let me");
      tells(told(loud, say), "You may not speak in ops", ": noise");
      loud.join("other");
      console("mute loud --for 10m");
      tells(told(loud, Request.Send.toRoom("t", "other", "x")), "You may not speak", "[.]");
      owner.ask(
          Reply.Done.class, new Request.Bar("b", "ops", "loud", RoomBar.BAN, 600L, "noise", null));
      tells(told(loud, new Request.Join("j", "ops")), "You are banned from ops", ": noise");
      console("ban loud --for 1h --reason adverts");
      String banned = "You are banned from this server";
      tells(loud.event(Event.Bye.class).message(), banned, ": adverts");
    }
    String banned = "You are banned from this server";
    try (Client again = Client.framed(server.plain())) {
      tells(told(again, Request.Hello.as("h", "loud")), banned, ": adverts");
    }
    console("unban loud");
    console("ban 127.0.0.1 --for 1h --reason floods");
    try (Client turned = Client.framed(server.plain())) {
      turned.send(Request.Hello.as("h", "other"));
      tells(turned.event(Event.Bye.class).message(), banned, ": floods");
    }
    try (Typist typist = Typist.at(server.plain())) {
      tells(typist.rest(), banned, ": floods");
    }
  }

  @Test
  void aRoomsMuteAndBanHoldAcrossNamesAndRegistering() throws Exception {
    try (Client mute = Client.in(server.plain(), "mute", "ops");
        Client banned = Client.in(server.plain(), "banned", "ops")) {
      bars("mute", RoomBar.MUTE, false);
      bars("banned", RoomBar.BAN, false);
      for (Client who : new Client[] {mute, banned}) {
        who.ask(Reply.Registered.class, new Request.Register("r", null, PASSWORD, null));
      }
      assertEquals(ErrorCode.MUTED, says(mute));
      banned.ask(Reply.Named.class, new Request.Nick("n", "other"));
      assertEquals(ErrorCode.BANNED, banned.refused(new Request.Join("j", "ops")));
      mute.ask(Reply.Done.class, new Request.Leave("l", "ops"));
      mute.ask(Reply.Named.class, new Request.Nick("n", "third"));
      mute.join("ops");
      assertEquals(ErrorCode.MUTED, says(mute));

      // A mute of the server, too.
      AdminResult muted = server.server.admin().run("mute third", Caller.console());
      assertTrue(muted.ok(), muted.text());
      bars("third", RoomBar.MUTE, true);
      assertEquals(ErrorCode.MUTED, says(mute));

      bars("other", RoomBar.BAN, true);
      banned.join("ops");
    }
  }
}
