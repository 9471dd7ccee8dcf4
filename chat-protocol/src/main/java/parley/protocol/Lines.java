package parley.protocol;

import java.util.Arrays;

/**
 * Lines without their ends. A byte order mark before a line is passed over. Typed ones may hold
 * telnet's commands, are short, and count when they are empty.
 */
final class Lines implements Framing {
  private static final byte[] EMPTY = {};

  private final boolean typed;

  Lines(boolean typed) {
    this.typed = typed;
  }

  @Override
  public byte[] next(Incoming in, int limit) throws ProtocolException {
    while (in.start < in.end) {
      boolean whole = findLineEnd(in);
      // Behind it stands nothing, or a command of telnet's that may hold line ends, or be none.
      int stop = in.start + in.searched;
      boolean carriageReturn = stop > in.start && in.buffer[stop - 1] == '\r';
      int most = typed ? Math.min(limit, Limits.TYPED_BYTES) : limit;
      if (stop - in.start > most + (carriageReturn ? 1 : 0)) {
        throw new ProtocolException(
            ErrorCode.TOO_LARGE,
            "A line has at most "
                + most
                + " bytes"
                + (typed ? "; say more in several, or send a file." : "."));
      }
      if (!whole) {
        return null;
      }
      byte[] record = record(in.buffer, in.start, carriageReturn ? stop - 1 : stop);
      int length = stop + 1 - in.start;
      if (record.length > 0 || typed) {
        in.skip(length);
        return record;
      }
      in.passOver(length);
    }
    return null;
  }

  /** A line needs no end where the stream has ended. */
  @Override
  public byte[] last(Incoming in, boolean cut) throws ProtocolException {
    if (typed && cut) {
      throw new ProtocolException(
          ErrorCode.BAD_FRAME, "The stream was cut within a line, of which nothing was done.");
    }
    int from = in.start;
    int to = in.buffer[in.end - 1] == '\r' ? in.end - 1 : in.end;
    in.skip(in.length());
    return from == to ? null : record(in.buffer, from, to);
  }

  /** A line without its end and the mark that may stand before it, as where files were joined. */
  private byte[] record(byte[] buffer, int from, int to) {
    int begin =
        from
            + (ByteOrderMark.at(buffer, from, to) == ByteOrderMark.LENGTH
                ? ByteOrderMark.LENGTH
                : 0);
    if (begin == to) {
      return EMPTY;
    }
    byte[] line = Arrays.copyOfRange(buffer, begin, to);
    return typed ? Telnet.strip(line) : line;
  }

  /** Searches up to the next line end, or to where the search goes on later. */
  private boolean findLineEnd(Incoming in) {
    byte[] buffer = in.buffer;
    int end = in.end;
    int at = in.start + in.searched;
    while (at < end && buffer[at] != '\n') {
      int step = 1;
      if (typed && buffer[at] == Telnet.COMMAND) {
        step = Telnet.lengthOf(buffer, at, end);
        if (step == 0) {
          break;
        }
      }
      at += step;
    }
    in.searched = at - in.start;
    return at < end && buffer[at] == '\n';
  }
}
