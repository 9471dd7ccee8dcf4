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
