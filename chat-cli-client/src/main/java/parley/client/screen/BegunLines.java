package parley.client.screen;

import java.util.Map;
import java.util.TreeMap;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.client.terminal.LineEditor;

/**
 * What is typed in each talk of one server and not said: it stays with its talk. Guarded as the
 * view is that has it.
 */
final class BegunLines {
  private static final String EDIT = "/edit #";

  private final Seat screen;
  private final Map<String, String> lines = new TreeMap<>();

  BegunLines(Seat screen) {
    this.screen = screen;
  }

  private static String title(Talk talk) {
    return talk == null ? "" : talk.title();
  }

  /** What is typed stays with the talk that is turned away from; null for none. */
  void keep(Talk talk) {
    if (talk == null && screen.isAwaited()) {
      return; // it is for the first talk that there will be
    }
    String typed = screen.swap("");
    if (!typed.isBlank()) {
      lines.put(title(talk), typed);
    }
  }

  /** What was begun in a talk is typed on; null for none. */
  void takeUp(Talk talk) {
    String begun = lines.remove(title(talk));
    if (begun != null && !begun.isEmpty()) {
      String typed = screen.swap(begun);
      if (!typed.isEmpty()) {
        screen.swap(typed + begun);
      }
    }
    screen.prompt(talk == null ? "-" : talk.title());
  }

  /** All of it by the titles of the talks, but for what is to be kept nowhere. */
  Map<String, String> all(Talk current) {
    Map<String, String> all = new TreeMap<>(lines);
    String typed = screen.typed();
    if (!typed.isBlank()) {
      all.put(title(current), typed);
    }
    all.values().removeIf(LineEditor::isSecret);
    return all;
  }

  void add(Map<String, String> begun) {
    lines.putAll(begun);
  }

  /** A line for a message; what was begun stands behind it. */
  void command(String line, TalkEntry entry) {
    String begun = screen.typed();
    screen.swap(line.formatted(entry.seq()) + begun);
  }

  /** A message's text is edited; what was begun is there again when its talk is turned to. */
  void edit(TalkEntry entry, Talk current) {
    String begun = screen.swap(EDIT + entry.seq() + " " + entry.text());
    if (!begun.isBlank() && !begun.startsWith(EDIT)) {
      lines.put(title(current), begun);
    }
  }
}
