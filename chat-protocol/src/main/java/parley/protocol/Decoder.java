package parley.protocol;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts one connection's bytes into records: frames' payloads, lines without their ends, or what
 * else a {@link Framing} says. One decoder a connection, however the bytes are split or glued on
 * their way; what it holds is bounded as {@link Incoming} says. Confined to the thread that reads.
 *
 * <p>After each {@link #fill} take records with {@link #next} until it answers null; at the end of
 * the stream what is left with {@link #last}. A byte order mark before a stream or a line is passed
 * over.
 */
public final class Decoder {
  /** By so many bytes it is decided how they are to be cut. */
  private static final int DECIDING = Incoming.IDLE_BYTES;

  private static final int NONE = -1;

  private final Incoming in = new Incoming();

  /** Null where the framing was agreed upon. */
  private final Selector selector;

  /** The byte that the other side begins with behind a greeting, {@link #NONE} where none is. */
  private final int afterGreeting;

  private int limit;
  private Mode mode;
  private Framing framing;

  /** Whether the mark before a stream was passed over: there is one. */
  private boolean marked;

  /** Whether the other side's own first byte was found. */
  private boolean begun;

  /** Chooses how a connection's bytes are cut. */
  @FunctionalInterface
  public interface Selector {
    /**
     * @param first the first bytes, at least one, which stay where they are
     * @param all whether no more of them are waited for
     * @return null where more are needed to choose, which must not be where these are all
     * @throws ProtocolException where nothing begins like that
     */
    Framing select(Incoming first, boolean all) throws ProtocolException;
  }

  private Decoder(Selector selector, Mode mode, Framing framing, int limit, int afterGreeting) {
    this.selector = selector;
    this.mode = mode;
    this.framing = framing;
    this.limit = limit;
    this.afterGreeting = afterGreeting;
  }

  /**
   * For a server: the first bytes decide.
   *
   * @param limit bytes of a record
   */
  public static Decoder selecting(Selector selector, int limit) {
    return new Decoder(selector, null, null, limit, NONE);
  }

  /**
   * The first byte decides which {@link Mode} it is.
   *
   * @param limit bytes of a frame's payload, or of a line of JSON without its end; a line that is
   *     typed has at most {@link Limits#TYPED_BYTES}
   */
  public static Decoder detecting(int limit) {
    return new Decoder(null, null, null, limit, NONE);
  }

  /** For a framing already agreed upon; where that is frames, another first byte is an error. */
  public static Decoder of(Framing framing, int limit) {
    return new Decoder(null, null, framing, limit, NONE);
  }

  /** For a mode already agreed upon; where that is frames, another first byte is an error. */
  public static Decoder of(Mode mode, int limit) {
    return new Decoder(null, mode, mode.framing(), limit, NONE);
  }

  /**
   * For a client in {@link Mode#FRAMED} or {@link Mode#NDJSON}, which passes over a text greeting
   * that came before its first byte arrived.
   */
  public static Decoder afterGreeting(Mode mode, int limit) {
    return new Decoder(null, mode, mode.framing(), limit, mode == Mode.FRAMED ? 0 : '{');
  }

  /**
   * Sets another limit, for the records that were not taken yet.
   *
   * @param bytes of a frame's payload, or of a line without its end
   */
  public void limit(int bytes) {
    limit = bytes;
  }

  /** The mode, null until the first byte came, and where a {@link Selector} chose another. */
  public Mode mode() {
    return mode;
  }

  /** Bytes of memory that it holds. */
  public int held() {
    return in.held();
  }

  /** Bytes of a record that has begun and not ended. */
  public int pending() {
    return in.length();
  }

  /**
   * Bytes since the last call that became no record and no error: empty lines. Reading them costs
   * something too, and a reader may want to read them at a rate.
   */
  public int takePassedOver() {
    return in.takePassedOver();
  }

  /**
   * Reads once from a stream, waiting as it waits.
   *
   * @return how many bytes came, -1 at the end of the stream
   */
  public int fill(InputStream stream) throws IOException {
    return in.fill(stream, limit + Frames.HEADER);
  }

  /** Takes bytes that were read elsewhere. */
  public void feed(byte[] bytes, int offset, int length) {
    in.feed(bytes, offset, length);
  }

  /**
   * The next whole record.
   *
   * @return null when more bytes are needed
   * @throws ProtocolException {@linkplain ProtocolException#fatal fatal}: decode no further
   */
  public byte[] next() throws ProtocolException {
    if (!begun && in.length() > 0) {
      begin();
    }
    return in.length() == 0 || framing == null ? null : framing.next(in, limit);
  }

  /**
   * The last record of a stream that has ended, after {@link #next} answered null: a line needs no
   * end then.
   *
   * @return null where nothing is left
   * @throws ProtocolException where the stream ended within a frame
   */
  public byte[] last() throws ProtocolException {
    return last(false);
  }

  /**
   * As the other.
   *
   * @param cut whether the stream may have been cut by somebody on the way; a line that a person
   *     types then needs its end
   */
  public byte[] last(boolean cut) throws ProtocolException {
    if (in.length() > 0 && framing == null) {
      // Too little to tell, or a mark of which the end is missing: what there is chooses.
      select(true);
    }
    return in.length() == 0 ? null : framing.last(in, cut);
  }

  /**
   * Takes what came behind the last record, as it is: a file's bytes stand there, which no record
   * holds. The stream goes on where they end.
   */
  public byte[] rest() {
    return in.take(in.length());
  }

  /** The next bytes, as far as they have come, without taking them. */
  public byte[] peek(int most) {
    return in.peek(most);
  }

  private void begin() throws ProtocolException {
    if (afterGreeting != NONE) {
      while (in.length() > 0 && in.at(0) != afterGreeting) {
        in.skip(1);
      }
      begun = in.length() > 0;
      return;
    }
    if (framing == null) {
      int mark = marked ? 0 : ByteOrderMark.at(in.buffer, in.start, in.end);
      if (mark > 0 && mark < ByteOrderMark.LENGTH && mark == in.length()) {
        return; // the rest of it may be on its way
      }
      if (mark == ByteOrderMark.LENGTH) {
        in.skip(mark);
        marked = true;
        if (in.length() == 0) {
          return;
        }
      }
      refuseUtf16();
      select(in.length() >= DECIDING);
    }
    begun = framing != null;
  }

  private void select(boolean all) throws ProtocolException {
    if (selector != null) {
      framing = selector.select(in, all);
    } else {
      mode = Mode.of(in.at(0));
      framing = mode.framing();
    }
  }

  /** Its first byte, 255, could be telnet's; but telnet has no option that is a letter. */
  private void refuseUtf16() throws ProtocolException {
    boolean little =
        in.length() >= 4
            && in.at(0) == (byte) 0xff
            && in.at(1) == (byte) 0xfe
            && in.at(2) > ' '
            && in.at(3) == 0;
    boolean big = in.length() >= 2 && in.at(0) == (byte) 0xfe && in.at(1) == (byte) 0xff;
    if (little || big) {
      throw new ProtocolException(ErrorCode.BAD_MODE, "This is UTF-16; send UTF-8.");
    }
  }
}
