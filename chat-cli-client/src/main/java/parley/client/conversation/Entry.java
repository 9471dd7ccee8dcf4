package parley.client.conversation;

import java.time.Instant;

/**
 * One thing to show in a talk.
 *
 * @param seq its number in the log, 0 where it has none
 * @param from who said it, null for a note; safe to show
 * @param text safe to show; may have lines
 * @param own whether this person said it
 * @param mention whether it names this person
 */
public record Entry(
    long seq, Instant at, Kind kind, String from, String text, boolean own, boolean mention) {

  /** What is shown, and so how. */
  public enum Kind {
    MESSAGE,
    ACTION,
    NOTE
  }

  public static Entry note(String text) {
    return new Entry(0, Instant.now(), Kind.NOTE, null, text, false, false);
  }
}
