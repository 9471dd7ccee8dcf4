package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.protocol.Mode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.disk.PreloadedDisk;
import parley.testkit.Client;
import parley.testkit.ServerProcess;

/** Files and a server in a process of its own, which is killed, or has little memory. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class FileProcessTest {
  @TempDir Path temp;

  @Test
  void aServerThatIsKilledInTheMiddleGoesOnWithWhatItHas() throws Exception {
    PreloadedDisk disk = PreloadedDisk.build(temp, temp.resolve("data"));
    SentFile file = SentFile.random("f", 20_000_000, System.nanoTime());
    Reply.Welcome place;
    try (ServerProcess server = disk.start("files.free-bytes=0");
        Client alice = Client.framed(server.address())) {
      place = alice.hello("alice");
      alice.join("lobby");
      try (Carrier up = Carrier.with(server.address(), file.offered(alice).ticket())) {
        up.send(file.bytes(), 0, 12_345_678);
        up.begins(20_000_000);
        Path partial = temp.resolve("data/files/partial/" + file.sha256() + "-" + place.id());
        await().until(() -> Files.exists(partial) && Files.size(partial) > 5_000_000);
        server.kill();
      }
    }
    long seq;
    byte[] got;
    try (ServerProcess server = disk.start("files.free-bytes=0");
        Client alice = Client.framed(server.address())) {
      place = alice.resume(place, null);
      Reply.Ticket ok = file.offered(alice);
      assertTrue(ok.offset() > 5_000_000 && ok.offset() <= 12_345_678, () -> "" + ok.offset());
      int offset = Math.toIntExact(ok.offset());
      try (Carrier up = Carrier.with(server.address(), Mode.NDJSON, ok.ticket(), offset)) {
        up.send(file.bytes(), offset, 20_000_000 - offset);
        up.begins(20_000_000);
        seq = up.said();
      }
      String ticket = alice.ask(Reply.Ticket.class, new Request.Download("g", seq)).ticket();
      try (Carrier down = Carrier.with(server.address(), ticket)) {
        down.begins(20_000_000);
        got = down.bytes(7_000_000);
        server.kill();
      }
    }
    try (ServerProcess server = disk.start("files.free-bytes=0");
        Client alice = Client.framed(server.address())) {
      alice.resume(place, null);
      String ticket = alice.ask(Reply.Ticket.class, new Request.Download("g", seq)).ticket();
      try (Carrier down = Carrier.with(server.address(), Mode.TEXT, ticket, got.length)) {
        assertEquals(13_000_000, down.begins(20_000_000));
        byte[] rest = down.rest();
        byte[] all = Arrays.copyOf(got, 20_000_000);
        System.arraycopy(rest, 0, all, got.length, rest.length);
        assertArrayEquals(file.bytes(), all);
      }
    }
  }

  // ---- little memory --------------------------------------------------------------------------

  @Test
  void aFileThatIsTwiceTheHeapPasses() throws Exception {
    passes(64L << 20, 32);
  }

  @Test
  @Tag("campaign")
  void aFileOfTwoGibibytesPassesAHeapOf64Mebibytes() throws Exception {
    passes(2L << 30, 64);
  }

  /** The pieces of a file that is never in memory: the n-th is the same each time. */
  private static byte[] piece(long n) {
    byte[] piece = new byte[1 << 20];
    new Random(n).nextBytes(piece);
    return piece;
  }

  private void passes(long size, int heapMebibytes) throws Exception {
    PreloadedDisk disk = PreloadedDisk.build(temp, temp.resolve("data"));
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    for (long n = 0; n < size >> 20; n++) {
      sha256.update(piece(n));
    }
    String digest = HexFormat.of().formatHex(sha256.digest());
    try (ServerProcess server =
            disk.start(
                List.of("-Xmx" + heapMebibytes + "m"), "files.free-bytes=0", "session.grace=1h");
        Client alice = Client.in(server.address(), "alice", "lobby")) {
      Request.Upload upload =
          new Request.Upload("u", "lobby", null, "large.bin", size, digest, null, null);
      long seq;
      long began = System.nanoTime();
      try (Carrier up =
          Carrier.with(server.address(), alice.ask(Reply.Ticket.class, upload).ticket())) {
        up.begins(size);
        for (long n = 0; n < size >> 20; n++) {
          up.send(piece(n));
        }
        seq = up.said();
      }
      long came = System.nanoTime();
      assertEquals(size, alice.event(Event.Message.class).file().size());
      String ticket = alice.ask(Reply.Ticket.class, new Request.Download("g", seq)).ticket();
      try (Carrier down = Carrier.with(server.address(), ticket)) {
        down.begins(size);
        for (long n = 0; n < size >> 20; n++) {
          assertArrayEquals(piece(n), down.bytes(1 << 20));
        }
        assertEquals(0, down.rest().length);
      }
      System.out.printf(
          "%d MiB came in %.1f s and went in %.1f s; the server's largest resident memory: %d"
              + " MiB%n",
          size >> 20,
          (came - began) / 1e9,
          (System.nanoTime() - came) / 1e9,
          peakMebibytes(server.pid()));
    }
  }

  /** The most that a process ever had resident; 0 where the system does not tell. */
  private static long peakMebibytes(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
