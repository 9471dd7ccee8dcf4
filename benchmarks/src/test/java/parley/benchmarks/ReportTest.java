package parley.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.protocol.Json;

class ReportTest {
  private static final List<Result> RELAY = List.of(result(0.5, 0), result(1.0, 0), result(0.6, 0));
  private static final List<Result> SERVER =
      List.of(result(1.0, 0), result(1.1, 0), result(0.9, 0));

  @Test
  void ratiosAreOfEachRoundAndFiguresAreMedians() {
    Report.Row row = Report.Row.of(Target.Kind.SERVER, SERVER, RELAY);
    assertEquals(1.5, row.ratio(), 1e-9);
    assertEquals(List.of("server", "x1.50", "1.00", "0.90-1.10"), row.cells().subList(0, 4));
  }

  @Test
  void oneFaultInOneRoundShows() {
    assertTrue(report(SERVER).isFaultless());
    Report faulty = report(List.of(result(1, 0), result(1, 3)));
    assertFalse(faulty.isFaultless());
    assertTrue(faulty.text().contains("3!"), faulty::text);
  }

  @Test
  void whatIsKeptReadsBack() {
    Report report = report(SERVER);
    String kept = Json.MAPPER.writeValueAsString(report);
    assertEquals(report, Json.MAPPER.readValue(kept, Report.class));
  }

  private static Report report(List<Result> server) {
    return new Report(
        Machine.now(),
        List.of("Quiet."),
        List.of(
            new Report.Table(
                "Plain TCP",
                List.of(
                    Report.Row.of(Target.Kind.RELAY, RELAY, RELAY),
                    Report.Row.of(Target.Kind.SERVER, server, RELAY)))));
  }

  private static Result result(double cpu, long lost) {
    return new Result(
        10,
        1_000_000,
        100_000,
        229,
        60,
        70,
        cpu,
        0.5,
        0.001,
        1 << 28,
        0.4,
        new Result.Latency(1, 2, 3, 4, 5),
        0,
        1000,
        new Result.Faults(lost, 0, 0, 0, 0),
        15_625,
        null);
  }
}
