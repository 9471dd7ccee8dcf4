package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * How much is done for one person and for one network, whatever they ask and however often they
 * come again. What is asserted is only how much at most, for the time that it took.
 */
@Execution(ExecutionMode.CONCURRENT)
class RequestRateTest {
  private static final int RATE = 10;
  private static final double BURST = 2 * RATE;

  @TempDir Path folder;
  private TestServer server;
  private long began = System.nanoTime();

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(String... settings) throws Exception {
    server = TestServer.in(folder, settings);
  }

  private void assertAtMost(double rate, double weight, int done, int waiting) {
    double seconds = (System.nanoTime() - began) / 1e9;
    double most = (2 * rate + rate * seconds) / weight + waiting;
    assertTrue(done <= most, () -> done + " in " + seconds + " s; allowed are " + most);
  }

  /** What one asks in a loop, and what each weighs at least. */
  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("said", 1, Request.Send.toRoom("r", "lobby", "hi")),
        Arguments.of("long", 8, Request.Send.toRoom("r", "lobby", "x".repeat(8_000))),
        Arguments.of("ping", 1, new Request.Ping("r", null)),
        Arguments.of("echo", 30, new Request.Ping("r", "x".repeat(30_000))),
        Arguments.of("topic", 4, new Request.Topic("r", "lobby", "news")),
        Arguments.of("joined again", 4, new Request.Join("r", "lobby")),
        Arguments.of("list", 4, new Request.Members("r", "lobby", null)),
        Arguments.of("nick", 5, new Request.Nick("r", "bob")),
        Arguments.of("hello again", 4, Request.Hello.as("r", "bob")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void whoDropsTheLineAndComesBackIsNoFaster(String what, int weight, Request request)
      throws Exception {
    start("limits.messages-per-second=" + RATE);
    Client client = Client.framed(server.plain());
    Reply.Welcome place = client.hello("bob");
    client.join("lobby");
    int done = 0;
    for (int lines = 0; lines < 2; lines++) {
      for (int i = 0; i < BURST / weight + 1; i++) {
        client.ask(Reply.class, request);
        done++;
      }
      client.reset();
      client = Client.framed(server.plain());
      client.resume(place, null);
    }
    client.close();
    assertAtMost(RATE, weight, done, 0);
  }

  /** Nobody answers an empty line, but reading as many as come keeps a core. */
  @Test
  void emptyLinesAreReadAtARateToo() throws Exception {
    start("limits.messages-per-second-per-address=" + RATE);
    byte[] nothing = "\n".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
    try (Client client = Client.ndjson(server.plain())) {
      client.hello("ann");
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (true) {
                    client.socket.getOutputStream().write(nothing);
                  }
                } catch (IOException e) {
                  // The test is over.
                }
              });
      Awaitility.await().until(() -> server.figure("messages", "throttled") >= 3);
      assertTrue(server.figure("traffic", "bytesIn") < 1_000_000);
    }
  }

  @Test
  void pagesOfHistoryWeighWhatTheyTell() throws Exception {
    start();
    say(500);
    start("limits.messages-per-second=" + RATE);
    int done = 0;
    try (Client client = Client.in(server.plain(), "reader", "lobby")) {
      for (int i = 0; i < 8; i++) {
        assertEquals(500, page(client, 500));
        done++;
      }
      // The last one is waited for by the next request.
      client.ask(Reply.Pong.class, new Request.Ping("r", "x"));
    }
    assertAtMost(RATE, 6, done, 0);
  }

  /** A client that reads a room from its beginning, and one that shows the newest of many rooms. */
  @Test
  void whoReadsOnIsNotHeldUp() throws Exception {
    start();
    say(200);
    start("limits.messages-per-second=20", "limits.messages-per-second-per-address=200");
    try (Client client = Client.in(server.plain(), "reader", "lobby")) {
      for (int i = 0; i < 6; i++) {
        assertEquals(200, page(client, 200));
      }
      for (int i = 0; i < 8; i++) {
        assertEquals(50, page(client, 50));
      }
    }
    assertEquals(0, server.figure("messages", "throttled"));
  }

  private void say(int messages) throws Exception {
    try (Client client = Client.in(server.plain(), "writer", "lobby")) {
      for (int i = 0; i < messages; i++) {
        client.send(Request.Send.toRoom("m" + i, "lobby", "m"));
        if (i % 50 == 49) {
          for (int j = i - 49; j <= i; j++) {
            client.reply(Reply.Ok.class, "m" + j);
          }
        }
      }
    }
    server.close();
    began = System.nanoTime();
  }

  private static int page(Client client, int limit) throws IOException {
    Request.History history = new Request.History("h", "lobby", null, null, null, limit);
    return client.ask(Reply.History.class, history).messages().size();
  }

  /** They would be asked to wait for half a minute, if everybody waited for what all have taken. */
  @Test
  void aNewcomerIsLetInBesideAFloodOfTheSameNetwork() throws Exception {
    start("limits.messages-per-second-per-address=" + RATE);
    List<Client> flood = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        Client client = Client.framed(server.plain());
        flood.add(client);
        client.hello("p" + i);
      }
      Map<String, JsonNode> much = Map.of("d", StringNode.valueOf("x".repeat(20_000)));
      for (int i = 0; i < 3; i++) {
        for (Client client : flood) {
          client.send(new Request.Echo("e", much));
        }
      }
      Awaitility.await().until(() -> server.figure("messages", "throttled") >= flood.size());
      try (Client newcomer = Client.framed(server.plain())) {
        newcomer.socket.setSoTimeout(60_000);
        newcomer.hello("new");
      }
    } finally {
      for (Client client : flood) {
        client.close();
      }
    }
  }

  @Test
  void allOfOneNetworkShareARate() throws Exception {
    start("limits.messages-per-second-per-address=" + RATE);
    int done = 0;
    for (int person = 0; person < 3; person++) {
      try (Client client = Client.framed(server.plain())) {
        client.hello("p" + person);
        for (int i = 0; i < 12; i++) {
          client.ask(Reply.class, new Request.Ping("r", null));
          done++;
        }
      }
    }
    assertAtMost(RATE, 1, done, 0);
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress("127.0.0.3", 0));
      socket.connect(server.plain());
      Client other = new Client(socket, Mode.FRAMED);
      long throttled = server.figure("messages", "throttled");
      other.hello("other");
      for (int i = 0; i < 5; i++) {
        other.ask(Reply.Pong.class, new Request.Ping("r", null));
      }
      assertEquals(throttled, server.figure("messages", "throttled"), "another network waits not");
    }
  }

  /** What may be said without a hello, in JSON and in text, and what makes no sense. */
  static Stream<Arguments> beforeHello() {
    return Stream.of(
        Arguments.of("{\"type\":\"ping\"}\n", "{"),
        Arguments.of("{\"type\":\"echo\",\"x\":[1,2,3]}\n", "{"),
        Arguments.of("{\"type\":\"rooms\"}\n", "{"),
        Arguments.of("{no json}\n", "{"),
        Arguments.of("\r\n", "E"),
        Arguments.of("a b c\r\n", "!"));
  }

  @ParameterizedTest
  @MethodSource("beforeHello")
  void whoHasNotSaidHelloSharesOneRateWithTheNetwork(String line, String answer) throws Exception {
    start("limits.messages-per-second=" + RATE);
    int done = 0;
    for (int connection = 0; connection < 2; connection++) {
      try (Socket socket = new Socket(server.plain().getAddress(), server.plain().getPort())) {
        for (int i = 0; i < 15; i++) {
          socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
          await(socket, answer);
          done++;
        }
      }
    }
    assertAtMost(RATE, 1, done, 0);
  }

  /** Reads one answer: until the next line's end, or the prompt's. */
  private static void await(Socket socket, String first) throws IOException {
    socket.setSoTimeout(Client.PATIENCE_MILLIS);
    StringBuilder read = new StringBuilder();
    while (read.isEmpty()
        || !(read.toString().endsWith("\n") && first.equals("{")
            || read.toString().endsWith(": "))) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("it ended after " + read);
      }
      read.append((char) next);
    }
  }

  /** A person who types, and a program that asks a few times a second, wait for nothing. */
  @Test
  void aFewPingsASecondAreAnsweredAtOnce() throws Exception {
    start("limits.messages-per-second=20", "limits.messages-per-second-per-address=200");
    try (Client client = Client.in(server.plain(), "bob", "lobby")) {
      for (int i = 0; i < 20; i++) {
        client.ask(Reply.Pong.class, new Request.Ping("r", "x"));
      }
      client.say("lobby", "hi");
    }
    assertEquals(0, server.figure("messages", "throttled"));
  }
}
