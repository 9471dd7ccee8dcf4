package parley.server.stats;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One line for the log: what is now, and what happened a second since the line before. */
final class StatsLine {
  private StatsLine() {}

  static String of(Figures before, Figures now) {
    double seconds = Math.max(0.001, now.uptimeSeconds() - before.uptimeSeconds());
    Figures.Messages messages = now.messages();
    Figures.Traffic traffic = now.traffic();
    StringBuilder line = new StringBuilder(200);
    line.append("connections ").append(now.connections().now());
    line.append(" (TLS ").append(now.connections().tls()).append(')');
    rate(line, "messages", messages.accepted() - before.messages().accepted(), seconds);
    rate(line, "deliveries", messages.deliveries() - before.messages().deliveries(), seconds);
    perSecond(line, "in", traffic.bytesIn() - before.traffic().bytesIn(), seconds);
    perSecond(line, "out", traffic.bytesOut() - before.traffic().bytesOut(), seconds);
    line.append(", waiting ").append(Units.bytes(now.outboxes().bytes()));
    if (now.outboxes().behind() > 0) {
      line.append(" (").append(now.outboxes().behind()).append(" behind)");
    }
    quantiles(line, "commit", now.commitMs());
    quantiles(line, "delivery", now.deliveryMs());
    long refused = Figures.sum(now.refused()) - Figures.sum(before.refused());
    if (refused > 0) {
      line.append(", refused ").append(refused);
    }
    line.append(", heap ").append(Units.bytes(now.process().heapUsed()));
    if (now.process().resident() != null) {
      line.append(", resident ").append(Units.bytes(now.process().resident()));
    }
    double cpu = (now.process().cpuSeconds() - before.process().cpuSeconds()) / seconds;
    return line.append(String.format(Locale.ROOT, ", CPU %.0f %%", 100 * cpu)).toString();
  }

  /** The same as fields: counts are of the seconds since the line before. */
  static Map<String, Object> figures(Figures before, Figures now) {
    Figures.Messages messages = now.messages();
    Figures.Traffic traffic = now.traffic();
    Map<String, Object> all = new LinkedHashMap<>();
    double seconds = now.uptimeSeconds() - before.uptimeSeconds();
    all.put("seconds", Math.round(seconds * 1e3) / 1e3);
    all.put("connections", now.connections().now());
    all.put("tls", now.connections().tls());
    all.put("messages", messages.accepted() - before.messages().accepted());
    all.put("deliveries", messages.deliveries() - before.messages().deliveries());
    all.put("bytesIn", traffic.bytesIn() - before.traffic().bytesIn());
    all.put("bytesOut", traffic.bytesOut() - before.traffic().bytesOut());
    all.put("waitingBytes", now.outboxes().bytes());
    all.put("behind", now.outboxes().behind());
    quantiles(all, "commit", now.commitMs());
    quantiles(all, "delivery", now.deliveryMs());
    all.put("refused", Figures.sum(now.refused()) - Figures.sum(before.refused()));
    all.put("refusedRequests", messages.refusedRequests() - before.messages().refusedRequests());
    all.put("heapBytes", now.process().heapUsed());
    if (now.process().resident() != null) {
      all.put("residentBytes", now.process().resident());
    }
    double cpu = now.process().cpuSeconds() - before.process().cpuSeconds();
    all.put("cpuSeconds", Math.round(cpu * 1e3) / 1e3);
    return all;
  }

  private static void quantiles(Map<String, Object> all, String what, Figures.Quantiles quantiles) {
    if (quantiles.count() > 0) {
      all.put(what + "P50Ms", quantiles.p50());
      all.put(what + "P99Ms", quantiles.p99());
    }
  }

  private static void rate(StringBuilder line, String what, long count, double seconds) {
    line.append(String.format(Locale.ROOT, ", %s %.1f/s", what, count / seconds));
  }

  private static void perSecond(StringBuilder line, String what, long bytes, double seconds) {
    line.append(", ").append(what).append(' ');
    line.append(Units.bytes(Math.round(bytes / seconds))).append("/s");
  }

  private static void quantiles(StringBuilder line, String what, Figures.Quantiles quantiles) {
    if (quantiles.count() > 0) {
      line.append(
          String.format(
              Locale.ROOT, ", %s p50 %.1f p99 %.1f ms", what, quantiles.p50(), quantiles.p99()));
    }
  }
}
