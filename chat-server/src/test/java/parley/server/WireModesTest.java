package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;
import tools.jackson.databind.node.StringNode;

/** What a first byte leads to, and what becomes of bytes that are no good. */
class WireModesTest {
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.in(folder, "listen.tls=127.0.0.1:0");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whoIsSilentIsGreetedAndAsked() throws IOException {
    try (Typist typist = Typist.at(server.plain())) {
      assertEquals("Enter your username: ", typist.await("username: "));
      typist.type("greta");
      String seen = typist.await("\r\n-- you are in lobby");
      assertTrue(seen.startsWith("Welcome to the chat!\r\n"), seen);
    }
  }

  @Test
  void aProgramThatComesAfterTheGreetingIsUnderstood() throws IOException {
    try (Client late = Client.ndjson(server.plain())) {
      byte[] greeting = late.socket.getInputStream().readNBytes("Enter your username: ".length());
      assertEquals("Enter your username: ", new String(greeting, StandardCharsets.US_ASCII));
      late.send(Request.Hello.as("1", "late"));
      assertEquals('\n', late.socket.getInputStream().read(), "the JSON begins a line");
      assertEquals("late", late.reply(Reply.Welcome.class, "1").name());
    }
  }

  @Test
  void httpIsTurnedAwayAndNothingOfItIsRun() throws IOException {
    String request =
        "POST /chat HTTP/1.1\r\nHost: localhost\r\n\r\nmallory\r\nI was never here\r\n";
    try (Client witness = Client.in(server.plain(), "witness", "lobby");
        Typist browser = Typist.at(server.plain())) {
      browser.send(request.getBytes(StandardCharsets.US_ASCII));
      String said = browser.rest().replaceFirst("^Enter your username: ", "");
      assertEquals("This is a chat server; it does not speak HTTP.\r\n", said);
      assertEquals(ErrorCode.NO_SUCH_PERSON, witness.refused(new Request.Whois("w", "mallory")));
    }
  }

  @Test
  void tlsOnThePlainPortIsToldWhereToGo() throws IOException {
    try (Typist lost = Typist.at(server.plain())) {
      lost.send(new byte[] {0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0});
      String said = lost.rest();
      assertTrue(said.startsWith("This port is plain; TLS is on "), said);
    }
  }

  @Test
  void aByteThatBeginsNoModeIsSaidAndCounted() throws IOException {
    long before = server.figure("traffic", "brokenStreams");
    try (Typist odd = Typist.at(server.plain())) {
      odd.send(new byte[] {1});
      assertEquals("! Byte 0x01 begins no wire mode.\r\n", odd.rest());
    }
    await().until(() -> server.figure("traffic", "brokenStreams") == before + 1);
  }

  @Test
  void alpnPromisesFramesSoNobodyIsGreeted() throws Exception {
    try (SSLSocket socket = tls(Mode.ALPN)) {
      assertEquals(Mode.ALPN, socket.getApplicationProtocol());
      socket.setSoTimeout(800);
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
      Client client = new Client(socket, Mode.FRAMED);
      assertEquals("alpn", client.hello("alpn").name());
    }
  }

  @Test
  void alpnHoldsTheClientToItsPromise() throws Exception {
    try (SSLSocket socket = tls(Mode.ALPN)) {
      socket.getOutputStream().write("{\"type\":\"ping\"}\n".getBytes(StandardCharsets.US_ASCII));
      Client client = new Client(socket, Mode.FRAMED);
      Reply.Refused refused = assertInstanceOf(Reply.Refused.class, client.next());
      assertEquals(ErrorCode.BAD_MODE, refused.code());
      assertEquals("protocol", client.event(Event.Bye.class).reason());
      assertNull(client.next());
    }
  }

  @Test
  void withoutAlpnTheFirstByteDecidesUnderTlsToo() throws Exception {
    try (SSLSocket typing = tls(null);
        SSLSocket lines = tls(null);
        SSLSocket frames = tls(null)) {
      new Typist(typing).await("Enter your username: ");
      assertEquals("lines", new Client(lines, Mode.NDJSON).hello("lines").name());
      assertEquals("frames", new Client(frames, Mode.FRAMED).hello("frames").name());
    }
  }

  private static SSLSocket tls(String alpn) throws Exception {
    return server.tlsSocket(alpn);
  }

  @Test
  void aFrameOfNothingEndsTheConnection() throws IOException {
    assertEquals(ErrorCode.BAD_FRAME, endedBy(Mode.FRAMED, new byte[4]));
  }

