package parley.client.screen;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.conversation.Talk;
import parley.client.terminal.Completion;
import parley.client.terminal.PressedKey;
import parley.client.terminal.Screen;

/**
 * The screen as one server has it: it is seen, and typed at, while its {@link Desk} shows it. Lines
 * and questions wait for that, each with what was typed for it. What has no other word is guarded
 * by the desk's lock.
 */
public final class Seat implements Screen {
  /**
   * Who is to be told of what is done there; each call may wait.
   *
   * @param pressed a key, on a thread of its own
   * @param goes a line that is to be done as if it were typed; must hand over and return
   * @param turns a talk of this server that is to be turned to
   * @param looks whether this server is seen from now on
   */
  public record Occupant(
      Consumer<PressedKey> pressed,
      Consumer<String> goes,
      Consumer<Talk> turns,
      Consumer<Boolean> looks) {}

  private static final int MOST_AHEAD = 100;

  final Completion completion;

  private final Desk desk;
  private final String label;
  private volatile Occupant occupant = new Occupant(_ -> {}, _ -> {}, _ -> {}, _ -> {});
  private volatile Runnable changes = () -> {};
  private volatile Overview overview;

  /** Whether a question waits until this server is turned to. */
  private volatile boolean asks;

  /** What was typed when it was turned away from. */
  private String begun = "";

  private String talk = "";
  private Consumer<String> keys;

  /** Whether somebody ever read a line here, or asked for one: keys would go nowhere else. */
  boolean manned;

  /** Whether it is to be turned to once it is manned. */
  boolean wanted;

  boolean closed;

  /** The one that takes its place, null for none. */
  Seat successor;

  /** When it was opened, {@link System#nanoTime}. */
  final long since = System.nanoTime();

  /** Lines that were typed here before anybody read them, in order. */
  private final Deque<String> ahead = new ArrayDeque<>();

  /** Whether the input ended then. */
  private boolean ended;

  /** Whether who reads here is ended by no key. */
  private volatile boolean keepsLine;

  Seat(Desk desk, String label, Completion completion) {
    this.desk = desk;
    this.label = label;
    this.completion = completion;
    overview = Overview.none(label);
  }

  /** Who is told from now on. */
  public void isFor(Occupant occupant) {
    this.occupant = occupant;
  }

  Occupant occupant() {
    return occupant;
  }

  /** What is to be done when something else is to be seen; on any thread, and shortly. */
  void onChange(Runnable changes) {
    this.changes = changes;
  }

  void changed() {
    changes.run();
  }

  String label() {
    return label;
  }

  Overview overview() {
    return overview;
  }

  /** How things stand at this server, for those who see another one. */
  void overview(Overview now) {
    boolean other = !now.equals(overview);
    overview = now;
    if (other && !isShown()) {
      desk.changed();
    }
  }

  boolean asks() {
    return asks;
  }

  Desk desk() {
    return desk;
  }

  @Override
  public boolean isShown() {
    return desk.isShown(this);
  }

  /** Who has the screen shows it; others' frames are thrown away. */
  void show(Frame frame, String title) {
    desk.ifShown(
        this,
        screen -> {
          screen.title(title);
          screen.show(frame);
        });
  }

  /** Draws all of it anew: the terminal shows something else. */
  void forget() {
    desk.ifShown(this, FullScreen::forget);
  }

  /** What is typed by now, and not said. */
  String typed() {
    synchronized (desk) {
      return isShown() ? desk.screen().typed() : begun;
    }
  }

  /** Takes what is typed out of the line, and puts another text there. */
  String swap(String text) {
    synchronized (desk) {
      if (isShown()) {
        return desk.screen().line().swap(text);
      }
      String was = begun;
      begun = text;
      return was;
    }
  }

  /** Whose talk's name stands before what is typed. */
  void prompt(String talk) {
    synchronized (desk) {
      this.talk = talk;
      if (isShown()) {
        desk.screen().line().prompt(prompt());
      }
    }
  }

