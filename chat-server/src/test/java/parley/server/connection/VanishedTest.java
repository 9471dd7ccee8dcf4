package parley.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is concluded from the tables of Linux. */
@DisabledIf("isBigEndian")
class VanishedTest {
  private static final String HEAD =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode\n";

  @TempDir Path folder;
  private Vanished vanished;
  private long now;

  static boolean isBigEndian() {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
  }

  @BeforeEach
  void tables() {
    vanished = new Vanished(List.of(folder.resolve("tcp"), folder.resolve("tcp6")));
  }

  /** Some seconds later, with one connection from 192.0.2.7, port 40000. */
  private Set<Peer> look(long waiting, int retransmits, int probes) throws IOException {
    now += TimeUnit.SECONDS.toNanos(5);
    Files.writeString(
        folder.resolve("tcp6"),
        HEAD
            + "   7: 0000000000000000FFFF0000010200C0:1D13 0000000000000000FFFF0000070200C0:9C40 01"
            + " %08X:00000000 01:00000014 %08X  1000 %8d 55555 2 0000000000000000 20 4 0 10 -1\n"
                .formatted(waiting, retransmits, probes));
    return vanished.look(now);
  }

  private static Set<Peer> it() throws IOException {
    return Set.of(new Peer(InetAddress.ofLiteral("192.0.2.7"), 40_000, 7443));
  }

  @Test
  void whoAnswersNothingForHalfAMinuteHasVanished() throws Exception {
    for (int i = 0; i < 7; i++) {
      assertEquals(Set.of(), look(120, 1 + i / 2, 0));
    }
    assertEquals(it(), look(120, 5, 0));
  }

  @Test
  void soHasWhoAnswersNoQuestionOfAFullWindow() throws Exception {
    for (int i = 0; i < 7; i++) {
      assertEquals(Set.of(), look(9_000, 0, 1 + i));
    }
    assertEquals(it(), look(9_000, 0, 10));
  }

  @Test
  void anAnswerBeginsItAnew() throws Exception {
    for (int i = 0; i < 7; i++) {
      assertEquals(Set.of(), look(120, 4, 0));
    }
    assertEquals(Set.of(), look(120, 1, 0));
    for (int i = 0; i < 6; i++) {
      assertEquals(Set.of(), look(120, 1 + i, 0));
    }
    assertEquals(it(), look(120, 8, 0));
  }

  @Test
  void lostPacketsOneByOneAreNoSilence() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertEquals(Set.of(), look(120, 1, 0));
    }
  }

  @Test
  void nothingOnItsWayIsTheBusinessOfKeepAlive() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertEquals(Set.of(), look(0, 0, 2));
    }
  }

  /** Else whoever was nearly found out would have all the time again with the next message. */
  @Test
  void silenceBeforeCounts() throws Exception {
    for (int i = 0; i < 7; i++) {
      assertEquals(Set.of(), look(0, 0, 1 + i / 2));
    }
    assertEquals(it(), look(120, 0, 4));
  }

  @Test
  void addressesAreReadAsTheyAre() throws Exception {
    for (int i = 0; i < 10; i++) {
      now += TimeUnit.SECONDS.toNanos(5);
      Files.writeString(
          folder.resolve("tcp"),
          HEAD
              + "   0: 0100007F:1B9E 0200007F:D431 01 00000010:00000000 01:00000014 00000007 0 0"
              + " 5\n");
      Files.writeString(
          folder.resolve("tcp6"),
          HEAD
              + "   0: B80D0120000000000000000001000000:1D13 B80D0120000001000000000007000000:0400"
              + " 08 00000010:00000000 01:00000014 00000007 0 0 5\n");
      vanished.look(now);
    }
    assertEquals(
        Set.of(
            new Peer(InetAddress.ofLiteral("127.0.0.2"), 0xd431, 7070),
            new Peer(InetAddress.ofLiteral("2001:db8:1::7"), 1024, 7443)),
        vanished.look(now + 1));
  }
}
