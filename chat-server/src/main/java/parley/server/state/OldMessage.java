package parley.server.state;

import java.util.Set;
import java.util.TreeSet;

/**
 * A message that someone wants to change, react to or answer, as it stands before the decision.
 *
 * @param said as it was said or last edited; of a deleted one only the place and the author count
 * @param latest the event that gave it its text: it itself or the newest edit
 * @param deleted the event that took it back, null where none did
 * @param reactions the different ones; those taken back meanwhile may be among them
 */
public record OldMessage(
    long seq, Change.Said said, Done latest, Done deleted, Set<String> reactions) {

  /**
   * An event that was there before.
   *
   * @param at in milliseconds since 1970 UTC
   */
  public record Done(long seq, long at) {}

  /** As it stands after an event that concerns it. */
  public OldMessage after(Entry entry) {
    Done done = new Done(entry.seq(), entry.at());
    return switch (entry.change()) {
      case Change.Edited c -> new OldMessage(seq, c.now(), done, deleted, reactions);
      case Change.Deleted _ -> new OldMessage(seq, said, latest, done, Set.of());
      case Change.Reacted c when !c.removed() -> {
        Set<String> more = new TreeSet<>(reactions);
        more.add(c.emoji());
        yield new OldMessage(seq, said, latest, deleted, more);
      }
      default -> this;
    };
  }
}
