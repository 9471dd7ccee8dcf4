package parley.server.session;

import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import parley.server.config.Settings;
import parley.server.fanout.Fanout;
import parley.server.file.Transfers;
import parley.server.log.Log;
import parley.server.outbox.Outbox;
import parley.server.outbox.Writer;
import parley.server.outbox.Writers;
import parley.server.search.Search;
import parley.server.sequence.Sequencer;
import parley.server.stats.Stats;

/**
 * The parts of the server that every session needs.
 *
 * @param search empty where searching is switched off
 * @param transfers the files, and who may send and fetch them
 * @param settings the settings in force now
 * @param operatorToken whether a text is the operator's token
 * @param figures the statistics of this moment
 * @param tlsAddress where the TLS listener really listens, if there is one
 * @param timer for short work at a later time; never blocked
 */
public record Services(
    Sequencer sequencer,
    Fanout fanout,
    Log log,
    Optional<Search> search,
    Transfers transfers,
    Stats stats,
    Supplier<Settings> settings,
    AdminLine admin,
    Predicate<String> operatorToken,
    Supplier<Map<String, Object>> figures,
    Newcomers newcomers,
    Supplier<Optional<InetSocketAddress>> tlsAddress,
    ScheduledExecutorService timer,
    Writers writers) {

  /**
   * Writes from now on what comes into an outbox to a stream.
   *
   * @param person whose events are read from the log
   * @param ended told once why nothing more is written; null where everything was
   */
  public void write(
      Outbox outbox, OutputStream out, Supplier<String> person, Consumer<Exception> ended) {
    int replay = settings.get().limits().replay();
    new Writer(outbox, out, log, stats, person, replay, ended).start(writers);
  }
}
