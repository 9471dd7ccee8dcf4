package parley.client.net;

import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import parley.protocol.Event;
import parley.protocol.FileInfo;
import parley.protocol.InvalidRequest;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.ServerMessage;

/**
 * What a server may say at all. Looked at once, where it comes in, so that nothing behind has to
 * doubt a name, a time or a number: names are names, times are times, numbers can be counted with,
 * and a word that is not meant to be read by people holds nothing that a terminal would obey. What
 * is text for people is left as it is, and made {@linkplain Printable printable} where it is shown.
 */
final class PlausibleMessages {
  /** Of people and rooms; the rest of what is a string and no text is a word. */
  private static final Set<String> NAMES =
      Set.of(
          "name",
          "names",
          "account",
          "room",
          "from",
          "to",
          "with",
          "was",
          "by",
          "author",
          "replyFrom");

  private static final Set<String> TIMES = Set.of("at", "edited", "until");

  /** For people to read. */
  private static final Set<String> TEXTS =
      Set.of(
          "text",
          "topic",
          "message",
          "emoji",
          "server",
          "data",
          "why",
          "description",
          "called",
          "device");

  /** What every event of the log has, where it has it at all. */
  private static final Set<String> NEEDED = Set.of("at", "id", "fromId");

  /** Beyond it no number of the protocol can be, and adding to it stays safe. */
  private static final long MOST = 1L << 53;

  /** Characters of what was sent that are repeated in a sentence. */
  private static final int REPEATED = 60;

  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          return type.getRecordComponents();
        }
      };

  private PlausibleMessages() {}

  /** Throws where it holds what can't be. */
  static void check(ServerMessage message) throws ImplausibleMessage {
    boolean nowhere = message instanceof Event.Message m && m.room() == null && m.to() == null;
    // Who signed in by a token has that to come back by, and no session.
    boolean lost =
        message instanceof Reply.Welcome welcome
            && welcome.session() == null
            && welcome.account() == null;
    if (nowhere || lost) {
      throw new ImplausibleMessage(
          "This server sent a message without its "
              + (nowhere ? "room" : "session")
              + "; disconnected.");
    }
    check((Record) message, message instanceof Event.Logged);
  }

  private static void check(Record part, boolean logged) throws ImplausibleMessage {
    for (RecordComponent component : COMPONENTS.get(part.getClass())) {
      String field = component.getName();
      Object value = value(part, component);
      if (value == null) {
        if (logged && NEEDED.contains(field)) {
          throw new ImplausibleMessage(
              "This server sent an event without its \"" + field + "\"; disconnected.");
        }
      } else if (!(part instanceof FileInfo) || !field.equals("name")) {
        check(field, value);
      }
    }
  }

  private static void check(String field, Object value) throws ImplausibleMessage {
    switch (value) {
      case String text when NAMES.contains(field) -> {
        if (!isName(text)) {
          throw wrong(text, "which is no name");
        }
      }
      case String text when TIMES.contains(field) -> {
        if (!isTime(text)) {
          throw wrong(text, "which is no time");
        }
      }
      case String text when !TEXTS.contains(field) -> {
        if (!isWord(text)) {
          throw wrong(text, "which can't be a \"" + field + "\"");
        }
      }
      case Integer number -> number(number);
      case Long number -> number(number);
      case Record part -> check(part, false);
      case List<?> parts -> {
        for (Object part : parts) {
          check(field, part);
        }
      }
      default -> {
        // A text, a word of this protocol's own, or what is only counted and echoed.
      }
    }
  }

  private static void number(long number) throws ImplausibleMessage {
    if (number < 0 || number > MOST) {
      throw wrong(Long.toString(number), "which is out of all range");
    }
  }

  private static boolean isName(String text) {
    try {
      Names.check(text);
      return true;
    } catch (InvalidRequest e) {
      return false;
    }
  }

  private static boolean isTime(String text) {
    try {
      return text.length() <= Limits.TOKEN_LENGTH && Instant.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static boolean isWord(String text) {
    return !text.isEmpty()
        && text.length() <= 2 * Limits.TOKEN_LENGTH
        && text.codePointCount(0, text.length()) <= Limits.TOKEN_LENGTH
        && Printable.line(text).equals(text);
  }

  private static ImplausibleMessage wrong(String value, String why) {
    String shown = Printable.line(value);
    int end = Math.min(shown.length(), REPEATED);
    String start = shown.substring(0, end) + (end < shown.length() ? "…" : "");
    return new ImplausibleMessage("This server sent “" + start + "”, " + why + "; disconnected.");
  }

  private static Object value(Record of, RecordComponent component) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a message's parts can be read", e);
    }
  }
}
