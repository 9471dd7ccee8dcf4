package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/** One address searches as dearly as it can, on many connections at once. */
class SearchFloodTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MESSAGES = 150;
  private static final int FLOOD = 16;

  /** Searches of the flood that each connection has sent ahead. */
  private static final int AHEAD = 30;

  /** Searches of the flood that may be answered while another address waits for one. */
  private static final int FEW = 5;

  /** All words with these beginnings, and one that nobody wrote. */
  private static final String DEAR = "a* b* c* d* e* f* g* h* zzzqq";

  @TempDir Path folder;
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  private static Client from(TestServer server, String address, String name) throws IOException {
    Socket socket =
        new Socket(
            server.plain().getAddress(),
            server.plain().getPort(),
            InetAddress.getByName(address),
            0);
    Client client = new Client(socket, Mode.FRAMED);
    client.socket.setSoTimeout((int) PATIENCE.toMillis());
    client.hello(name);
    return client;
  }

  /** Words that no other message has, so that each beginning stands for very many. */
  private static String words(Random random) {
    StringBuilder words = new StringBuilder();
    while (words.length() < 16_000) {
      words.append((char) ('a' + random.nextInt(8)));
      words.append(Integer.toString(random.nextInt(1 << 30), 36)).append(' ');
    }
    return words.toString();
  }

  @Test
  void aFloodOfOneAddressDelaysAnotherByOneTurn() throws Exception {
    List<Client> flood = new ArrayList<>();
    List<Thread> readers = new ArrayList<>();
    try (TestServer server = TestServer.in(folder, "limits.connections-per-address=64");
        Client bob = from(server, "127.0.0.3", "bob")) {
      bob.join("lobby");
      bob.say("lobby", "the key is under the mat");
      Random random = new Random(5);
      Client mallory = from(server, "127.0.0.2", "mallory");
      flood.add(mallory);
      mallory.join("sx");
      for (int i = 0; i < MESSAGES; i++) {
        mallory.say("sx", words(random));
      }
      Awaitility.await().atMost(PATIENCE).until(() -> server.figure("search", "lag") == 0);
      for (int i = 1; i < FLOOD; i++) {
        Client one = from(server, "127.0.0.2", "m" + i);
        flood.add(one);
        one.join("sx");
      }
      for (Client one : flood) {
        for (int i = 0; i < AHEAD; i++) {
          one.send(new Request.Search("s", DEAR, "sx", null, null, null));
        }
        readers.add(Thread.ofVirtual().start(() -> read(one)));
      }
      Awaitility.await().atMost(PATIENCE).until(() -> answered.get() > 2);
      for (int i = 0; i < 3; i++) {
        int before = answered.get();
        Request.Search request = new Request.Search("b", "mat", "lobby", null, null, null);
        Reply.History found = bob.ask(Reply.History.class, request);
        int meanwhile = answered.get() - before;
        assertEquals(1, found.messages().size());
        assertTrue(meanwhile <= FEW, meanwhile + " of the flood were answered first");
      }
      assertTrue(answered.get() < FLOOD * AHEAD, "it lasted as long as bob asked");
      assertEquals(0, refused.get(), "nobody who waits is refused");
    } finally {
      for (Client one : flood) {
        one.close();
      }
      for (Thread reader : readers) {
        reader.join();
      }
    }
  }

  private void read(Client client) {
    try {
      for (int i = 0; i < AHEAD; i++) {
        Reply reply = client.reply(Reply.class, "s");
        if (reply instanceof Reply.Refused no && no.code() == ErrorCode.LIMIT_REACHED) {
          refused.incrementAndGet();
        }
        answered.incrementAndGet();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }
}
