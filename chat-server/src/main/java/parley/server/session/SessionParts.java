package parley.server.session;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import parley.protocol.Series;
import parley.server.config.Settings;
import parley.server.fanout.Fanout;
import parley.server.file.Transfers;
import parley.server.sequence.Sequencer;
import parley.server.stats.Stats;
import parley.server.stats.Timeline;

/**
 * What a {@link Session} hands to its parts; each of them gets only what it needs.
 *
 * @param transfers the files, and who may send and fetch them
 * @param figures the statistics of this moment
 * @param timeline how they went
 * @param slowest who has most waiting, for who may see that
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
    Timeline timeline,
    Supplier<List<Series.SlowReader>> slowest,
    Rates rates,
    Supplier<Settings> settings,
    Stats stats,
    ScheduledExecutorService timer) {}
