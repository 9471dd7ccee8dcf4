package parley.server.fanout;

import java.util.List;
import java.util.function.Consumer;
import parley.protocol.Reply;
import parley.server.state.Change;
import parley.server.state.Entry;

/**
 * A batch that is on disk.
 *
 * @param last the number of its last event, or of the last one before it where it has none
 */
public record Committed(List<Item> items, long last) {

  /**
   * One decided command.
   *
   * @param effects {@link Numbered} and passing changes, in the order of the decision
   * @param since {@link System#nanoTime} when its request was read
   */
  public record Item(List<Effect> effects, Reply reply, Consumer<Reply> replyTo, long since) {}

  /** What happened, in order. */
  public sealed interface Effect {}

  /** An event of the log. */
  public record Numbered(Entry entry) implements Effect {}

  /** A change of who is connected. */
  public record Unnumbered(Change.Passing change) implements Effect {}
}
