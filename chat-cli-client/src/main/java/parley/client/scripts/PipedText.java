package parley.client.scripts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import parley.protocol.ByteOrderMark;
import parley.protocol.Limits;

/**
 * What comes through a pipe, as messages: a line each, or several where it is longer than a message
 * may be. What a program wrote for a terminal is {@linkplain TerminalOutput what that would show}.
 * No more is held than {@value #HELD} bytes, however long a line is.
 */
final class PipedText {
  private static final int HELD = 65_536;

  /** The longest command to a terminal that is kept whole where a line has to be cut, in bytes. */
  private static final int COMMAND = 64;

  private static final byte ESCAPE = 0x1b;

  /** What stands at one place of the input. */
  sealed interface Piece {}

  /** Something to say; not blank. */
  record Said(String text) implements Piece {}

  /** A line that can't be said, and a sentence that tells which and why. */
  record Unreadable(String sentence) implements Piece {}

  private final InputStream in;
  private final byte[] buffer = new byte[HELD];

  /** Bytes from {@code start} to {@code end} of the buffer are not yet taken. */
  private int start;

  private int end;
  private boolean over;

  /** Of the line that is read, counted from 1, and how many of its bytes are taken already. */
  private long number = 1;

  private long taken;
  private final Deque<Piece> ready = new ArrayDeque<>();

  /**
   * @param in stays open
   */
  PipedText(InputStream in) {
    this.in = in;
  }

  /** The next one; null at the end. */
  Piece next() throws IOException {
    while (ready.isEmpty()) {
      int newline = newline();
      if (newline >= 0) {
        read(newline);
        start = newline + 1;
        number++;
        taken = 0;
      } else if (over) {
        if (start == end) {
          return null;
        }
        read(end);
        start = end;
      }
    }
    return ready.removeFirst();
  }

  /** Where the line ends; -1 where it has no end, or a part of it was read because it is long. */
  private int newline() throws IOException {
    int searched = start;
    while (true) {
      for (int at = searched; at < end; at++) {
        if (buffer[at] == '\n') {
          return at;
        }
      }
      searched = end;
      if (end == buffer.length && start > 0) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        searched -= start;
        end -= start;
        start = 0;
      } else if (end == buffer.length) {
        shorten();
        return -1;
      }
      int n = in.read(buffer, end, buffer.length - end);
      if (n < 0) {
        over = true;
        return -1;
      }
      end += n;
    }
  }

  /** Makes room in a full buffer: of a line that is written over and over, or is just long. */
  private void shorten() throws IOException {
    int last = lastReturn(end - 1);
    int cut = last < 0 ? 0 : lastReturn(last - 1) + 1;
    if (cut < HELD / 2) {
      cut = cut();
      read(cut);
    }
    start = cut;
    taken += cut;
  }

  private int lastReturn(int from) {
    int at = from;
    while (at >= 0 && buffer[at] != '\r') {
      at--;
    }
    return at;
  }

  /** Where a full buffer is cut: behind a blank, or else between two characters. */
  private int cut() {
    for (int at = end; at > HELD / 2; at--) {
      if (buffer[at - 1] == ' ' || buffer[at - 1] == '\t') {
        return at;
      }
    }
    for (int at = end - 1; at > end - COMMAND; at--) {
      if (buffer[at] == ESCAPE) {
        return at;
      }
    }
    int lead = end - 1;
    while (lead > end - 4 && (buffer[lead] & 0xc0) == 0x80) {
      lead--;
    }
    int first = buffer[lead] & 0xff;
    int length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return lead + length > end ? lead : end;
  }

  private void read(int to) throws IOException {
    if (number == 1 && taken == 0 && isUtf16(to)) {
      throw new IOException("it is UTF-16; iconv -f utf-16 -t utf-8 turns that into UTF-8");
    }
    int stop = to;
    while (stop > start && buffer[stop - 1] == '\r') {
      stop--;
    }
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(buffer, start, stop - start);
    CharBuffer text = CharBuffer.allocate(stop - start);
    CoderResult result = utf8.decode(bytes, text, true);
    if (result.isError()) {
      int at = bytes.position();
      ready.add(
          new Unreadable(
              "Line %d was not sent: byte %d of it, 0x%02x, is not UTF-8; iconv -f latin1 -t utf-8 turns Latin-1 into it."
                  .formatted(number, taken + at - start + 1, buffer[at])));
      return;
    }
    pieces(TerminalOutput.of(ByteOrderMark.without(text.flip().toString())));
  }

  private boolean isUtf16(int to) {
    int first = to - start < 2 ? 0 : (buffer[start] & 0xff) << 8 | buffer[start + 1] & 0xff;
    return first == 0xfffe || first == 0xfeff;
  }

  /** Whole characters, as people see them, and whole words where they are not too long. */
  private void pieces(String text) {
    int from = 0;
    while (from < text.length()) {
      int to = fitting(text, from);
      String piece = text.substring(from, to);
      if (!piece.isBlank()) {
        ready.add(new Said(piece));
      }
      from = to;
    }
  }

  /** Where a message ends that begins at a place. */
  private static int fitting(String text, int from) {
    int bytes = 0;
    int to = from;
    while (to < text.length()) {
      int c = text.codePointAt(to);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (bytes > Limits.TEXT_BYTES) {
        return between(text, from, to);
      }
      to += Character.charCount(c);
    }
    return to;
  }

  /** A place to cut before {@code to}, or there where no better one is near. */
  private static int between(String text, int from, int to) {
    int near = from + 3 * (to - from) / 4;
    for (int at = to; at > near; at--) {
      if (Character.isWhitespace(text.charAt(at - 1))) {
        return at;
      }
    }
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text.substring(near, Math.min(text.length(), to + 1)));
    int whole = characters.isBoundary(to - near) ? to - near : characters.preceding(to - near);
    return whole > 0 ? near + whole : to;
  }
}
