package parley.client.screen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.terminal.Completion;

/**
 * Where one gets to by typing a few of its letters: talks, rooms, people, commands, and what the
 * server finds of the words. Confined to the thread that reads keys.
 */
final class Jump {
  private static final int SHOWN = 10;

  /**
   * Somewhere to get to.
   *
   * @param shown as it is written
   * @param about what it is
   * @param line what is typed to get there
   * @param whole whether nothing is to be added to the line
   * @param goes gets there where no line does, null where one does
   */
  record Goal(String shown, String about, String line, boolean whole, Runnable goes) {
    Goal(String shown, String about, String line, boolean whole) {
      this(shown, about, line, whole, null);
    }
  }

  private final Supplier<Completion.Vocabulary> known;
  private final Supplier<List<Goal>> elsewhere;
  private final StringBuilder typed = new StringBuilder();
  private int chosen;

  /**
   * @param elsewhere what is at other servers
   */
  Jump(Supplier<Completion.Vocabulary> known, Supplier<List<Goal>> elsewhere) {
    this.known = known;
    this.elsewhere = elsewhere;
  }

  void type(String text) {
    typed.append(text);
    chosen = 0;
  }

  void back() {
    if (!typed.isEmpty()) {
      typed.setLength(typed.offsetByCodePoints(typed.length(), -1));
    }
    chosen = 0;
  }

  void move(int by) {
    int count = Math.max(1, goals().size());
    chosen = Math.floorMod(chosen + by, count);
  }

  /** What is chosen now; null where nothing is like what was typed. */
  Goal chosen() {
    List<Goal> goals = goals();
    return goals.isEmpty() ? null : goals.get(Math.min(chosen, goals.size() - 1));
  }

  /** The best of all there is, the best first. */
  List<Goal> goals() {
    Completion.Vocabulary all = known.get();
    List<Goal> goals = new ArrayList<>();
    all.titles().forEach(title -> goals.add(new Goal(title, "talk", "/room " + title, true)));
    goals.addAll(elsewhere.get());
    all.rooms().stream()
        .filter(room -> !all.titles().contains(room))
        .forEach(room -> goals.add(new Goal(room, "room", "/join " + room, true)));
    all.people().stream()
        .filter(person -> !all.titles().contains("@" + person))
        .forEach(person -> goals.add(new Goal("@" + person, "person", "/room @" + person, true)));
    all.commands()
        .forEach(
            one ->
                goals.add(
                    new Goal("/" + one.name(), one.summary(), "/" + one.name() + " ", false)));
    String wanted = typed.toString().toLowerCase(Locale.ROOT);
    List<Goal> found =
        new ArrayList<>(
            goals.stream()
                .filter(goal -> distance(wanted, goal.shown()) >= 0)
                .sorted(Comparator.comparingInt(goal -> distance(wanted, goal.shown())))
                .limit(SHOWN - 1)
                .toList());
    if (!wanted.isBlank()) {
      found.add(new Goal("“" + typed + "”", "what was said", "/search " + typed, true));
    }
    return found;
  }

  /**
   * How far a name is from what was typed: how many letters stand before and between those, which
   * come in the same order; negative where they don't.
   */
  static int distance(String typed, String name) {
    String letters = name.toLowerCase(Locale.ROOT);
    int at = 0;
    int first = -1;
    for (int i = 0; i < typed.length(); i++) {
      at = letters.indexOf(typed.charAt(i), at);
      if (at < 0) {
        return -1;
      }
      first = first < 0 ? at : first;
      at++;
    }
    return typed.isEmpty() ? 0 : first * 2 + (at - first - typed.length()) * 4;
  }

  /** The goals in rows, and what was typed for them below. */
  AttributedString box(int width) {
    AttributedStringBuilder box = new AttributedStringBuilder();
    List<Goal> goals = goals();
    for (int i = 0; i < goals.size(); i++) {
      AttributedStyle style = i == chosen ? AttributedStyle.INVERSE : AttributedStyle.DEFAULT;
      AttributedStringBuilder row = new AttributedStringBuilder();
      row.append(" " + goals.get(i).shown(), style);
      row.append("  " + goals.get(i).about() + " ", style.faint());
      box.append(Columns.cut(row.toAttributedString(), width)).append("\n");
    }
    box.append(" Go to: " + typed, AttributedStyle.BOLD);
    return box.toAttributedString();
  }
}
