package parley.client.terminal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jline.utils.AttributedString;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;

/**
 * What was printed last, block by block. A block that is still in sight can be printed anew in its
 * place, together with all below it; what has scrolled away belongs to the terminal. Confined to
 * the lock of the link.
 */
final class PrintedBlocks {
  private static final int REMEMBERED = 300;

  /** Lines that belong together. */
  static final class Block {
    private final Talk talk;
    private final TalkEntry entry;
    private final IntFunction<List<AttributedString>> maker;
    private List<AttributedString> lines = List.of();
    private boolean dropped;

    /**
     * @param maker makes the lines for a screen's width
     */
    Block(IntFunction<List<AttributedString>> maker) {
      this(null, null, maker);
    }

    /**
     * @param entry of a talk, which the lines show as it is now
     */
    Block(Talk talk, TalkEntry entry, IntFunction<List<AttributedString>> maker) {
      this.talk = talk;
      this.entry = entry;
      this.maker = maker;
    }

    /** Whether something of an entry is seen in it: itself, or that it is answered. */
    boolean shows(Talk talk, TalkEntry entry) {
      return this.talk == talk
          && this.entry != null
          && (this.entry.seq() == entry.seq()
              || (this.entry.answers() != null && this.entry.answers().seq() == entry.seq()));
    }

    private List<AttributedString> made(int width) {
      lines = dropped ? List.of() : List.copyOf(maker.apply(width));
      return lines;
    }
  }

  private final InlineScreen screen;

  /** Oldest first. */
  private final Deque<Block> blocks = new ArrayDeque<>();

  PrintedBlocks(InlineScreen screen) {
    this.screen = screen;
  }

  void print(List<Block> added) {
    List<AttributedString> lines = new ArrayList<>();
    for (Block block : added) {
      blocks.addLast(block);
      if (blocks.size() > REMEMBERED) {
        blocks.removeFirst();
      }
      lines.addAll(block.made(screen.width()));
    }
    screen.print(lines);
  }

  /**
   * Prints blocks anew in their place.
   *
   * @return whether there was one in sight
   */
  boolean reprint(Predicate<Block> changed) {
    List<Block> below = new ArrayList<>();
    int rows = 0;
    int reached = 0;
    int rowsReached = 0;
    Iterator<Block> newestFirst = blocks.descendingIterator();
    while (newestFirst.hasNext()) {
      Block block = newestFirst.next();
      rows += block.lines.size();
      if (rows > screen.rewritable()) {
        break;
      }
      below.addFirst(block);
      if (changed.test(block)) {
        reached = below.size();
        rowsReached = rows;
      }
    }
    if (reached == 0) {
      return false;
    }
    List<AttributedString> lines = new ArrayList<>();
    for (Block block : below.subList(below.size() - reached, below.size())) {
      lines.addAll(changed.test(block) ? block.made(screen.width()) : block.lines);
    }
    screen.rewrite(rowsReached, lines);
    return true;
  }

  /** Takes a block away, from the screen too where it is in sight. */
  void drop(Block dropped) {
    dropped.dropped = true;
    reprint(block -> block == dropped);
  }

  /** Clears the screen and shows the end of it all again, for the size that the screen now has. */
  void redraw() {
    int width = screen.width();
    ArrayDeque<AttributedString> lines = new ArrayDeque<>();
    Iterator<Block> newestFirst = blocks.descendingIterator();
    while (newestFirst.hasNext()) {
      newestFirst.next().made(width).reversed().forEach(lines::addFirst);
    }
    int most = Math.max(1, screen.rewritable());
    screen.redraw(lines.stream().skip(Math.max(0, lines.size() - most)).toList());
  }
}