  private AttributedString prompt() {
    boolean several = desk.areSeveral();
    if (talk.isEmpty() && !several) {
      return AttributedString.EMPTY;
    }
    String name = several ? label + "/" + (talk.isEmpty() ? "-" : talk) : talk;
    return new AttributedStringBuilder()
        .append(name, AttributedStyle.BOLD)
        .append("› ")
        .toAttributedString();
  }

  /** Gives all keys to this, and not to the line; null gives them back. */
  void keysTo(Consumer<String> keys) {
    synchronized (desk) {
      this.keys = keys;
      if (isShown()) {
        desk.screen().keysTo(keys);
      }
    }
  }

  /**
   * A line that was typed before anybody reads here; with the desk's lock held, while nobody reads.
   *
   * @param line null at the end of the input
   */
  void typedAhead(String line) {
    if (line == null) {
      ended = true;
    } else if (!line.isBlank()) {
      ahead.add(line);
    }
  }

  /** Whether the desk reads for it: nobody does here yet, and not too much was typed; as above. */
  boolean isReadAhead() {
    return !manned && !closed && !ended && ahead.size() < MOST_AHEAD;
  }

  /** Whether nobody could read here by now. */
  boolean isAwaited() {
    synchronized (desk) {
      return !manned;
    }
  }

  boolean hasAhead() {
    return ended || !ahead.isEmpty();
  }

  /** What was typed ahead was meant for no question: it is in the line again, and not said. */
  void keepAhead() {
    String typed = swap("");
    if (!typed.isEmpty()) {
      ahead.add(typed);
    }
    swap(String.join("\n", ahead));
    ahead.clear();
    ended = false;
  }

  private String ahead() {
    synchronized (desk) {
      ended = !ahead.isEmpty() && ended;
      return ahead.poll();
    }
  }

  /** What was typed for who is gone: it is its successor's, or can be had back; as above. */
  void bequeath() {
    if (successor != null && successor.begun.isEmpty()) {
      successor.begun = begun;
    } else {
      ahead.forEach(desk.screen().line()::givenUp);
      desk.screen().line().givenUp(begun);
    }
  }

  /** What was typed here is put away; with the desk's lock held, while nobody reads. */
  void turnedAway() {
    begun = desk.screen().line().swap("");
  }

  /** The screen is this one's; as above. */
  void turnedTo() {
    desk.screen().line().swap(begun);
    begun = "";
    promptAgain();
    desk.screen().keysTo(keys);
  }

  /** As above, where only the others are others. */
  void promptAgain() {
    desk.screen().line().prompt(prompt());
  }

  @Override
  public int width() {
    return desk.screen().width();
  }

  @Override
  public int height() {
    return desk.screen().height();
  }

  @Override
  public boolean isGone() {
    return desk.screen().isGone();
  }

  @Override
  public boolean hasBar() {
    return true;
  }

  @Override
  public boolean vanishes() {
    return true;
  }

  @Override
  public long lastKey() {
    return desk.screen().lastKey();
  }

  @Override
  public boolean edits() {
    return true;
  }

  @Override
  public void keepLine() {
    keepsLine = true;
  }

  @Override
  public String readLine() {
    while (desk.begin(this, false)) {
      if (!desk.isReading()) {
        return ahead();
      }
      String line;
      boolean aside;
      try {
        line = desk.screen().line().readLine(() -> keepsLine);
      } finally {
        aside = desk.end();
      }
      if (!aside) {
        return line;
      }
    }
    return "";
  }

  @Override
  public String ask(String prompt, boolean hidden) {
    try {
      String asked = desk.areSeveral() ? label + ": " + prompt : prompt;
      asks = !isShown();
      desk.changed();
      while (desk.begin(this, true)) {
        asks = false;
        String answer;
        boolean aside;
        try {
          answer = desk.screen().line().ask(asked, hidden);
        } finally {
          aside = desk.end();
        }
        if (!aside) {
          return answer;
        }
        asks = !isShown();
        desk.changed();
      }
      return null;
    } finally {
      asks = false;
      desk.changed();
    }
  }

  /** This server is no more: another one is shown. */
  @Override
  public void close() {
    desk.leaves(this);
  }
}
