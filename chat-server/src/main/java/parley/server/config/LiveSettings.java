package parley.server.config;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The settings in force in a running server. Reading them is one volatile read, cheap enough for
 * every message; changes come one at a time, under this object's lock.
 */
public final class LiveSettings {
  private volatile Settings current;
  private final List<Consumer<Settings>> listeners = new CopyOnWriteArrayList<>();

  public LiveSettings(Settings settings) {
    this.current = settings;
  }

  public Settings current() {
    return current;
  }

  /**
   * Changes one setting until the next {@link #reload} or restart.
   *
   * @throws StartupException for an unknown key, a bad value, or a setting that only a restart
   *     changes; nothing changes then
   */
  public synchronized void set(String key, String value) throws StartupException {
    take(current.with(key, value));
  }

  /**
   * Reads the file, the environment and the flags again.
   *
   * @return what changed, and what differs but needs a restart
   * @throws StartupException where one of them is wrong now; nothing changes then
   */
  public synchronized Settings.Reload reload() throws StartupException {
    Settings.Reload reload = current.reload();
    take(reload.settings());
    return reload;
  }

  /** Calls {@code listener} with the new settings after each change, on the changer's thread. */
  public void onChange(Consumer<Settings> listener) {
    listeners.add(listener);
  }

  private void take(Settings next) {
    current = next;
    listeners.forEach(listener -> listener.accept(next));
  }
}
