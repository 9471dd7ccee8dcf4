package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
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
