package parley.server;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import parley.protocol.Limits;
import parley.protocol.ServerLimits;
import parley.server.config.Settings;
import parley.server.decide.DecisionLimits;
import parley.text.Build;

/** What decisions go by, from the settings of the moment. */
record LimitsInForce(Supplier<Settings> settings, String log, BooleanSupplier noSpace)
    implements Supplier<DecisionLimits> {
  @Override
  public DecisionLimits get() {
    Settings now = settings.get();
    Settings.Limits limits = now.limits();
    return new DecisionLimits(
        "Parley " + Build.THIS,
        log,
        new ServerLimits(
            limits.frameBytes(),
            Limits.TEXT_BYTES,
            told(limits.messagesPerSecond()),
            Limits.OUTSTANDING,
            told(limits.replay()),
            now.nonce().keep().toSeconds(),
            // Rounded up, because 0 would say that there is no end to it.
            now.timeout().idle().plusMillis(999).toSeconds()),
        told(limits.rooms()),
        told(limits.roomsPerPerson()),
        told(limits.guests()),
        told(limits.accounts()),
        now.accounts().guests(),
        now.rooms().blockedWords(),
        noSpace.getAsBoolean());
  }

  /** A limit as it is told: 0 is none. */
  private static int told(int limit) {
    return limit == Settings.NONE ? 0 : limit;
  }
}
