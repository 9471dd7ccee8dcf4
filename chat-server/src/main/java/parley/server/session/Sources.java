package parley.server.session;

import java.util.Optional;
import java.util.function.Supplier;
import parley.server.config.Settings;
import parley.server.fanout.Roster;
import parley.server.log.Log;
import parley.server.search.Search;
import parley.server.sequence.Sequencer;

/**
 * What is read where somebody asks for what was said: what is on disk, and the sequencer where that
 * does not say it yet.
 *
 * @param gate asked before anything is read
 * @param search empty where searching is switched off
 * @param settings those in force now
 */
public record Sources(
    Log log,
    Optional<Search> search,
    Roster roster,
    Decoys decoys,
    Gate gate,
    Sequencer sequencer,
    Supplier<Settings> settings) {}
