package parley.client.terminal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import parley.protocol.Event;
import parley.protocol.Printable;
import parley.protocol.Snippet;

/**
 * A message that a search found. All of it is safe to show.
 *
 * @param where the room, or the direct talk's two people
 * @param pieces of its text, in order
 */
public record FoundMessage(long seq, Instant at, String where, String from, List<Piece> pieces) {
  private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  /**
   * A piece of text.
   *
   * @param found whether it is what was looked for
   */
  public record Piece(String text, boolean found) {}

  /** Throws nothing, whatever the message holds. */
  public static FoundMessage of(Event.Message message) {
    String where = message.addressee().title();
    Snippet snippet =
        message.snippet() == null ? new Snippet(message.text(), List.of()) : message.snippet();
    return new FoundMessage(
        message.seq(),
        Instant.parse(message.at()),
        Printable.line(where),
        Printable.line(message.from()),
        pieces(snippet));
  }

  /** The day and the minute, there. */
  public String when(ZoneId zone) {
    return WHEN.format(at.atZone(zone));
  }

  /** Marks that contradict each other or the text are passed over. */
  static List<Piece> pieces(Snippet snippet) {
    List<Piece> pieces = new ArrayList<>();
    int[] text = snippet.text().codePoints().toArray();
    int at = 0;
    for (Snippet.Hit hit : snippet.hits()) {
      if (hit.from() >= at && hit.to() > hit.from() && hit.to() <= text.length) {
        add(pieces, text, at, hit.from(), false);
        add(pieces, text, hit.from(), hit.to(), true);
        at = hit.to();
      }
    }
    add(pieces, text, at, text.length, false);
    return pieces;
  }

  private static void add(List<Piece> pieces, int[] text, int from, int to, boolean found) {
    if (from < to) {
      String piece = new String(text, from, to - from).replace('\n', ' ').replace('\t', ' ');
      pieces.add(new Piece(Printable.line(piece), found));
    }
  }
}
