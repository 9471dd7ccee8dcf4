package parley.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The load against the programs of others, where they are installed. */
class RivalsTest {
  private static final int MEMBERS = 10;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"NODE,false", "NODE,true", "NATS,false", "NATS,true", "NGIRCD,false", "NGIRCD,true"})
  void aRoomArrivesWhole(Target.Kind kind, boolean tls) throws Exception {
    assumeTrue(Rivals.isInstalled(kind.program), kind.program + " is not installed");
    assumeTrue(kind != Target.Kind.NGIRCD || !tls || Rivals.isInstalled("openssl"), "no openssl");
    try (Target target = Rivals.start(kind, tls, folder)) {
      Plan plan =
          new Plan(
              Wire.of(kind.wire, "bench", tls),
              target.address(),
              tls,
              MEMBERS,
              2,
              0,
              4,
              new Text(100),
              Duration.ofMillis(100),
              Duration.ofMillis(400));
      Result result = new Load(plan, target.process().pid()).run();
      assertEquals(new Result.Faults(0, 0, 0, 0, 0), result.faults());
      assertTrue(result.sent() >= 8, () -> result + "");
    }
  }
}
