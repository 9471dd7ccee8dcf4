package parley.server.config;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The settings in force in a running server. Reading them is one volatile read, cheap enough for
 * every message; changes come one at a time, under this object's lock.
 */
public final class LiveSettings {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSettings.class);

  private volatile Settings current;
  private final List<Consumer<Settings>> listeners = new CopyOnWriteArrayList<>();

  public LiveSettings(Settings settings) {
    this.current = settings;
  }

  public Settings current() {
    return current;
  }

  /** Looks at settings before they come into force, and may refuse them. */
  @FunctionalInterface
  public interface Check<X extends Exception> {
    void look(Settings before, Settings next) throws X;
  }

  /**
   * Changes one setting until the next {@link #reload} or restart.
   *
   * @throws UserError for an unknown key, a bad value, or a setting that only a restart changes;
   *     nothing changes then
   */
  public void set(String key, String value) throws UserError {
    this.<UserError>set(key, value, (_, _) -> {});
  }

  /**
   * As the other.
   *
   * @param check asked before; what it throws is thrown on, and nothing changes then
   */
  public synchronized <X extends Exception> void set(String key, String value, Check<X> check)
      throws UserError, X {
    Settings next = current.with(key, value);
    check.look(current, next);
    take(next);
  }

  /**
   * Reads the file, the environment and the flags again.
   *
   * @return what changed, and what differs but needs a restart
   * @throws UserError where one of them is wrong now; nothing changes then
   */
  public Settings.Reload reload() throws UserError {
    return this.<UserError>reload((_, _) -> {});
  }

  /**
   * As the other.
   *
   * @param check asked before; what it throws is thrown on, and nothing changes then
   */
  public synchronized <X extends Exception> Settings.Reload reload(Check<X> check)
      throws UserError, X {
    Settings.Reload reload = current.reload();
    check.look(current, reload.settings());
    take(reload.settings());
    for (Key<?> key : reload.needRestart()) {
      told(key, current, reload.found()).log("the setting {} is another after a restart", key);
    }
    return reload;
  }

  /** Calls {@code listener} with the new settings after each change, on the changer's thread. */
  public void onChange(Consumer<Settings> listener) {
    listeners.add(listener);
  }

  private void take(Settings next) {
    for (Key<?> key : Keys.ALL) {
      if (!current.values().get(key).equals(next.values().get(key))) {
        told(key, current, next).log("the setting {} changed", key);
      }
    }
    current = next;
    listeners.forEach(listener -> listener.accept(next));
  }

  private static LoggingEventBuilder told(Key<?> key, Settings before, Settings next) {
    return LOG.atInfo()
        .addKeyValue("from", before.told(key))
        .addKeyValue("to", next.told(key))
        .addKeyValue("by", next.origins().get(key));
  }
}
