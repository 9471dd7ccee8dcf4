package parley.protocol;

import java.util.List;

/**
 * What became of a message after it was said; told where it is read back.
 *
 * @param edited when it got its newest text; null where it has its first
 * @param deleted whether it was taken back, so that nothing of it is left
 * @param reactions what it was answered with; null where that is not told
 */
public record MessageState(String edited, boolean deleted, List<Reaction> reactions) {
  /** As it was said. */
  public static final MessageState NONE = new MessageState(null, false, null);

  public MessageState {
    reactions = reactions == null ? null : List.copyOf(reactions);
  }

  public MessageState with(List<Reaction> found) {
    return new MessageState(edited, deleted, found);
  }
}
