package parley.server.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import parley.protocol.Skeleton;

/**
 * Whose names look like a name. Names from before that rule may look like each other, so a key has
 * as many owners as there are. Confined to its owner's thread.
 *
 * @param <T> who or what is named
 */
final class LookAlikes<T> {
  private final Map<String, List<T>> byKey = new HashMap<>();

  void add(String name, T named) {
    Skeleton.keys(name)
        .forEach(key -> byKey.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(named));
  }

  void remove(String name, T named) {
    for (String key : Skeleton.keys(name)) {
      byKey.computeIfPresent(
          key,
          (_, all) -> {
            all.remove(named);
            return all.isEmpty() ? null : all;
          });
    }
  }

  /** One whose name looks like it, and for which something holds; null where there is none. */
  T find(String name, Predicate<T> which) {
    return Skeleton.keys(name).stream()
        .map(byKey::get)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(which)
        .findFirst()
        .orElse(null);
  }
}
