package parley.client.terminal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jline.utils.AttributedString;
import parley.client.conversation.Conversation;
import parley.client.conversation.News;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.client.link.PendingMessage;

/** What a conversation looks like on a screen. Confined to the lock of the link. */
public interface ConversationView {
  /**
   * How things stand, for the lines at the bottom.
   *
   * @param pending messages without their acknowledgement
   * @param unsure those of them of which nobody knows whether they arrived
   * @param panel lines above them: figures that are watched, files on their way
   */
  record Standing(
      Conversation conversation,
      StatusBar.Connection connection,
      List<PendingMessage> pending,
      List<PendingMessage> unsure,
      List<AttributedString> panel) {}

  /** Shows what came; what changed is shown in its place while it is in sight. */
  void show(List<News> news, Talk current);

  /** Shows entries that were read back, with their numbers. */
  void history(Talk talk, List<TalkEntry> entries);

  /** The head of a talk that was turned to, and what was said in it. */
  void turnTo(Talk talk, Conversation.Turned turned);

  /** No talk is turned to any more. */
  void turnAway();

  /** What a search found, and whether there is more; with a word on how to get there. */
  void found(List<FoundMessage> hits, boolean more);

  /**
   * Shows a message where it was said, with what stands around it.
   *
   * @param around the oldest first, the message among them
   */
  void goTo(Talk talk, long seq, List<TalkEntry> around);

  /** Something was said in another talk than the one that is turned to. */
  void saidElsewhere(String title, String text);

  /** Shows the end of what is turned to, wherever somebody reads. */
  void toEnd();

  /** Enter on an empty line: the number of the message that what is chosen leads to. */
  Optional<Long> entered();

  /** Numbers in the place of times, or times again; also where they are in sight already. */
  void numbers();

  /** A word of this program's own. */
  void say(String text);

  /** What was asked for: plainly. */
  void answer(String text);

  /** A word that must not be overlooked. */
  void warn(String text);

  /** A word that stands until {@link #unpin}, whatever is shown meanwhile. */
  void pin(String text);

  void unpin();

  /** Shows it all again, for the size that the screen now has. */
  void redraw();

  /** How its person wants it from now on. */
  void become(Preferences preferences);

  /**
   * Turns to the talk with a number in the list of all servers.
   *
   * @return false where no other server is open, so that the number is one of its own
   */
  boolean turnTo(int number);

  /** Whether this server is seen from now on, or another one in its place. */
  void looked(boolean seen);

  /** How things stand now. */
  void status(Standing standing);

  /** There is no conversation any more of which something could be told. */
  void noStatus();

  /** A key that is the view's own; whether it was one. */
  boolean pressed(PressedKey key);

  /** What is begun in each talk, by its title, and not said. */
  Map<String, String> drafts();

  /** What was begun another time; it stands there when its talk is turned to. */
  void drafts(Map<String, String> begun);

  /**
   * What is to be read back of a talk, because somebody reads there.
   *
   * @param before all that is older than this number; 0 for the newest
   */
  record Wanted(Talk talk, long before) {}

  /** What is wanted now; it is so until it is {@linkplain #older given}. */
  Optional<Wanted> wanted();

  /** What was wanted, the oldest first, and whether there are more. */
  void older(Wanted wanted, List<TalkEntry> entries, boolean more);

  /**
   * What takes the place of the talks for a while.
   *
   * @param rows for so many columns and rows: exactly those, the lowest in the place of what is
   *     typed
   * @param keys gets all keys, as the terminal sends them; must hand over and return
   */
  record Instead(
      BiFunction<Integer, Integer, List<AttributedString>> rows, Consumer<String> keys) {}

  /**
   * Shows something in the place of the talks, which go on; null gives it back to them.
   *
   * @return false where there is no such place
   */
  boolean instead(Instead other);

  /** Waits so long, or until there is something to {@link #draw}; without the lock. */
  void awaitChange(long millis) throws InterruptedException;

  /** Draws what has changed. */
  void draw();
}
