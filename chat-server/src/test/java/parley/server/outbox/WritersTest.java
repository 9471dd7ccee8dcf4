package parley.server.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.log.Log;
import parley.server.net.Network;
import parley.server.stats.Stats;
import parley.server.wire.JsonWire;

/** Connections that do not read, on real sockets, far more than there are processors. */
class WritersTest {
  private static final int STUCK = 40;
  private static final int PARTS = 64;
  private static final int PART_BYTES = 16 * 1024;

  /** Both buffers of a socket hold less than a connection is sent. */
  private static final int SOCKET_BYTES = 16 * 1024;

  @TempDir Path folder;

  private final Writers writers = new Writers();
  private final List<Peer> peers = new ArrayList<>();
  private ServerSocket door;
  private Log log;

  /** A connection: the server's side, and the client's. */
  private static final class Peer {
    final Socket client;
    final Socket server;
    final Outbox outbox = new Outbox(JsonWire.FRAMED, new Published(0), new Stats(), 1 << 20);
    final CompletableFuture<Exception> ended = new CompletableFuture<>();

    Peer(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void say(int parts) {
      for (int i = 0; i < parts; i++) {
        outbox.say(part(i));
      }
    }

    /** Reads what was said, which must be all of it and in order. */
    void hear(int parts) throws IOException {
      for (int i = 0; i < parts; i++) {
        assertArrayEquals(part(i), client.getInputStream().readNBytes(PART_BYTES));
      }
    }

    boolean isStuck() {
      return outbox.stuckNanos(System.nanoTime()) > TimeUnit.MILLISECONDS.toNanos(100);
    }
  }

  private static byte[] part(int number) {
    byte[] bytes = new byte[PART_BYTES];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }

  @BeforeEach
  void open() throws Exception {
    log = Log.open(folder.resolve("data"), TimeUnit.DAYS.toMillis(1));
    door = new ServerSocket();
    door.setReceiveBufferSize(SOCKET_BYTES);
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws Exception {
    for (Peer peer : peers) {
      peer.outbox.abort();
      peer.outbox.awaitWriter();
      peer.client.close();
      peer.server.close();
    }
    door.close();
    log.close();
  }

  private Peer connect() throws IOException {
    Socket client = new Socket();
    client.setReceiveBufferSize(SOCKET_BYTES);
    client.connect(door.getLocalSocketAddress());
    Peer peer = new Peer(client, door.accept());
    peer.server.setSendBufferSize(SOCKET_BYTES);
    peers.add(peer);
    new Writer(
            peer.outbox,
            peer.server.getOutputStream(),
            log,
            new Stats(),
            new Network("nowhere"),
            () -> null,
            0,
            peer.ended::complete)
        .start(writers);
    return peer;
  }

  private List<Peer> stuck() throws IOException {
    List<Peer> stuck = new ArrayList<>();
    for (int i = 0; i < STUCK; i++) {
      Peer peer = connect();
      peer.say(PARTS);
      stuck.add(peer);
    }
    return stuck;
  }

  @Test
  void whoDoesNotReadDelaysNobody() throws Exception {
    List<Peer> stuck = stuck();
    Peer reader = connect();
    reader.client.setSoTimeout(60_000);

    reader.say(PARTS);
    reader.hear(PARTS);

    await().atMost(Duration.ofSeconds(60)).until(() -> stuck.stream().allMatch(Peer::isStuck));
    reader.say(PARTS);
    reader.hear(PARTS);
    for (Peer late : stuck) {
      late.client.setSoTimeout(60_000);
      late.hear(PARTS);
    }
  }

  @Test
  void aConnectionThatIsStuckInAWriteEndsAtOnceAndAloneIsInterrupted() throws Exception {
    List<Peer> stuck = stuck();
    await().atMost(Duration.ofSeconds(60)).until(() -> stuck.stream().allMatch(Peer::isStuck));
    Peer ended = stuck.getFirst();

    ended.outbox.abort();

    assertInstanceOf(IOException.class, ended.ended.get(5, TimeUnit.SECONDS));
    assertTrue(ended.server.isClosed());
    for (Peer other : stuck.subList(1, STUCK)) {
      other.client.setSoTimeout(60_000);
      other.hear(PARTS);
      other.outbox.finish(null, false);
      assertNull(other.ended.get(20, TimeUnit.SECONDS));
    }
  }

  /** A room goes on while goodbye is written. */
  @Test
  void nothingFollowsTheLastWords() throws Exception {
    Outbox outbox = new Outbox(JsonWire.FRAMED, new Published(0), new Stats(), 1 << 20);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    OutputStream busy =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new UnsupportedOperationException("a writer writes arrays");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            written.write(bytes, offset, length);
            if (written.toString(UTF_8).endsWith("bye")) {
              outbox.say("late".getBytes(UTF_8));
            }
          }
        };
    CompletableFuture<Exception> ended = new CompletableFuture<>();
    outbox.say("early, ".getBytes(UTF_8));
    outbox.finish("bye".getBytes(UTF_8), false);
    new Writer(
            outbox, busy, log, new Stats(), new Network("nowhere"), () -> null, 0, ended::complete)
        .start(writers);

    assertNull(ended.get(20, TimeUnit.SECONDS));
    assertEquals("early, bye", written.toString(UTF_8));
  }
}
