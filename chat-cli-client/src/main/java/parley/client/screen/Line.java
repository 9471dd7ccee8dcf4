package parley.client.screen;

import java.util.List;
import org.jline.utils.AttributedCharSequence;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/**
 * What one row of a page shows. Immutable.
 *
 * @param links parts of the text that lead somewhere, in order
 */
record Line(AttributedString text, List<Link> links) {
  private static final char FRAMES = 0x2500;
  private static final int FRAME_COUNT = 0x80;

  /** For private use. */
  private static final char VEILED = 0xE500;

  static final Line EMPTY = of(AttributedString.EMPTY);

  /**
   * A part of a text that leads somewhere.
   *
   * @param address the whole of it, also where the part is but a piece
   */
  record Link(int from, int to, String address) {}

  /** By itself where it is written from the right to the left; see {@link Columns#isolated}. */
  Line isolated() {
    AttributedString by = Columns.isolated(text);
    int moved = by.length() > text.length() ? 1 : 0;
    return moved == 0
        ? this
        : new Line(
            by,
            links.stream()
                .map(link -> new Link(link.from() + moved, link.to() + moved, link.address()))
                .toList());
  }

  /** With something before it, in no style. */
  Line behind(String head) {
    return new Line(
        new AttributedStringBuilder().append(head).append(text).toAttributedString(),
        links.stream()
            .map(
                link ->
                    new Link(
                        link.from() + head.length(), link.to() + head.length(), link.address()))
            .toList());
  }

  static Line of(AttributedString text) {
    return new Line(text, List.of());
  }

  /**
   * As it is sent to the terminal; links by OSC 8, which terminals that know none pass over.
   *
   * @param colours how many the terminal has
   */
  String toAnsi(int colours) {
    if (links.isEmpty()) {
      return ansi(text, colours);
    }
    StringBuilder sent = new StringBuilder();
    int at = 0;
    for (Link link : links) {
      sent.append(ansi(text.subSequence(at, link.from()), colours));
      // One that is broken over rows is one still: its pieces have the same id.
      String id = Integer.toHexString(link.address().hashCode());
      sent.append("\033]8;id=").append(id).append(';').append(link.address()).append("\033\\");
      sent.append(ansi(text.subSequence(link.from(), link.to()), colours));
      sent.append("\033]8;;\033\\");
      at = link.to();
    }
    return sent.append(ansi(text.subSequence(at, text.length()), colours)).toString();
  }

  /**
   * The library writes frames in letters that a terminal of old took for them, or else in ASCII; so
   * that they stay what they are, it is given characters that mean nothing to anybody.
   */
  private static String ansi(AttributedString text, int colours) {
    AttributedStringBuilder veiled = new AttributedStringBuilder(text.length());
    boolean framed = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean frame = c >= FRAMES && c < FRAMES + FRAME_COUNT;
      framed |= frame;
      veiled.style(text.styleAt(i)).append(frame ? (char) (c - FRAMES + VEILED) : c);
    }
    if (!framed) {
      return text.toAnsi(colours, AttributedCharSequence.ForceMode.None);
    }
    String sent =
        veiled.toAttributedString().toAnsi(colours, AttributedCharSequence.ForceMode.None);
    StringBuilder out = new StringBuilder(sent.length());
    for (int i = 0; i < sent.length(); i++) {
      char c = sent.charAt(i);
      out.append(c >= VEILED && c < VEILED + FRAME_COUNT ? (char) (c - VEILED + FRAMES) : c);
    }
    return out.toString();
  }
}
