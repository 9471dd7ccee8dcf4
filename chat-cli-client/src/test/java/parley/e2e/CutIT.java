package parley.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import parley.testkit.ServerProcess;

/**
 * Connections that are cut at any byte in either direction, again and again, while clients send
 * what was not acknowledged once more under its nonce: nothing is lost, doubled or moved, and every
 * follower sees the same order without a gap.
 */
class CutIT {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private ServerProcess server;
  private Cutter plain;
  private Cutter tls;

  @BeforeEach
  void start() throws IOException {
    System.out.println("seed " + seed);
    server =
        ServerProcess.shipped(
            home,
            "limits.outbox-bytes=65536",
            "limits.replay=0",
            "session.grace=10m",
            "timeout.hello=60s",
            "timeout.handshake=60s",
            "limits.connections-per-address=0");
    server.start();
    plain = new Cutter(server.plain(), random.nextLong());
    tls = new Cutter(server.tls(), random.nextLong());
  }

  @AfterEach
  void stop() throws IOException {
    plain.close();
    tls.close();
    server.close();
  }

  @Test
  void aFewCuts() throws Exception {
    torture(15);
  }

  @Test
  @Tag("campaign")
  void manyCuts() throws Exception {
    torture(Integer.getInteger("parley.connection-cuts", 1_500));
  }

  private void torture(int cuts) throws Exception {
    try (Torture torture = new Torture(home, server, plain.port(), tls.port(), random)) {
      calm(false);
      while (plain.cuts() + tls.cuts() < cuts) {
        torture.go(50);
      }
      int done = plain.cuts() + tls.cuts();
      calm(true);
      String figures = torture.judge(() -> null);
      System.out.println(done + " cuts, " + figures);
    }
  }

  private void calm(boolean calm) {
    plain.calm(calm);
    tls.calm(calm);
  }
}
