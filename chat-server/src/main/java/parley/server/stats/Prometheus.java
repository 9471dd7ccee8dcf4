package parley.server.stats;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import parley.protocol.Mode;

/** The figures in Prometheus' text format, with those of the process and its virtual machine. */
public final class Prometheus {
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  /** Upper bounds of the latencies' buckets, in seconds. */
  private static final double[] BUCKETS = {
    0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
    10, 30
  };

  /** A metric's name without {@code _total}, its label if it has one, and the label's value. */
  private record Name(String metric, String help, String label, String value) {
    static Name of(String metric, Counter counter) {
      return new Name(metric, "Number of " + counter.help() + ".", null, null);
    }

    Labels labels() {
      return label == null ? Labels.EMPTY : Labels.of(label, value);
    }
  }

  private final Stats stats;
  private final Supplier<Live> live;
  private final PrometheusRegistry registry = new PrometheusRegistry();

  public Prometheus(Stats stats, Supplier<Live> live) {
    this.stats = stats;
    this.live = live;
    JvmMetrics.builder().register(registry);
    registry.register(this::collect);
  }

  /** A whole answer to a scrape. */
  public String scrape() {
    ByteArrayOutputStream text = new ByteArrayOutputStream(32_768);
    try {
      PrometheusTextFormatWriter.create()
          .write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException e) {
      throw new UncheckedIOException("into memory", e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private MetricSnapshots collect() {
    List<MetricSnapshot> all = new ArrayList<>(counters());
    Live now = live.get();
    all.add(connections(now));
    all.add(gauge("parley_connections_behind", "Connections served from the log.", now.behind()));
    all.add(gauge("parley_outbox_bytes", "Bytes that wait to be written.", now.outboxBytes()));
    all.add(
        gauge(
            "parley_outbox_largest_bytes",
            "Bytes that wait for the connection with most.",
            now.largestOutbox()));
    all.add(
        histogram(
            "parley_commit_seconds",
            "Time of a transaction, its sync to disk included.",
            stats.commits().total()));
    all.add(
        histogram(
            "parley_delivery_seconds",
            "Time of an event from the request's reading to a receiver's socket; samples.",
            stats.deliveries().total()));
    Figures.Stored stored = stats.files();
    all.add(gauge("parley_transfers", "Files that are carried now.", stored.transfers()));
    all.add(gauge("parley_stored_files", "Files that are stored.", stored.files()));
    all.add(gauge("parley_stored_bytes", "Bytes of the files that are stored.", stored.bytes()));
    Figures.Search search = stats.search();
    if (search != null) {
      all.add(gauge("parley_search_position", "The newest event in the index.", search.position()));
      all.add(gauge("parley_search_lag_events", "Events not in the index yet.", search.lag()));
    }
    return new MetricSnapshots(all);
  }

  private List<CounterSnapshot> counters() {
    Map<String, CounterSnapshot.Builder> families = new LinkedHashMap<>();
    for (Counter counter : Counter.values()) {
      Name name = name(counter);
      families
          .computeIfAbsent(name.metric, m -> CounterSnapshot.builder().name(m).help(name.help))
          .dataPoint(
              CounterDataPointSnapshot.builder()
                  .value((double) stats.value(counter))
                  .labels(name.labels())
                  .build());
    }
    return families.values().stream().map(CounterSnapshot.Builder::build).toList();
  }

  private static Name name(Counter counter) {
    return switch (counter) {
      case ACCEPTED -> Name.of("parley_connections_accepted", counter);
      case REFUSED_FULL -> refused("full");
      case REFUSED_ADDRESS -> refused("address");
      case REFUSED_BANNED -> refused("banned");
      case HANDSHAKE_FAILED -> refused("handshake");
      case FRAMED -> mode("framed");
      case NDJSON -> mode("ndjson");
      case TEXT -> mode("text");
      case BYTES_IN -> Name.of("parley_received_bytes", counter);
      case BYTES_OUT -> Name.of("parley_sent_bytes", counter);
      case FRAMES_IN -> Name.of("parley_received_frames", counter);
      case FRAMES_OUT -> Name.of("parley_sent_frames", counter);
      case WRITES -> Name.of("parley_socket_writes", counter);
      case MESSAGES -> Name.of("parley_messages", counter);
      case COMMITS -> Name.of("parley_commits", counter);
      case EVENTS -> Name.of("parley_events", counter);
      case DELIVERIES -> Name.of("parley_deliveries", counter);
      case FELL_BEHIND -> Name.of("parley_fell_behind", counter);
      case CAUGHT_UP -> Name.of("parley_caught_up", counter);
      case DROPPED_PRESENCE -> Name.of("parley_dropped_presence", counter);
      case REFUSED_REQUESTS -> Name.of("parley_refused_requests", counter);
      case BROKEN_STREAMS -> Name.of("parley_broken_streams", counter);
      case THROTTLED -> Name.of("parley_throttled", counter);
      case UPLOADS -> Name.of("parley_uploads", counter);
      case DOWNLOADS -> Name.of("parley_downloads", counter);
      case FILE_BYTES_IN -> Name.of("parley_file_received_bytes", counter);
      case FILE_BYTES_OUT -> Name.of("parley_file_sent_bytes", counter);
      case ENDED_CLEAN -> ended("clean");
      case ENDED_HALF_CLOSE -> ended("half-close");
      case ENDED_RESET -> ended("reset");
      case ENDED_BROKEN_PIPE -> ended("broken-pipe");
      case ENDED_TIMEOUT -> ended("timeout");
      case ENDED_BY_SERVER -> ended("by-server");
    };
  }

  private static Name refused(String reason) {
    return new Name("parley_connections_refused", "Connections refused.", "reason", reason);
  }

  private static Name ended(String reason) {
    return new Name("parley_connections_ended", "Connections that ended.", "reason", reason);
  }

  private static Name mode(String mode) {
    return new Name(
        "parley_connections_detected", "Connections by the wire mode they chose.", "mode", mode);
  }

  private static GaugeSnapshot connections(Live now) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder().name("parley_connections").help("Connections now.");
    for (Live.Group group : now.groups()) {
      String mode = group.mode() == null ? "undecided" : word(group.mode());
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder()
              .value(group.connections())
              .labels(Labels.of("mode", mode, "tls", Boolean.toString(group.tls())))
              .build());
    }
    return gauge.build();
  }

  private static String word(Mode mode) {
    return switch (mode) {
      case FRAMED -> "framed";
      case NDJSON -> "ndjson";
      case TEXT -> "text";
    };
  }

  private static GaugeSnapshot gauge(String name, String help, long value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value((double) value).build())
        .build();
  }

  private static HistogramSnapshot histogram(String name, String help, Histogram nanos) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long below = 0;
    for (double bound : BUCKETS) {
      long upTo = nanos.getTotalCount() == 0 ? 0 : nanos.getCountBetweenValues(0, nanos(bound));
      buckets.bucket(bound, upTo - below);
      below = upTo;
    }
    buckets.bucket(Double.POSITIVE_INFINITY, nanos.getTotalCount() - below);
    double sum = nanos.getTotalCount() == 0 ? 0 : nanos.getMean() * nanos.getTotalCount() / 1e9;
    return HistogramSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(sum)
                .build())
        .build();
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }
}
