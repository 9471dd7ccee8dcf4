package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
  private static final long ROUNDS_NANOS = 4_000_000_000L;

  @TempDir Path temp;
  private ServerProcess server;
  private final List<SocketChannel> hostile = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
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
  void stop() throws Exception {
    for (SocketChannel channel : hostile) {
      channel.close();
    }
    server.kill();
  }

  private InetSocketAddress at() {
    return server.address();
  }

  /** Connections that say hello, if they are to have names, and never read from then on. */
  private void connect(boolean greet) throws IOException {
    for (int i = 0; i < HOSTILE; i++) {
      SocketChannel channel = SocketChannel.open(at());
      hostile.add(channel);
      if (greet) {
        Client guest = new Client(channel.socket(), Mode.FRAMED);
        guest.hello("guest" + i);
        guest.join("lobby");
      }
      channel.configureBlocking(false);
    }
  }

  /** Writes the same over and over to all of them, as far as it is taken, for a few seconds. */
  private void flood(byte[] frame) throws IOException {
    write(frame, frame.length, true);
  }

  private void write(byte[] frame, int length, boolean again) throws IOException {
    List<ByteBuffer> rests = new ArrayList<>();
    hostile.forEach(_ -> rests.add(ByteBuffer.wrap(frame, 0, length)));
    long end = System.nanoTime() + ROUNDS_NANOS;
    while (System.nanoTime() < end) {
      for (int i = hostile.size() - 1; i >= 0; i--) {
        ByteBuffer rest = rests.get(i);
        try {
          hostile.get(i).write(rest.hasRemaining() || !again ? rest : rest.rewind());
        } catch (IOException e) {
          // The server ended this one.
          hostile.get(i).close();
          hostile.remove(i);
          rests.remove(i);
        }
      }
    }
  }

  private static byte[] frame(Request request) {
    return Mode.FRAMED.frame(Json.bytes(request));
  }

  private void assertOthersAreServed() throws Exception {
    try (Client honest = Client.in(at(), "honest", "quiet")) {
      for (int i = 0; i < 10; i++) {
        assertTrue(honest.say("quiet", "still here").seq() > 0);
      }
      honest.say("quiet", "x".repeat(16_000));
      assertEquals("x", honest.ask(Reply.Pong.class, new Request.Ping("p", "x")).data());
    }
  }

  @Test
  void strangersWhoseEchoesPileUp() throws Exception {
    connect(false);
    flood(frame(new Request.Ping("p", "x".repeat(4_000))));
    assertOthersAreServed();
  }

  @Test
  void strangersWithLongEchoes() throws Exception {
    connect(false);
    flood(frame(new Request.Ping("p", "x".repeat(60_000))));
    assertOthersAreServed();
  }

  @Test
  void guestsWhoAskAndDoNotRead() throws Exception {
    connect(true);
    flood(frame(new Request.Ping("p", "x".repeat(60_000))));
    assertOthersAreServed();
  }

  @Test
  void guestsWhoseRequestsComeToNoEnd() throws Exception {
    connect(true);
    byte[] frame = frame(new Request.Ping("p", "x".repeat(900_000)));
    write(frame, frame.length - 1, false);
    assertOthersAreServed();
  }
}
