package parley.server.session;

import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import parley.server.config.Settings;
import parley.server.fanout.Fanout;
import parley.server.file.Transfers;
import parley.server.sequence.Sequencer;
import parley.server.stats.Stats;

/**
 * What a {@link Session} hands to its parts; each of them gets only what it needs.
 *
 * @param transfers the files, and who may send and fetch them
 * @param figures the statistics of this moment
 * @param settings the settings in force now
 * @param timer for short work at a later time; never blocked
 */
public record SessionParts(
    Sequencer sequencer,
    Fanout fanout,
    Sources sources,
    Transfers transfers,
    AdminLine admin,
    Supplier<Map<String, Object>> figures,
    Rates rates,
    Supplier<Settings> settings,
    Stats stats,
    ScheduledExecutorService timer) {}
