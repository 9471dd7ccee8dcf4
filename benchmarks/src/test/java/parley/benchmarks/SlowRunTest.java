package parley.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow readers in a small room on the real server. */
class SlowRunTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSlowGetEverythingAndAreEndedWhenStuck(boolean tls) throws Exception {
    List<String> settings = new ArrayList<>(Subject.UNLIMITED);
    settings.add("limits.outbox-bytes=65536");
    try (Subject subject = Subject.start(Launcher.in(folder), settings, tls);
        SlowRun run = new SlowRun(subject, plan(subject, tls), 2)) {
      SlowReport.Pair pair = run.pair(1);
      assertEquals(0, pair.faults());
      assertEquals(0, run.faults());
      assertTrue(pair.received() > 0, () -> pair + "");
      assertTrue(pair.ratio() > 0, () -> pair + "");
      SlowRun.Endings endings = run.end();
      assertTrue(endings.kick() < 20 && endings.shutdown() < 20, () -> endings + "");
    }
  }

  private static Plan plan(Subject subject, boolean tls) {
    return new Plan(
        Wire.of(Wire.Kind.FRAMED, "slow", tls),
        subject.target().address(),
        tls,
        4,
        2,
        0,
        32,
        new Text(1000),
        Duration.ofMillis(200),
        Duration.ofMillis(500));
  }
}
