package parley.server.admin;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import parley.server.stats.Counter;
import parley.server.stats.Figures;
import parley.server.stats.Units;
import parley.text.Counted;

/** The figures as a person reads them. */
final class StatsText {
  private static final int LABEL = 14;

  private final StringBuilder text = new StringBuilder();

  private StatsText() {}

  static String of(Figures f) {
    StatsText t = new StatsText();
    Figures.Connections c = f.connections();
    t.line(
        "version",
        "%s, commit %s, the log's format is %d"
            .formatted(f.about().version(), f.about().commit(), f.about().format()));
    t.line("up", Units.duration(Duration.ofSeconds((long) f.uptimeSeconds())));
    t.line(
        "people",
        "%d known, %d online, %s; %s"
            .formatted(
                f.chat().people(),
                f.chat().online(),
                Counted.of(f.chat().operators(), "operator"),
                Counted.of(f.chat().rooms(), "room")));
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
    t.storage(f.storage());
    if (f.search() != null) {
      t.line(
          "search",
          "index up to event %d, %d behind%s"
              .formatted(
                  f.search().position(),
                  f.search().lag(),
                  f.search().held() == null
                      ? ""
                      : ": it waits until the disk has more than log.free-bytes to spare"));
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

  private static String byCode(Map<String, Long> refusals) {
    return refusals.isEmpty()
        ? ""
        : refusals.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private void traffic(Figures f) {
    line(
        "in",
        "%s, %s, %s, %s, %s that waited"
            .formatted(
                Units.bytes(f.traffic().bytesIn()),
                Counted.of(f.traffic().framesIn(), "frame"),
                Counted.of(f.traffic().brokenStreams(), "broken stream"),
                Counted.of(f.traffic().busyReaders(), "busy reader"),
                Counted.of(f.traffic().handshakesDelayed(), "handshake")));
    line(
        "out",
        "%s, %s in %s"
            .formatted(
                Units.bytes(f.traffic().bytesOut()),
                Counted.of(f.traffic().framesOut(), "frame"),
                Counted.of(f.traffic().writes(), "write")));
    line(
        "messages",
        "%d, delivered %s; %s in %s"
            .formatted(
                f.messages().accepted(),
                Counted.of(f.messages().deliveries(), "time"),
                Counted.of(f.messages().events(), "event"),
                Counted.of(f.messages().commits(), "commit")));
    if (Figures.sum(f.failedCommits()) > 0) {
      line("not committed", counts(Counter.Family.COMMITS_FAILED, f.failedCommits()));
    }
    line(
        "requests",
        "%d refused%s, %s slowed down"
            .formatted(
                f.messages().refusedRequests(),
                byCode(f.refusals()),
                Counted.of(f.messages().throttled(), "time")));
    line(
        "outboxes",
        "%s waiting, %s in the largest, %s behind"
            .formatted(
                Units.bytes(f.outboxes().bytes()),
                Units.bytes(f.outboxes().largest()),
                Counted.of(f.outboxes().behind(), "connection")));
    line(
        "",
        "fell behind %s, caught up %s, %s dropped"
            .formatted(
                Counted.of(f.outboxes().fellBehind(), "time"),
                Counted.of(f.outboxes().caughtUp(), "time"),
                Counted.of(f.outboxes().droppedPresence(), "presence event")));
  }

  private void storage(Figures.Storage storage) {
    line(
        "stored",
        "log %s, index %s%s"
            .formatted(
                Units.bytes(storage.logBytes()),
                Units.bytes(storage.indexBytes()),
                storage.toErase() == 0
                    ? ""
                    : "; retention goes through " + Counted.of(storage.toErase(), "event")));
    line(
        "backup",
        storage.lastBackup() == null ? "none yet" : "the last on " + storage.lastBackup());
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
            "%.1f s, %s; %s took %.1f s",
            process.cpuSeconds(),
            Counted.of(process.threads(), "thread"),
            Counted.of(process.collections(), "collection"),
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
