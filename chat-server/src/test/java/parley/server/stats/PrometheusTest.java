package parley.server.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrometheusTest {
  private static final List<String> MODES = List.of("framed", "NDJSON", "text");

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{.*})? ([-+0-9.eEinfINaN]+)");

  private final Stats stats = new Stats(MODES);
  private ConnectionFigures live = ConnectionFigures.NOBODY;
  private final Prometheus prometheus = new Prometheus(stats, () -> live);

  @Test
  void everyCounterIsASampleOfItsOwn() {
    for (Counter counter : Counter.values()) {
      stats.count(counter, 1_000_003L + counter.ordinal());
    }
    Map<String, Double> samples = samples();
    for (Counter counter : Counter.values()) {
      double value = 1_000_003L + counter.ordinal();
      assertEquals(
          1,
          samples.entrySet().stream()
              .filter(
                  s -> s.getKey().matches("parley_\\w+_total(\\{.*})?") && s.getValue() == value)
              .count(),
          counter::name);
    }
    double full = 1_000_003L + Counter.REFUSED_FULL.ordinal();
    assertEquals(full, samples.get("parley_connections_refused_total{reason=\"full\"}"));
  }

  @Test
  void everyFamilyIsDescribed() {
    Set<String> typed = new HashSet<>();
    Set<String> helped = new HashSet<>();
    for (String line : text().split("\n")) {
      if (line.startsWith("# TYPE ")) {
        typed.add(line.split(" ")[2]);
      } else if (line.startsWith("# HELP ")) {
        helped.add(line.split(" ")[2]);
        assertTrue(line.split(" ").length > 4, line);
      } else {
        String family = line.split("[{ ]")[0].replaceFirst("_(bucket|sum|count)$", "");
        assertTrue(typed.contains(family) || typed.contains(line.split("[{ ]")[0]), line);
      }
    }
    assertEquals(typed, helped);
  }

  @Test
  void connectionsByModeAndTls() {
    ConnectionFigures.Tally tally = new ConnectionFigures.Tally(MODES);
    tally.add("NDJSON", true, 10, false);
    tally.add("NDJSON", true, 20, true);
    live = tally.sum();
    stats.detected("NDJSON");
    Map<String, Double> samples = samples();
    assertEquals(2, samples.get("parley_connections{mode=\"ndjson\",tls=\"true\"}"));
    assertEquals(0, samples.get("parley_connections{mode=\"text\",tls=\"false\"}"));
    assertEquals(1, samples.get("parley_connections_detected_total{mode=\"ndjson\"}"));
    assertEquals(0, samples.get("parley_connections_detected_total{mode=\"framed\"}"));
    assertEquals(30, samples.get("parley_outbox_bytes"));
    assertEquals(20, samples.get("parley_outbox_largest_bytes"));
    assertEquals(1, samples.get("parley_connections_behind"));
  }

  @Test
  void latenciesAreSecondsInBuckets() {
    stats.committed(300_000); // 0.3 ms
    stats.committed(3_000_000); // 3 ms
    stats.committed(59_000_000_000L);
    Map<String, Double> samples = samples();
    assertEquals(0, samples.get("parley_commit_seconds_bucket{le=\"2.5E-4\"}"));
    assertEquals(1, samples.get("parley_commit_seconds_bucket{le=\"5.0E-4\"}"));
    assertEquals(2, samples.get("parley_commit_seconds_bucket{le=\"30.0\"}"));
    assertEquals(3, samples.get("parley_commit_seconds_bucket{le=\"+Inf\"}"));
    assertEquals(3, samples.get("parley_commit_seconds_count"));
    assertEquals(59, samples.get("parley_commit_seconds_sum"), 0.5);
  }

  @Test
  void theProcessIsThereToo() {
    Map<String, Double> samples = samples();
    assertTrue(samples.get("process_cpu_seconds_total") > 0);
    assertTrue(samples.keySet().stream().anyMatch(k -> k.startsWith("jvm_memory_used_bytes")));
  }

  private String text() {
    return prometheus.scrape();
  }

  private Map<String, Double> samples() {
    Map<String, Double> samples = new HashMap<>();
    for (String line : text().split("\n")) {
      if (!line.startsWith("#")) {
        Matcher sample = SAMPLE.matcher(line);
        assertTrue(sample.matches(), line);
        String labels = sample.group(2) == null ? "" : sample.group(2);
        double value =
            sample.group(3).equals("+Inf")
                ? Double.POSITIVE_INFINITY
                : Double.parseDouble(sample.group(3));
        assertEquals(null, samples.put(sample.group(1) + labels, value), line);
      }
    }
    return samples;
  }
}
