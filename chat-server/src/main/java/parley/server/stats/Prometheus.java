package parley.server.stats;

import static parley.server.stats.Snapshots.gauge;
import static parley.server.stats.Snapshots.histogram;
import static parley.server.stats.Snapshots.labelled;
import static parley.server.stats.Snapshots.point;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import parley.protocol.ErrorCode;

/** The figures in Prometheus' text format, with those of the process and its virtual machine. */
public final class Prometheus {
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final Stats stats;
  private final Supplier<ConnectionFigures> live;
  private final PrometheusRegistry registry = new PrometheusRegistry();

  public Prometheus(Stats stats, Supplier<ConnectionFigures> live) {
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
    all.add(detected());
    all.add(refusals());
    Figures.Own own = stats.own();
    about(own.about(), all);
    chat(own.chat(), all);
    storage(own.storage(), all);
    all.add(limits(own.limits()));
    ConnectionFigures now = live.get();
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
    Figures.Disk disk = stats.disk();
    all.add(
        gauge("parley_disk_free_bytes", "Free on the disk of the data folder.", disk.freeBytes()));
    all.add(
        gauge(
            "parley_disk_scarce",
            "1 where so little is free that nothing new is taken.",
            disk.scarce() ? 1 : 0));
    Figures.Search search = stats.search();
    if (search != null) {
      all.add(gauge("parley_search_position", "The newest event in the index.", search.position()));
      all.add(gauge("parley_search_lag_events", "Events not in the index yet.", search.lag()));
      all.add(
          gauge(
              "parley_search_held",
              "1 where the index waits for room on the disk.",
              search.held() == null ? 0 : 1));
    }
    Figures.Certificate certificate = stats.certificate();
    if (certificate != null) {
      all.add(
          gauge(
              "parley_certificate_end_timestamp_seconds",
              "When the certificate ends, in seconds since 1970.",
              Instant.parse(certificate.until()).getEpochSecond()));
    }
    return new MetricSnapshots(all);
  }

  private static void about(Figures.About about, List<MetricSnapshot> all) {
    // The writer adds "_info".
    all.add(
        InfoSnapshot.builder()
            .name("parley_build")
            .help("1, with what was built from which commit.")
            .dataPoint(
                InfoDataPointSnapshot.builder()
                    .labels(Labels.of("version", about.version(), "commit", about.commit()))
                    .build())
            .build());
    all.add(gauge("parley_log_format", "Version of the log's file.", about.format()));
  }

  private static void chat(Figures.Chat chat, List<MetricSnapshot> all) {
    all.add(gauge("parley_rooms", "Rooms that there are.", chat.rooms()));
    all.add(gauge("parley_people", "People who are known, guests included.", chat.people()));
    all.add(gauge("parley_people_online", "People with a connection.", chat.online()));
    all.add(gauge("parley_operators", "Operators and owners, there or not.", chat.operators()));
  }

  private static void storage(Figures.Storage storage, List<MetricSnapshot> all) {
    all.add(
        gauge(
            "parley_log_bytes",
            "Bytes of the log and what is written ahead of it.",
            storage.logBytes()));
    all.add(gauge("parley_search_bytes", "Bytes of the search index.", storage.indexBytes()));
    all.add(
        gauge(
            "parley_retention_left_events",
            "Numbers of events that retention has yet to go through, of the room that is next.",
            storage.toErase()));
    all.add(
        gauge(
            "parley_last_backup_timestamp_seconds",
            "When the last whole backup was made, in seconds since 1970; 0: never.",
            storage.lastBackup() == null
                ? 0
                : Instant.parse(storage.lastBackup()).getEpochSecond()));
  }

  private static GaugeSnapshot limits(Map<String, Double> limits) {
    return labelled(
        "parley_limit",
        "Limits in force, by setting; +Inf for none.",
        limits.entrySet().stream()
            .map(limit -> point(limit.getValue(), Labels.of("setting", limit.getKey())))
            .toList());
  }

  /** Of all codes, so that each is there before it first happens. */
  private CounterSnapshot refusals() {
    CounterSnapshot.Builder refusals =
        CounterSnapshot.builder()
            .name("parley_refusals")
            .help("Requests answered with an error, by its code.");
    for (ErrorCode code : ErrorCode.values()) {
      refusals.dataPoint(
          CounterDataPointSnapshot.builder()
              .value((double) stats.refusals(code))
              .labels(Labels.of("code", code.wire()))
              .build());
    }
    return refusals.build();
  }

  private List<CounterSnapshot> counters() {
    Map<String, CounterSnapshot.Builder> families = new LinkedHashMap<>();
    for (Counter counter : Counter.values()) {
      families
          .computeIfAbsent(
              counter.metric(), m -> CounterSnapshot.builder().name(m).help(counter.help()))
          .dataPoint(
              CounterDataPointSnapshot.builder()
                  .value((double) stats.value(counter))
                  .labels(
                      counter.label() == null ? Labels.EMPTY : Labels.of("reason", counter.label()))
                  .build());
    }
    return families.values().stream().map(CounterSnapshot.Builder::build).toList();
  }

  private CounterSnapshot detected() {
    CounterSnapshot.Builder detected =
        CounterSnapshot.builder()
            .name("parley_connections_detected")
            .help("Connections by the wire mode they chose.");
    stats
        .detected()
        .forEach(
            (mode, count) ->
                detected.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .value((double) count)
                        .labels(Labels.of("mode", label(mode)))
                        .build()));
    return detected.build();
  }

  private static GaugeSnapshot connections(ConnectionFigures now) {
    GaugeSnapshot.Builder gauge =
        GaugeSnapshot.builder().name("parley_connections").help("Connections now.");
    for (ConnectionFigures.Group group : now.groups()) {
      String mode = group.mode() == null ? "undecided" : label(group.mode());
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder()
              .value(group.connections())
              .labels(Labels.of("mode", mode, "tls", Boolean.toString(group.tls())))
              .build());
    }
    return gauge.build();
  }

  private static String label(String mode) {
    return mode.toLowerCase(Locale.ROOT);
  }
}
