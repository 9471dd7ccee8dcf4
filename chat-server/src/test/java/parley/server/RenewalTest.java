package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.config.Settings;

/** The certificate is looked at again and again while the server runs. */
class RenewalTest {
  @TempDir Path folder;

  @Test
  void aClockThatWasSetIsNoticedOnce() {
    AtomicLong ahead = new AtomicLong(-Duration.ofDays(20_000).toMillis());
    AtomicLong noticed = new AtomicLong();
    ClockWatch watch =
        new ClockWatch(() -> System.currentTimeMillis() + ahead.get(), noticed::incrementAndGet);
    watch.run();
    ahead.addAndGet(Duration.ofMinutes(5).toMillis());
    watch.run();
    assertEquals(0, noticed.get());
    ahead.set(0);
    watch.run();
    watch.run();
    assertEquals(1, noticed.get());
  }

  @Test
  void aCertificateThatIsDueIsRenewedByItself() throws Exception {
    Settings settings =
        Settings.of(
            "listen.plain=off",
            "listen.tls=127.0.0.1:0",
            "listen.metrics=off",
            "tls.names=*.example.org",
            "data.dir=" + folder.resolve("data"));
    Server server = Server.start(settings, Duration.ofMillis(200));
    try {
      String before = server.tls().orElseThrow().fingerprint();
      // A name that it lacks makes it due, as its end in less than 30 days does.
      server.settings().set("tls.names", "chat.example.org");
      await()
          .untilAsserted(() -> assertNotEquals(before, server.tls().orElseThrow().fingerprint()));
    } finally {
      server.stop();
    }
  }
}
