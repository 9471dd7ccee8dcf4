package parley.server.state;

import java.util.List;
import parley.protocol.Reaction;

/**
 * What became of a message after it was said; told where it is read back.
 *
 * @param editedAt when it got its newest text, in milliseconds since 1970 UTC; null where it has
 *     its first
 * @param deleted whether it was taken back, so that nothing of it is left
 * @param reactions null where they were not looked up; empty where there are none
 */
public record Fate(Long editedAt, boolean deleted, List<Reaction> reactions) {
  /** As it was said. */
  public static final Fate NONE = new Fate(null, false, null);

  public Fate with(List<Reaction> found) {
    return new Fate(editedAt, deleted, found);
  }
}
