package parley.server.mode;

import java.time.Duration;
import java.util.function.Function;
import parley.server.config.Settings;

/**
 * When a connection that is silent ends.
 *
 * @param allowed how long it may be, by the settings in force
 * @param pinged whether it is asked at half that time whether anyone is there
 * @param taking whether who takes what comes is there, without a word
 */
public record Idle(Function<Settings.Timeout, Duration> allowed, boolean pinged, boolean taking) {
  /** Programs that answer. */
  public static final Idle ANSWERING = new Idle(Settings.Timeout::idle, true, false);

  /** Lines are also read by people, and by scripts that never say a word. */
  public static final Idle LISTENING = new Idle(Settings.Timeout::idle, true, true);

  /** People who type. */
  public static final Idle TYPING = new Idle(Settings.Timeout::textIdle, false, true);
}
