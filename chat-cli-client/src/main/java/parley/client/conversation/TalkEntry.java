package parley.client.conversation;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import parley.protocol.Event;
import parley.protocol.FileInfo;
import parley.protocol.FileNames;
import parley.protocol.Printable;
import parley.protocol.Request;

/**
 * One thing to show in a talk. Immutable.
 *
 * @param seq its number in the log, 0 where it has none
 * @param from who said it, or came or went; null for any other note; safe to show
 * @param text safe to show; may have lines; empty where it was deleted
 * @param own whether this person said it
 * @param mention whether it names this person
 * @param answers the message that it answers, null for none
 * @param file the file that it tells of, with a name that is safe; null for none
 */
public record TalkEntry(
    long seq,
    Instant at,
    Kind kind,
    String from,
    String text,
    boolean own,
    boolean mention,
    Answered answers,
    FileInfo file,
    State state,
    Reactions reactions) {

  /** What is shown, and so how. */
  public enum Kind {
    MESSAGE,
    ACTION,
    /** A program's word, which no program answers. */
    NOTICE,
    NOTE,
    /** A note that somebody came or went. */
    PRESENCE
  }

  /** What became of it since it was said. */
  public enum State {
    AS_SAID,
    EDITED,
    DELETED
  }

  /**
   * The message that another one answers.
   *
   * @param from who said it, safe to show
   */
  public record Answered(long seq, String from) {}

  public static TalkEntry note(String text) {
    return note(0, Instant.now(), text);
  }

  /** What is said of an event. */
  static TalkEntry note(Event.Logged event, String text) {
    return note(event.seq(), time(event.at()), text);
  }

  /** The same of somebody's coming or going. */
  static TalkEntry presence(Event.Logged event, String who, String what) {
    return presence(event.seq(), time(event.at()), who, what);
  }

  /** The same, of which nothing is in the log. */
  static TalkEntry presence(String who, String what) {
    return presence(0, Instant.now(), who, what);
  }

  private static TalkEntry presence(long seq, Instant at, String who, String what) {
    return new TalkEntry(
        seq,
        at,
        Kind.PRESENCE,
        who,
        who + what,
        false,
        false,
        null,
        null,
        State.AS_SAID,
        Reactions.NONE);
  }

  private static TalkEntry note(long seq, Instant at, String text) {
    return new TalkEntry(
        seq, at, Kind.NOTE, null, text, false, false, null, null, State.AS_SAID, Reactions.NONE);
  }

  /** A message as it is to be shown; what others wrote is made printable here. */
  static TalkEntry of(Event.Message message, Me me) {
    boolean own = me.said(message);
    String text = shown(message.text());
    boolean direct = message.to() != null;
    String answered = message.replyFrom() == null ? "?" : Printable.line(message.replyFrom());
    return new TalkEntry(
        message.seq(),
        time(message.at()),
        kind(message.kind()),
        Printable.line(message.from()),
        text,
        own,
        !own && (direct || me.isNamedIn(text)),
        message.replyTo() == null ? null : new Answered(message.replyTo(), answered),
        file(message),
        Boolean.TRUE.equals(message.deleted())
            ? State.DELETED
            : message.edited() == null ? State.AS_SAID : State.EDITED,
        Reactions.of(message.reactions(), me));
  }

  private static Kind kind(Request.Kind said) {
    return switch (said) {
      case ACTION -> Kind.ACTION;
      case NOTICE -> Kind.NOTICE;
      case MESSAGE -> Kind.MESSAGE;
      case null -> Kind.MESSAGE;
    };
  }

  private static FileInfo file(Event.Message message) {
    FileInfo told = message.file();
    if (told == null || Boolean.TRUE.equals(message.deleted())) {
      return null;
    }
    return new FileInfo(FileNames.safe(told.name()), Math.max(0, told.size()), told.sha256());
  }

  /** A text of others as it is to be shown. */
  static String shown(String text) {
    return Printable.lines(text);
  }

  /** Whether it tells what happened, and nobody said it. */
  public boolean isNote() {
    return kind == Kind.NOTE || kind == Kind.PRESENCE;
  }

  /** Whether a person said it, who is not this one. */
  public boolean byOthers() {
    return !isNote() && !own;
  }

  /** Whether it can still be changed or answered. */
  public boolean isThere() {
    return !isNote() && state != State.DELETED && seq > 0;
  }

  /**
   * With another text, as others wrote it; one that is deleted stays so.
   *
   * @param mention whether it names this person now
   */
  TalkEntry edited(String text, boolean mention) {
    return state == State.DELETED
        ? this
        : new TalkEntry(
            seq, at, kind, from, shown(text), own, mention, answers, file, State.EDITED, reactions);
  }

  TalkEntry deleted() {
    return changed("", null, State.DELETED, Reactions.NONE);
  }

  TalkEntry with(Reactions reactions) {
    return state == State.DELETED ? this : changed(text, file, state, reactions);
  }

  private TalkEntry changed(String text, FileInfo file, State state, Reactions reactions) {
    return new TalkEntry(seq, at, kind, from, text, own, mention, answers, file, state, reactions);
  }

  private static Instant time(String at) {
    try {
      return at == null ? Instant.now() : Instant.parse(at);
    } catch (DateTimeParseException e) {
      return Instant.now();
    }
  }
}
