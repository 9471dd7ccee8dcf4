package parley.server.admin;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import parley.server.config.LiveSettings;
import parley.server.config.Settings;
import parley.server.config.UserError;
import parley.server.file.Transfers;
import parley.server.log.Log;
import parley.server.retention.Retention;
import parley.server.sequence.Sequencer;
import parley.server.session.Gate;
import parley.server.session.Sessions;
import parley.server.stats.Figures;

/**
 * What the commands act on.
 *
 * @param token by which a person becomes an operator
 * @param invitations as they are given to people
 * @param shutdown ends the server
 */
public record Controls(
    Sequencer sequencer,
    Gate gate,
    Sessions sessions,
    Log log,
    Transfers transfers,
    Retention retention,
    LiveSettings settings,
    Certificates certificates,
    Supplier<Figures> figures,
    OperatorToken token,
    InvitationLines invitations,
    Shutdown shutdown) {

  /** The name of a person by their id; the id again where there is none. */
  UnaryOperator<String> names() {
    Map<String, String> names = new HashMap<>();
    return id ->
        names.computeIfAbsent(id, each -> Objects.requireNonNullElse(log.nameOf(each), each));
  }

  /** Reads certificates again. */
  public interface Certificates {
    /**
     * @return a sentence that says what is in force now
     * @throws UserError where they can't be used; those in use stay
     */
    String reload(Settings settings) throws UserError;

    /**
     * What {@link #reload} would do; nothing is written and nothing changes.
     *
     * @return a sentence that says what would be in force
     * @throws UserError as there
     */
    String foresee(Settings settings) throws UserError;
  }
}
