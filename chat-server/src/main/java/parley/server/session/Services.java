package parley.server.session;

import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import parley.server.config.Settings;
import parley.server.fanout.Fanout;
import parley.server.log.Log;
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
    ScheduledExecutorService timer) {}
