package parley.server.config;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.text.Nearest;

/**
 * What is done with a fault in the settings. A start and a reload go by all of them, so that each
 * fault stops them. A command on a running server goes by few: it must not stop because of the
 * others, which its server has not even read yet, nor take another folder than the one that was
 * meant.
 *
 * @param needed what the command goes by; a fault that may be one of these stops it
 * @param passedOver told the sentence of any other
 */
record SettingFaults(List<Key<?>> needed, Consumer<String> passedOver) {
  static final SettingFaults ALL_COUNT = new SettingFaults(Keys.ALL, _ -> {});

  /**
   * A fault in the file.
   *
   * @param name of the setting, as it is written there
   * @throws UserError the fault, where it counts
   */
  void found(String name, UserError fault) throws UserError {
    found(name, fault, Key::name);
  }

  /** The same in the environment. */
  void foundInVariable(String name, UserError fault) throws UserError {
    found(name, fault, Key::environmentName);
  }

  private void found(String name, UserError fault, Function<Key<?>, String> form) throws UserError {
    stopIfNeeded(name, fault, form);
    passedOver.accept(fault.getMessage());
  }

  /** As {@link #found}, of a fault of which the sentence is told once for more settings. */
  void named(String name, UserError fault) throws UserError {
    stopIfNeeded(name, fault, Key::name);
  }

  private void stopIfNeeded(String name, UserError fault, Function<Key<?>, String> form)
      throws UserError {
    String meant = Nearest.of(name, Keys.ALL.stream().map(form).toList()).orElse("");
    for (Key<?> key : needed) {
      String needs = form.apply(key);
      String table = needs.substring(0, needs.length() - key.word().length());
      if (all() || meant.equals(needs) || name.startsWith(table)) {
        throw fault;
      }
    }
  }

  /** Whether every fault counts. */
  boolean all() {
    return needed.size() == Keys.ALL.size();
  }

  /** Whether a setting could be meant whose table is not known. */
  boolean mayNeed(String word) {
    return needed.stream().map(Key::word).anyMatch(word::equals);
  }
}
