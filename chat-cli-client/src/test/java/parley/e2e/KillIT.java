package parley.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
 * {@code kill -9} in the middle of sending, again and again: no acknowledged message is lost,
 * doubled or moved, every follower sees the same order without a gap, and a nonce is known after
 * each restart.
 */
class KillIT {
  /** Messages that are acknowledged between two kills, at least. */
  private static final int LEAST = 100;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private ServerProcess server;

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
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFewKills() throws Exception {
    torture(3, 400);
  }

  @Test
  @Tag("campaign")
  void manyKills() throws Exception {
    torture(30, 1_000);
  }

  /**
   * @param most messages that are acknowledged between two kills
   */
  private void torture(int kills, int most) throws Exception {
    try (Torture torture = new Torture(home, server, server.plain(), server.tls(), random)) {
      for (int i = 0; i < kills; i++) {
        torture.go(LEAST + random.nextInt(most - LEAST));
        server.kill();
        server.start();
      }
      String figures =
          torture.judge(
              () -> {
                assertEquals(0, server.stop(), "the exit code after SIGTERM");
                server.start();
                return null;
              });
      System.out.println(kills + " kills, " + figures);
    }
  }
}
