package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/** Nobody uses up the rooms of a server. */
@Timeout(120)
class NewRoomsTest {
  @TempDir Path folder;

  /** A guest who comes from another address than all the others. */
  private static Client elsewhere(TestServer server, String name) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.9"), 0));
    socket.connect(server.plain());
    Client client = new Client(socket, Mode.FRAMED);
    client.hello(name);
    return client;
  }

  private static void joinAndLeave(Client mallory, int first, int rooms) throws IOException {
    List<Request> asked = new ArrayList<>();
    for (int i = first; i < first + rooms; i++) {
      asked.add(new Request.Join(mallory.id(), "room" + i));
      asked.add(new Request.Leave(mallory.id(), "room" + i));
    }
    for (Request request : asked) {
      mallory.send(request);
    }
    for (Request request : asked) {
      mallory.reply(Reply.class, request.id());
    }
  }

  @Test
  void roomsThatAreOnlyEnteredAndLeftAreGone() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.new-rooms-per-hour=0");
        Client mallory = Client.framed(server.plain())) {
      mallory.hello("mallory");
      for (int i = 0; i < 1_102; i += 29) {
        joinAndLeave(mallory, i, 29);
      }
      try (Client alice = elsewhere(server, "alice")) {
        assertEquals(0, alice.ask(Reply.RoomList.class, new Request.Rooms("r", null)).count());
        assertEquals(1, alice.join("garden").count());
        assertEquals(1, alice.join("lobby").count());
        alice.join("attic");
        alice.say("attic", "a word");
        alice.send(new Request.Bye("b"));
        alice.rest();
      }
    }
    try (TestServer server = TestServer.in(folder);
        Client alice = Client.in(server.plain(), "alice", "attic")) {
      alice.join("garden");
      for (String room : List.of("attic", "garden")) {
        alice.ask(Reply.Done.class, new Request.Leave(alice.id(), room));
      }
      Reply.RoomList rooms = alice.ask(Reply.RoomList.class, new Request.Rooms("r", null));
      assertEquals(
          List.of("attic", "lobby"),
          rooms.rooms().stream().map(r -> r.room()).toList(),
          "it is known after a start where somebody spoke");
    }
  }

  @Test
  void roomsWithAWordInEachGiveTheirPlace() throws Exception {
    try (TestServer server =
            TestServer.in(folder, "limits.new-rooms-per-hour=0", "limits.rooms=40");
        Client mallory = Client.in(server.plain(), "mallory", "lobby")) {
      for (int i = 0; i < 60; i++) {
        mallory.join("room" + i);
        mallory.say("room" + i, "x");
        mallory.ask(Reply.Done.class, new Request.Leave(mallory.id(), "room" + i));
      }
      try (Client alice = elsewhere(server, "alice")) {
        alice.join("garden");
        alice.say("garden", "at last");
        assertEquals(40, alice.ask(Reply.RoomList.class, new Request.Rooms("r", null)).count());
      }
    }
  }

  @Test
  void makingRoomsIsRatedByPersonAndByNetworkAndJoiningIsNot() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.new-rooms-per-hour=3");
        Client alice = elsewhere(server, "alice")) {
      alice.join("garden");
      int made = 0;
      int refused = 0;
      for (int guest = 0; guest < 4; guest++) {
        try (Client mallory = Client.framed(server.plain())) {
          mallory.hello("mallory" + guest);
          for (int i = 0; i < 6; i++) {
            // One that is there costs nothing, however often.
            mallory.join("garden");
            mallory.ask(Reply.Done.class, new Request.Leave(mallory.id(), "garden"));
          }
          for (int i = 0; i < 4; i++) {
            Request.Join join = new Request.Join(mallory.id(), "room" + guest + "-" + i);
            mallory.send(join);
            Reply reply = mallory.reply(Reply.class, join.id());
            if (reply instanceof Reply.Refused r) {
              assertEquals(ErrorCode.RATE_LIMITED, r.code());
              assertTrue(r.retryAfter() > 60, r::toString);
              refused++;
            } else {
              made++;
            }
          }
          mallory.join("lobby");
        }
      }
      assertEquals(9, made, "three each, nine from one address");
      assertEquals(7, refused);
      alice.join("shed");
    }
  }
}
