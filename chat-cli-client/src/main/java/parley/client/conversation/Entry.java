package parley.client.conversation;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import parley.protocol.Event;
import parley.protocol.Printable;
import parley.protocol.Request;

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

  /** What is said of an event. */
  static Entry note(Event.Logged event, String text) {
    return new Entry(event.seq(), time(event.at()), Kind.NOTE, null, text, false, false);
  }

  /** A message as it is to be shown; what others wrote is made printable here. */
  static Entry of(Event.Message message, Me me) {
    boolean own = me.said(message);
    String text = Printable.lines(message.text()).replace('\t', ' ');
    boolean direct = message.to() != null;
    return new Entry(
        message.seq(),
        time(message.at()),
        message.kind() == Request.Kind.ACTION ? Kind.ACTION : Kind.MESSAGE,
        Printable.line(message.from()),
        text,
        own,
        !own && (direct || me.isNamedIn(text)));
  }

  private static Instant time(String at) {
    try {
      return at == null ? Instant.now() : Instant.parse(at);
    } catch (DateTimeParseException e) {
      return Instant.now();
    }
  }
}
