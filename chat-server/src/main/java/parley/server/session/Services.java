package parley.server.session;

import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import parley.server.config.Settings;
import parley.server.fanout.Fanout;
import parley.server.log.Log;
import parley.server.outbox.Outbox;
import parley.server.outbox.Writer;
import parley.server.sequence.Sequencer;
import parley.server.stats.Stats;

/**
 * The parts of the server that every session needs.
 *
 * @param settings the settings in force now
 * @param operatorToken whether a text is the operator's token
 * @param figures the statistics of this moment
 * @param timer for short work at a later time; never blocked
 */
public record Services(
    Sequencer sequencer,
    Fanout fanout,
    Log log,
    Stats stats,
    Supplier<Settings> settings,
    AdminLine admin,
    Predicate<String> operatorToken,
    Supplier<Map<String, Object>> figures,
    ScheduledExecutorService timer) {

  /**
   * What drains an outbox into a stream.
   *
   * @param person whose events are read from the log
   */
  public Writer writer(Outbox outbox, OutputStream out, Supplier<String> person) {
    return new Writer(outbox, out, log, stats, person, settings.get().limits().replay());
  }
}
