package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/** Who is not let in, and in which words. */
class DoorTest {
  private static final String FULL = "Server is full. Try again later.";

  @TempDir Path folder;

  @Test
  void aFullServerSaysSoInEachModesOwnWords() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.connections=1")) {
      try (Client first = Client.in(server.plain(), "first", "lobby")) {
        assertEquals(FULL, refused(server.plain(), Mode.FRAMED).message());
        assertEquals(FULL, refused(server.plain(), Mode.NDJSON).message());
        try (Typist typist = Typist.at(server.plain())) {
          assertEquals(FULL + "\r\n", typist.rest());
        }
        assertEquals(3, server.figure("refused", "full"));
        first.say("lobby", "nobody disturbs me");
      }
      letIn(server);
    }
  }

  @Test
  void anAddressHasItsOwnLimit() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.connections-per-address=1")) {
      try (Client first = Client.in(server.plain(), "first", "lobby");
          Socket elsewhere = new Socket()) {
        assertEquals(
            "Too many connections from your address. Close one first.",
            refused(server.plain(), Mode.FRAMED).message());
        assertEquals(1, server.figure("refused", "address"));
        elsewhere.bind(new InetSocketAddress("127.0.0.2", 0));
        elsewhere.connect(server.plain());
        new Client(elsewhere, Mode.FRAMED).hello("elsewhere");
        first.say("lobby", "nobody disturbs me");
      }
      letIn(server);
    }
  }

  /** Nothing is refused and nothing is lost; what is above the rate is read later. */
  @Test
  void whoIsTooFastIsReadLaterAndAnswered() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.messages-per-second=5");
        Client fast = Client.in(server.plain(), "fast", "lobby")) {
      for (int i = 0; i < 12; i++) {
        fast.send(new Request.Send("s" + i, "lobby", null, "text " + i, null, null));
      }
      int last = 0;
      while (last < 12) {
        if (fast.next() instanceof Reply.Sent ok) {
          assertEquals("s" + last, ok.re());
          last++;
        }
      }
      assertTrue(server.figure("messages", "throttled") >= 2, "the burst of 10 was used up");
      assertEquals(0, server.figure("messages", "refusedRequests"));
    }
  }

  @Test
  void tlsOnThePlainPortIsToldThePortThatIsReallyListenedOn() throws Exception {
    try (TestServer server = TestServer.in(folder, "listen.tls=127.0.0.1:0");
        Typist lost = Typist.at(server.plain())) {
      lost.send(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0});
      assertEquals(
          "This port is plain; TLS is on " + server.tls().getPort() + ".\r\n", lost.rest());
    }
  }

  /** Who comes back is no stranger, and an address that is too fast does not keep others out. */
  @Test
  void strangersFromOneAddressComeNoFasterThanTheLimit() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.guests-per-minute-per-address=3")) {
      Reply.Welcome place = null;
      for (int i = 0; i < 3; i++) {
        try (Client guest = Client.framed(server.plain())) {
          place = guest.hello("guest" + i);
        }
      }
      try (Client late = Client.framed(server.plain());
          Client back = Client.framed(server.plain());
          Typist typist = Typist.at(server.plain());
          Socket elsewhere = new Socket()) {
        late.send(Request.Hello.as("h", "late"));
        Reply.Refused no = assertInstanceOf(Reply.Refused.class, late.next());
        assertEquals(ErrorCode.RATE_LIMITED, no.code());
        assertTrue(no.retryAfter() > 0 && no.retryAfter() <= 21, no::toString);
        typist.type("typist");
        typist.await("! Too many people come for the first time just now. Try again in ");
        assertEquals(place.id(), back.resume(place, null).id());
        elsewhere.bind(new InetSocketAddress("127.0.0.3", 0));
        elsewhere.connect(server.plain());
        new Client(elsewhere, Mode.FRAMED).hello("elsewhere");
        server.server.settings().set("limits.guests-per-minute-per-address", "0");
        assertEquals("late", late.hello("late").name());
      }
      assertEquals(0, server.figure("refused", "address"));
    }
  }

  /** The place of one who left is free again. */
  private static void letIn(TestServer server) {
    await()
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () -> {
              try (Client next = Client.framed(server.plain())) {
                next.send(new Request.Ping("p", null));
                return !(next.next() instanceof Event.Bye);
              }
            });
  }

  private static Event.Bye refused(InetSocketAddress at, Mode mode) throws IOException {
    try (Client client = mode == Mode.FRAMED ? Client.framed(at) : Client.ndjson(at)) {
      client.send(Request.Hello.as("h", "second"));
      Event.Bye bye = assertInstanceOf(Event.Bye.class, client.next());
      assertEquals("full", bye.reason());
      assertNull(client.next());
      return bye;
    }
  }

  @Test
  void aLimitCanChangeWhileTheServerRuns() throws Exception {
    try (TestServer server = TestServer.in(folder, "limits.connections=1");
        Client first = Client.in(server.plain(), "first", "lobby")) {
      assertEquals(FULL, refused(server.plain(), Mode.FRAMED).message());
      server.server.settings().set("limits.connections", "2");
      try (Client second = Client.in(server.plain(), "second", "lobby")) {
        assertTrue(second.say("lobby", "hi").seq() > 0);
        assertEquals("hi", first.event(Event.Message.class).text());
      }
    }
  }
}
