package parley.client.terminal;

import java.time.LocalTime;
import java.util.HashSet;
import java.util.Set;
import parley.client.conversation.Talk;
import parley.client.conversation.TalkEntry;
import parley.protocol.Names;
import parley.protocol.Printable;

/**
 * What somebody is called for who does not look.
 *
 * @param mentions whether for messages that name them
 * @param direct whether for messages to them alone
 * @param bell whether it rings
 * @param title whether the window's title counts them
 * @param text whether a notification says what was written
 * @param quiet titles of talks that call for nothing, folded; some with the server where they do
 * @param hours when nothing calls, null for never
 */
public record Alerts(
    boolean mentions,
    boolean direct,
    boolean bell,
    boolean title,
    Desktop desktop,
    boolean text,
    Set<String> quiet,
    Hours hours) {
  static final Alerts INITIAL =
      new Alerts(true, true, true, true, Desktop.OFF, false, Set.of(), null);

  /** Letters of a notification: no more is ever seen of it. */
  private static final int LONGEST = 200;

  public Alerts {
    quiet = Set.copyOf(quiet);
  }

  /**
   * A time of every day, which may go over midnight.
   *
   * @param from the first minute of it
   * @param until the first minute after it; another one than the first
   */
  public record Hours(LocalTime from, LocalTime until) {
    /** Whether it is within. */
    public boolean holds(LocalTime now) {
      return from.isBefore(until)
          ? !now.isBefore(from) && now.isBefore(until)
          : !now.isBefore(from) || now.isBefore(until);
    }
  }

  /** How a terminal is asked to show a notification; each asks in another way. */
  public enum Desktop {
    OFF,
    /** iTerm2, WezTerm, Ghostty, ConEmu, Windows Terminal. */
    OSC9,
    /** urxvt, foot, WezTerm, Ghostty, VTE. */
    OSC777,
    /** kitty, foot. */
    OSC99
  }

  /** How a talk is named in {@link #quiet}. */
  public static String folded(String title) {
    return Names.fold(title);
  }

  /** How a talk of one server alone is named there; no name of a room or a person has a slash. */
  public static String folded(String server, String title) {
    return Names.fold(server) + "/" + Names.fold(title);
  }

  /** What of it is for one server: what is quiet there, by titles alone. */
  public Alerts at(String server) {
    Set<String> there = new HashSet<>();
    String begins = folded(server, "");
    for (String one : quiet) {
      if (one.indexOf('/') < 0) {
        there.add(one);
      } else if (one.startsWith(begins) && one.lastIndexOf('/') == begins.length() - 1) {
        there.add(one.substring(begins.length()));
      }
    }
    return new Alerts(mentions, direct, bell, title, desktop, text, there, hours);
  }

  public boolean isQuiet(Talk talk) {
    return quiet.contains(folded(talk.title()));
  }

  /** Whether the window's title counts a talk in which its person is named. */
  public boolean counts(Talk talk) {
    return title && !isQuiet(talk);
  }

  /** Whether an entry calls at a time of day. */
  public boolean calls(Talk talk, TalkEntry entry, LocalTime now) {
    return entry.mention()
        && (talk.direct() ? direct : mentions)
        && !isQuiet(talk)
        && (hours == null || !hours.holds(now));
  }

  /**
   * What is sent to the terminal for an entry; empty for nothing.
   *
   * @param tmux whether the terminal is one of tmux, which hands on only what is marked for that
   */
  public String signal(Talk talk, TalkEntry entry, boolean tmux) {
    String ring = bell ? "\007" : "";
    if (desktop == Desktop.OFF) {
      return ring;
    }
    String head = entry.from() + (talk.direct() ? "" : " in " + talk.title());
    String body = text ? clean(entry.text()) : talk.direct() ? "wrote to you" : "named you";
    String who = clean(head);
    String asked =
        switch (desktop) {
          case OFF -> "";
          case OSC9 -> "\033]9;" + who + ": " + body + "\033\\";
          case OSC777 -> "\033]777;notify;" + who.replace(';', ',') + ";" + body + "\033\\";
          case OSC99 -> "\033]99;;" + who + ": " + body + "\033\\";
        };
    return ring + (tmux ? "\033Ptmux;" + asked.replace("\033", "\033\033") + "\033\\" : asked);
  }

  private static String clean(String text) {
    String line = Printable.line(text.replace('\n', ' '));
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…";
  }
}