  @Test
  void aFrameAboveTheLimitEndsTheConnectionBeforeItCame() throws IOException {
    assertEquals(ErrorCode.TOO_LARGE, endedBy(Mode.FRAMED, new byte[] {0, 1, 0, 1}));
  }

  @Test
  void aLineAboveTheLimitEndsTheConnection() throws IOException {
    assertEquals(
        ErrorCode.TOO_LARGE,
        endedBy(Mode.NDJSON, "{".repeat(65_537).getBytes(StandardCharsets.US_ASCII)));
  }

  private static ErrorCode endedBy(Mode mode, byte[] bytes) throws IOException {
    try (Client client =
        mode == Mode.FRAMED ? Client.framed(server.plain()) : Client.ndjson(server.plain())) {
      client.send(new Request.Ping("p", "here"));
      client.reply(Reply.Pong.class, "p");
      client.socket.getOutputStream().write(bytes);
      Reply.Refused refused = assertInstanceOf(Reply.Refused.class, client.next());
      assertEquals("protocol", client.event(Event.Bye.class).reason());
      assertNull(client.next());
      return refused.code();
    }
  }

  @Test
  void aTypedLineAboveTheLimitEndsTheConnectionInWords() throws IOException {
    try (Typist typist = Typist.named(server.plain(), "verbose")) {
      typist.type("x".repeat(Limits.TYPED_BYTES + 1));
      String said = typist.rest();
      String sentence = "! A line has at most 20480 bytes; say more in several, or send a file.";
      assertTrue(said.contains(sentence + "\r\n"), said);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"type\":\"no such\",\"id\":\"7\"}"})
  void anUnknownTypeEndsNothing(String json) throws IOException {
    assertEquals(ErrorCode.UNKNOWN_TYPE, faultOf(json.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{]", "[1]", "{\"type\":\"ping\"}}", "{\"type\":\"ping\",\"type\":\"ping\"}"})
  void aFaultOfJsonEndsNothing(String json) throws IOException {
    assertEquals(ErrorCode.BAD_JSON, faultOf(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void bytesThatAreNoUtf8EndNothing() throws IOException {
    byte[] json = "{\"type\":\"ping\",\"data\":\"?\"}".getBytes(StandardCharsets.UTF_8);
    json[json.length - 3] = (byte) 0xc0;
    assertEquals(ErrorCode.BAD_JSON, faultOf(json));
  }

  private static ErrorCode faultOf(byte[] json) throws IOException {
    try (Client client = Client.framed(server.plain())) {
      client.socket.getOutputStream().write(Mode.FRAMED.frame(json));
      Reply.Refused refused = assertInstanceOf(Reply.Refused.class, client.next());
      assertEquals("here", client.ask(Reply.Pong.class, new Request.Ping("p", "here")).data());
      return refused.code();
    }
  }

  @Test
  void nothingButAFewThingsIsAnsweredBeforeHello() throws IOException {
    try (Client client = Client.ndjson(server.plain())) {
      assertEquals(ErrorCode.HELLO_FIRST, client.refused(new Request.Join("j", "lobby")));
      Reply.Echo echo =
          client.ask(
              Reply.Echo.class,
              new Request.Echo("e", java.util.Map.of("text", StringNode.valueOf("hé"))));
      assertEquals("hé", echo.fields().get("text").stringValue());
      client.hello("patience");
      assertEquals(
          ErrorCode.ALREADY_GREETED, client.refused(Request.Hello.as("again", "patience2")));
    }
  }

  @Test
  void whateverIsSentTheServerGoesOn() throws IOException {
    Random random = new Random(7);
    byte[] firsts = {0, '{', 'a', '\r', (byte) 0xff, (byte) 0xc3, 0x16, 5};
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[1 + random.nextInt(400)];
      random.nextBytes(garbage);
      garbage[0] = firsts[i % firsts.length];
      if (i % 3 == 0) {
        // A length that is promised and comes in part.
        garbage[0] = 0;
        garbage[Math.min(1, garbage.length - 1)] = 0;
      }
      try (Typist typist = Typist.at(server.plain())) {
        typist.send(garbage);
        typist.socket.shutdownOutput();
        typist.rest();
      } catch (IOException e) {
        assertTrue(
            e.getMessage().contains("reset") || e.getMessage().contains("pipe"), e::toString);
      }
    }
    try (Client client = Client.in(server.plain(), "survivor", "lobby")) {
      client.say("lobby", "still here");
    }
  }
}
