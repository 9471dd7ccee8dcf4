package parley.server;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.admin.AdminSocket;
import parley.server.config.OwnFiles;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.log.OutcomeUnknownException;
import parley.server.log.RolledBackException;
import parley.server.logfile.Volume;
import parley.server.stats.Figures;
import parley.server.stats.MetricsEndpoint;
import parley.server.stats.Prometheus;
import parley.server.stats.StatsLog;

/**
 * What opens last, when every part is there: the metrics' address, the listeners, the admin socket,
 * the file that tells of health.
 *
 * @param freshToken the operator's token, where this start made it
 */
record Doors(
    Optional<HealthFile> health,
    Optional<MetricsEndpoint> metrics,
    Optional<AdminSocket> adminSocket,
    StatsLog statsLog,
    Optional<String> freshToken) {
  private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

  /**
   * Opens them; whoever calls closes the parts where that fails.
   *
   * @throws UserError with the sentence for whoever started it
   */
  static Doors open(ServerParts parts) throws UserError {
    Settings first = parts.settings.current();
    Optional<HealthFile> health = Optional.empty();
    Optional<MetricsEndpoint> metrics = Optional.empty();
    Optional<AdminSocket> adminSocket = Optional.empty();
    try {
      if (first.health().file().isPresent()) {
        Path file = first.health().file().get();
        OwnFiles.of(first).refuse(file);
        health = Optional.of(new HealthFile(file, parts.sequencer, parts.ready::get));
      }
      if (first.listen().metrics().isPresent()) {
        metrics =
            Optional.of(
                MetricsEndpoint.open(
                    first.listen().metrics().get(),
                    new Prometheus(parts.stats, parts::live)::scrape,
                    parts.ready::get));
      }
      parts.listeners.open(first.listen(), parts.tls, parts.settings::current);
      adminSocket = AdminSocket.open(first.data().dir(), parts.admin);
      warnTemporary("data.dir", first.data().dir(), "messages, accounts and files");
      if (parts.tls.isPresent()) {
        warnTemporary("certs.dir", first.certs().dir(), "the authority that people trust");
      }
      // The last step, when nothing else can fail: a token that was made is surely shown.
      Optional<String> freshToken = token(parts);
      StatsLog statsLog =
          StatsLog.start(
              () -> Figures.of(parts.stats, parts.live()),
              () -> parts.settings.current().stats().logEvery());
      parts.ready.set(true);
      health.ifPresent(HealthFile::start);
      return new Doors(health, metrics, adminSocket, statsLog, freshToken);
    } catch (UserError e) {
      health.ifPresent(HealthFile::close);
      adminSocket.ifPresent(AdminSocket::close);
      metrics.ifPresent(MetricsEndpoint::close);
      throw e;
    }
  }

  private static void warnTemporary(String key, Path folder, String what) {
    Volume.whyGone(folder)
        .ifPresent(why -> LOG.warn("{} {} {}: so are {}", key, folder, why, what));
  }

  private static Optional<String> token(ServerParts parts) throws UserError {
    try {
      return parts.operatorToken.first();
    } catch (RolledBackException | OutcomeUnknownException e) {
      throw new UserError("The operator's token can't be written: " + e.getMessage(), e);
    }
  }

  /** Those by which the server is told to do something, or looked for. */
  void closeFirst() {
    health.ifPresent(HealthFile::close);
    adminSocket.ifPresent(AdminSocket::close);
  }

  /** Those who watch how it ends. */
  void closeLast() {
    metrics.ifPresent(MetricsEndpoint::close);
    statsLog.close();
  }
}
