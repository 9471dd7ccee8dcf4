package parley.client.config;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import parley.client.terminal.Preferences;

/** What is set, and can be set otherwise while somebody chats. Guarded by its own lock. */
public final class LiveConfig {
  /** Looked at by whoever completes a word, too. */
  private volatile ChatConfig config;

  private final Consumer<Preferences> follows;

  /**
   * @param follows is told what is wanted from now on
   */
  public LiveConfig(ChatConfig config, Consumer<Preferences> follows) {
    this.config = config;
    this.follows = follows;
  }

  public ChatConfig now() {
    return config;
  }

  /**
   * Sets something, on the screen and in the file.
   *
   * @param items that the setting's kind accepts; null to set it no more
   * @throws IOException with a sentence, where it could not be written; then all is as before
   */
  public synchronized void set(Setting<?> setting, List<String> items) throws IOException {
    become(ConfigFile.set(config.file(), setting, items));
  }

  /** The file may have been changed by an editor. */
  public synchronized void reload() {
    become(ConfigFile.read(config.file()));
  }

  private void become(ChatConfig wanted) {
    config = wanted;
    follows.accept(wanted.preferences());
  }
}
