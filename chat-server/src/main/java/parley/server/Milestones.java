package parley.server;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import parley.server.config.Key;
import parley.server.config.Settings;
import parley.server.logfile.Schema;
import parley.text.Build;
import parley.text.Hosts;

/** The lines of the log that tell of a server's start and its end. No secret is in them. */
final class Milestones {
  private static final Logger LOG = LoggerFactory.getLogger(Milestones.class);

  private Milestones() {}

  /** It serves people. */
  static void started(Server server) {
    Settings settings = server.settings().current();
    long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue("version", Build.THIS.toString())
            .addKeyValue("format", Schema.NEWEST)
            .addKeyValue("seconds", millis / 1e3)
            .addKeyValue("pid", ProcessHandle.current().pid())
            .addKeyValue("java", Runtime.version())
            .addKeyValue("data", settings.data().dir());
    if (server.tls().isPresent()) {
      line = line.addKeyValue("certs", settings.certs().dir());
    }
    line.addKeyValue("tls", place(server.tlsAddress()))
        .addKeyValue("plain", place(server.plainAddress()))
        .addKeyValue("metrics", place(server.metricsAddress()))
        .log("Parley is ready");
    LoggingEventBuilder set = LOG.atInfo();
    for (Key<?> key : settings.set()) {
      set = set.addKeyValue(key.name(), settings.told(key));
    }
    set.log(
        settings.set().isEmpty()
            ? "every setting is at its default"
            : "settings that are not at their default:");
  }

  private static String place(Optional<InetSocketAddress> at) {
    return at.map(Hosts::place).orElse("off");
  }

  /** Its end begins. */
  static void stops(String why) {
    LOG.info("the server stops: {}", why);
  }

  /**
   * It is over.
   *
   * @param nanos what that took
   */
  static void stopped(long nanos) {
    LOG.atInfo()
        .addKeyValue("seconds", Math.round(nanos / 1e7) / 1e2)
        .log("the server has stopped, and the log is closed");
  }
}
