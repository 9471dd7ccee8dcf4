package parley.server.outbox;

import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.function.Supplier;
import parley.server.config.Settings;
import parley.server.log.Log;
import parley.server.net.Network;
import parley.server.state.Viewer;
import parley.server.stats.Stats;

/**
 * How outboxes are written, the same for all connections.
 *
 * @param log what an outbox that is behind is written from
 * @param settings the settings in force now
 */
public record Writing(Writers writers, Log log, Stats stats, Supplier<Settings> settings) {

  /**
   * Writes from now on what comes into an outbox to a stream.
   *
   * @param from where the client is
   * @param viewer whose events are read from the log
   * @param ended told once why nothing more is written; null where everything was
   */
  public void begin(
      Outbox outbox,
      OutputStream out,
      Network from,
      Supplier<Viewer> viewer,
      Consumer<Exception> ended) {
    int replay = settings.get().limits().replay();
    new Writer(outbox, out, log, stats, from, viewer, replay, ended).start(writers);
  }
}
