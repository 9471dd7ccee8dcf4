package parley.client.command;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import parley.client.link.PendingMessage;
import parley.client.terminal.Screen;
import parley.protocol.Away;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * Whether its person is away from this screen, because they say so or because they press no key;
 * and what they are told of others who are. Guarded by the link's lock.
 */
final class Absence {
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter BEFORE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /** Absences that were told of; of more, the oldest is told again. */
  private static final int TOLD = 500;

  private final ChatParts chat;
  private final Screen screen;
  private final Supplier<Duration> after;

  /** What they say about it, empty for nothing; null while they are here. */
  private String text;

  /** Whether no key made it so, and the next one ends it. */
  private boolean byItself;

  /** Since when somebody was away when that was told last, by their folded name. */
  private final Map<String, String> told =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > TOLD;
        }
      };

  /**
   * @param after for how long no key is pressed by who is away; zero where nobody is by that
   */
  Absence(ChatParts chat, Screen screen, Supplier<Duration> after) {
    this.chat = chat;
    this.screen = screen;
    this.after = after;
  }

  /** {@code /away [TEXT]}. */
  void away(Arguments given) {
    String wanted = given.isEmpty() ? null : given.rest();
    chat.requests()
        .ask(
            id -> new Request.Away(id, wanted),
            Reply.Done.class,
            _ -> {
              chat.view()
                  .answer(
                      wanted != null
                          ? "You are away: "
                              + Printable.line(wanted)
                              + ". /away says that you are back."
                          : text == null
                              ? "You are here. /away TEXT says that you are away."
                              : "You are back.");
              text = wanted;
              byItself = false;
            });
  }

  /** There is another connection, of which the server knows nothing yet. */
  void connected() {
    if (text != null) {
      tell();
    }
  }

  /** Looks at the time. */
  void tick() {
    Duration limit = after.get();
    boolean idle =
        screen.edits()
            && limit.isPositive()
            && System.nanoTime() - screen.lastKey() >= limit.toNanos();
    if (byItself && !idle) {
      byItself = false;
      text = null;
      tell();
    } else if (text == null && idle && chat.status().isConnected()) {
      byItself = true;
      text = "";
      tell();
      chat.view().say("Others see that you are away until you press a key.");
    }
  }

  private void tell() {
    String now = text;
    chat.requests().quietly(id -> new Request.Away(id, now), Reply.Done.class, _ -> {});
  }

  /** A message was said; to somebody who is away, which is told once for each time they are. */
  void said(PendingMessage message, Reply.Sent ok) {
    Away away = ok.away();
    if (away != null
        && message.to() != null
        && !away.at().equals(told.put(Names.fold(message.to()), away.at()))) {
      chat.view().say(Printable.line(message.to()) + " is " + sentence(away) + ".");
    }
  }

  /** As in: away since 14:05: lunch. */
  static String sentence(Away away) {
    ZonedDateTime since = Instant.parse(away.at()).atZone(ZoneId.systemDefault());
    boolean today = since.toLocalDate().equals(LocalDate.now(since.getZone()));
    return "away since "
        + (today ? TODAY : BEFORE).format(since)
        + (away.text().isEmpty() ? "" : ": " + Printable.line(away.text()));
  }
}
