package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.disk.PreloadedDisk;
import parley.testkit.Client;
import parley.testkit.ServerProcess;

/**
 * Many who make the server keep something for them do not fill its heap, in a process of its own
 * whose heap is small: it lives, and somebody else is served. The rates are switched off, so that
 * nothing but the bounds on memory helps.
 */
@Timeout(120)
class MemoryTest {
  private static final int HOSTILE = 300;
  private static final long ROUNDS_NANOS = 2_000_000_000L;
  private static final long QUIET_MILLIS = 1_000;

  @TempDir private static Path temp;
  private static ServerProcess server;
  private final List<SocketChannel> hostile = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    server =
        PreloadedDisk.build(temp, temp.resolve("data"))
            .start(
                List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
                "limits.connections-per-address=0",
                "limits.frame-bytes=1000000",
                "limits.outbox-bytes=4000000",
                "limits.guests-per-minute=0",
                "limits.guests-per-minute-per-address=0");
  }

  @AfterEach
  void leave() throws Exception {
    for (SocketChannel channel : hostile) {
      channel.close();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.kill();
  }

  private static InetSocketAddress at() {
    return server.address();
  }

  /**
   * Connections that never read, after they have said hello.
   *
   * @param name how their names begin; null where they have none
   */
  private void connect(String name) throws IOException {
    for (int i = 0; i < HOSTILE; i++) {
      SocketChannel channel = SocketChannel.open(at());
      hostile.add(channel);
      if (name != null) {
        Client guest = new Client(channel.socket(), Mode.FRAMED);
        guest.hello(name + i);
        guest.join("lobby");
      }
      channel.configureBlocking(false);
    }
  }

  /** Writes the same over and over to all of them, as far as it is taken, for a few seconds. */
  private void flood(byte[] frame) throws IOException {
    write(frame, frame.length, true);
  }

  /** Ends before its time where the server has taken nothing more for a while. */
  private void write(byte[] frame, int length, boolean again) throws IOException {
    long end = System.nanoTime() + ROUNDS_NANOS;
    try (Selector selector = Selector.open()) {
      for (SocketChannel channel : hostile) {
        channel.register(selector, SelectionKey.OP_WRITE, ByteBuffer.wrap(frame, 0, length));
      }
      while (System.nanoTime() < end && selector.select(QUIET_MILLIS) > 0) {
        for (SelectionKey key : selector.selectedKeys()) {
          ByteBuffer rest = (ByteBuffer) key.attachment();
          try {
            ((SocketChannel) key.channel()).write(rest);
            if (again && !rest.hasRemaining()) {
              rest.rewind();
            } else if (!rest.hasRemaining()) {
              key.cancel();
            }
          } catch (IOException e) {
            // The server ended this one.
            key.channel().close();
          }
        }
        selector.selectedKeys().clear();
      }
    }
  }

  private static byte[] frame(Request request) {
    return Mode.FRAMED.frame(Json.bytes(request));
  }

  private static void assertOthersAreServed() throws Exception {
    try (Client honest = Client.in(at(), "honest" + System.nanoTime(), "quiet")) {
      for (int i = 0; i < 10; i++) {
        assertTrue(honest.say("quiet", "still here").seq() > 0);
      }
      honest.say("quiet", "x".repeat(16_000));
      assertEquals("x", honest.ask(Reply.Pong.class, new Request.Ping("p", "x")).data());
    }
  }

  @Test
  void strangersWhoseEchoesPileUp() throws Exception {
    connect(null);
    flood(frame(new Request.Ping("p", "x".repeat(4_000))));
    assertOthersAreServed();
  }

  @Test
  void strangersWithLongEchoes() throws Exception {
    connect(null);
    flood(frame(new Request.Ping("p", "x".repeat(60_000))));
    assertOthersAreServed();
  }

  @Test
  void guestsWhoAskAndDoNotRead() throws Exception {
    connect("asks");
    flood(frame(new Request.Ping("p", "x".repeat(60_000))));
    assertOthersAreServed();
  }

  @Test
  void guestsWhoseRequestsComeToNoEnd() throws Exception {
    connect("sends");
    byte[] frame = frame(new Request.Ping("p", "x".repeat(900_000)));
    write(frame, frame.length - 1, false);
    assertOthersAreServed();
  }
}
