package parley.server;

import java.util.function.Supplier;
import parley.protocol.Limits;
import parley.protocol.ServerLimits;
import parley.server.config.Settings;
import parley.server.decide.Rules;

/** What decisions go by, from the settings of the moment. */
record RulesInForce(Supplier<Settings> settings, String log) implements Supplier<Rules> {
  @Override
  public Rules get() {
    Settings now = settings.get();
    Settings.Limits limits = now.limits();
    return new Rules(
        "Parley " + Version.TEXT,
        log,
        new ServerLimits(
            limits.frameBytes(),
            Limits.TEXT_BYTES,
            told(limits.messagesPerSecond()),
            Limits.OUTSTANDING,
            told(limits.replay()),
            now.nonce().keep().toSeconds(),
            now.timeout().idle().toSeconds()),
        told(limits.rooms()),
        told(limits.roomsPerPerson()),
        told(limits.guests()));
  }

  /** A limit as it is told: 0 is none. */
  private static int told(int limit) {
    return limit == Settings.NONE ? 0 : limit;
  }
}
