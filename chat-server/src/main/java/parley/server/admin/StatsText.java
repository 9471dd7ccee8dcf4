package parley.server.admin;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import parley.server.stats.Counter;
import parley.server.stats.Figures;
import parley.server.stats.Units;

/** The figures as a person reads them. */
final class StatsText {
  private static final int LABEL = 14;

  private final StringBuilder text = new StringBuilder();

  private StatsText() {}

  static String of(Figures f) {
    StatsText t = new StatsText();
    Figures.Connections c = f.connections();
    t.line("up", Units.duration(Duration.ofSeconds((long) f.uptimeSeconds())));
    t.line(
        "connections",
        "%d now: %d TLS, %d plain; %s%d undecided"
            .formatted(
                c.now(),
                c.tls(),
                c.plain(),
                c.modes().stream()
                    .map(of -> of.now() + " " + of.mode() + ", ")
                    .collect(Collectors.joining()),
                c.undecided()));
    t.line(
        "",
        c.modes().stream()
            .map(of -> of.total() + " " + of.mode())
            .collect(Collectors.joining(", ", c.total() + " since the start: ", "")));
    t.line(
        "refused", Figures.sum(f.refused()) + ": " + counts(Counter.Family.REFUSED, f.refused()));
    t.line("ended", counts(Counter.Family.ENDED, f.ended()));
    t.traffic(f);
    t.files(f.files());
    t.line(
        "disk",
        "%s free%s"
            .formatted(
                Units.bytes(f.disk().freeBytes()),
                f.disk().scarce() ? ": less than log.free-bytes, so nothing new is taken" : ""));
    if (f.search() != null) {
      t.line(
          "search",
          "index up to event %d, %d behind".formatted(f.search().position(), f.search().lag()));
    }
    if (f.certificate() != null) {
      t.line(
          "certificate",
          String.format(
              Locale.ROOT,
              "ends on %s, in %.1f days",
              f.certificate().until(),
              f.certificate().daysLeft()));
    }
    t.line("commit ms", quantiles(f.commitMs()));
    t.line("delivery ms", quantiles(f.deliveryMs()));
    t.process(f);
    return t.text.toString().stripTrailing();
  }

  private static String counts(Counter.Family family, Map<String, Long> counts) {
    return Counter.of(family)
        .map(counter -> counts.get(counter.key()) + " " + counter.shown())
        .collect(Collectors.joining(", "));
  }

  private void traffic(Figures f) {
    line(
        "in",
        "%s, %d frames, %d broken streams, %d busy readers, %d handshakes that waited"
            .formatted(
                Units.bytes(f.traffic().bytesIn()),
                f.traffic().framesIn(),
                f.traffic().brokenStreams(),
                f.traffic().busyReaders(),
                f.traffic().handshakesDelayed()));
    line(
        "out",
        "%s, %d frames in %d writes"
            .formatted(
                Units.bytes(f.traffic().bytesOut()),
                f.traffic().framesOut(),
                f.traffic().writes()));
    line(
        "messages",
        "%d, delivered %d times; %d events in %d commits"
            .formatted(
                f.messages().accepted(),
                f.messages().deliveries(),
                f.messages().events(),
                f.messages().commits()));
    line(
        "requests",
        "%d refused, %d times slowed down"
            .formatted(f.messages().refusedRequests(), f.messages().throttled()));
    line(
        "outboxes",
        "%s waiting, %s in the largest, %d connections behind"
            .formatted(
                Units.bytes(f.outboxes().bytes()),
                Units.bytes(f.outboxes().largest()),
                f.outboxes().behind()));
    line(
        "",
        "fell behind %d times, caught up %d times, %d presence events dropped"
            .formatted(
                f.outboxes().fellBehind(),
                f.outboxes().caughtUp(),
                f.outboxes().droppedPresence()));
  }

  private void files(Figures.Files files) {
    line(
        "files",
        "%d stored, %s; %d carried now"
            .formatted(files.stored(), Units.bytes(files.storedBytes()), files.transfers()));
    line(
        "",
        "%d came, %s; %d fetched, %s"
            .formatted(
                files.uploads(),
                Units.bytes(files.bytesIn()),
                files.downloads(),
                Units.bytes(files.bytesOut())));
  }

  private void process(Figures f) {
    var process = f.process();
    line(
        "memory",
        "heap %s of %s%s%s"
            .formatted(
                Units.bytes(process.heapUsed()),
                Units.bytes(process.heapCommitted()),
                process.heapMax() == null ? "" : ", at most " + Units.bytes(process.heapMax()),
                process.resident() == null ? "" : "; resident " + Units.bytes(process.resident())));
    line(
        "CPU",
        String.format(
            Locale.ROOT,
            "%.1f s, %d threads; %d collections took %.1f s",
            process.cpuSeconds(),
            process.threads(),
            process.collections(),
            process.collectionSeconds()));
  }

  private static String quantiles(Figures.Quantiles q) {
    return q.count() == 0
        ? "none in the latest minute"
        : String.format(
            Locale.ROOT,
            "p50 %.2f, p90 %.2f, p99 %.2f, p99.9 %.2f, max %.2f; %d measured",
            q.p50(),
            q.p90(),
            q.p99(),
            q.p999(),
            q.max(),
            q.count());
  }

  private void line(String label, String value) {
    text.append(label).append(" ".repeat(LABEL - label.length()));
    text.append(value).append('\n');
  }
}
