package parley.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.ProtocolException;

/**
 * One member of the room: takes its deliveries apart and checks that of every sender each message
 * comes once, in order and unharmed. Confined to its loop's thread.
 */
final class Member {
  private static final byte[] MESSAGE = ParleyWire.ascii("{\"type\":\"message\",\"seq\":");
  private static final byte[] BEFORE_TEXT = ParleyWire.ascii("\"text\":\"");
  private static final byte[] AFTER_TEXT = ParleyWire.ascii("\",\"at\":\"");

  /** From the end of the text to the end of the object, the time of 24 characters included. */
  private static final int TAIL = AFTER_TEXT.length + 24 + 2;

  /** Every so many deliveries one goes through the JSON parser too. */
  static final int SAMPLE = 64;

  private static final byte[] NOTHING = new byte[0];

  private final int index;
  private final Plan plan;
  private final Tally tally;
  private final Link link;
  private final Order order;

  private byte[] rest = NOTHING;
  private boolean greeted;
  private boolean joined;
  private boolean closed;
  private String dismissal;

  /** Of the read that is being taken apart. */
  private long now;

  private boolean measuring;

  private final byte[] message;
  private final int textAt;
  private int nextNumber;

  Member(int index, Plan plan, Tally tally, InFlight inFlight, Link link) {
    this.index = index;
    this.plan = plan;
    this.tally = tally;
    this.link = link;
    this.order = new Order(plan, tally, inFlight);
    this.message = plan.wire().message(plan.text());
    this.textAt = plan.text().find(message);
  }

  /** For a member that came while others had sent already: what is the next of each of them. */
  void expect(long[] sent) {
    order.expect(sent);
  }

  void connected() throws IOException {
    link.begin();
    byte[] opening = plan.wire().opening(index);
    link.write(opening, opening.length);
  }

  /**
   * Reads once and checks all that came whole.
   *
   * @param raw the loop's room for a read of ciphertext
   * @param bytes the loop's room for what was read
   * @param measuring whether the deliveries are of the measured window
   */
  void read(ByteBuffer raw, byte[] bytes, boolean measuring) throws IOException {
    this.measuring = measuring;
    ByteBuffer whole = ByteBuffer.wrap(bytes).put(rest);
    if (link.read(raw, whole) < 0) {
      closed = true;
      return;
    }
    now = System.nanoTime();
    long before = tally.deliveries.get();
    int end = whole.position();
    int taken = plan.wire().take(bytes, 0, end, this);
    rest = taken == end ? NOTHING : Arrays.copyOfRange(bytes, taken, end);
    long brought = tally.deliveries.get() - before;
    if (measuring && brought > 0) {
      tally.reads++;
      tally.measured += brought;
      tally.bytes += taken;
    }
  }

  /** Checks one record if it is a delivery; false where it is something else. */
  boolean delivery(byte[] bytes, int from, int to) {
    if (!ParleyWire.startsWith(MESSAGE, bytes, from, to)) {
      return false;
    }
    int at = from + MESSAGE.length;
    long seq = 0;
    while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
      seq = seq * 10 + bytes[at++] - '0';
    }
    int begin = to - TAIL - plan.text().size();
    int end = begin + plan.text().size();
    boolean usual =
        begin - BEFORE_TEXT.length > at
            && ParleyWire.startsWith(BEFORE_TEXT, bytes, begin - BEFORE_TEXT.length, begin)
            && ParleyWire.startsWith(AFTER_TEXT, bytes, end, to);
    if (!usual || tally.deliveries.get() % SAMPLE == 0) {
      parse(Arrays.copyOfRange(bytes, from, to), usual ? seq : -1);
    } else {
      check(seq, bytes, begin);
    }
    tally.deliveries.lazySet(tally.deliveries.get() + 1);
    return true;
  }

  /** Checks a delivery of which nothing but the text is known. */
  void deliveredText(byte[] bytes, int from, int to) {
    if (to - from == plan.text().size()) {
      check(0, bytes, from);
    } else {
      tally.corrupt++;
    }
    tally.deliveries.lazySet(tally.deliveries.get() + 1);
  }

  private void parse(byte[] json, long expectedSeq) {
    tally.parsed++;
    try {
      if (Json.serverMessage(json) instanceof Event.Message parsed
          && parsed.text().length() == plan.text().size()
          && (expectedSeq < 0 || parsed.seq() == expectedSeq)) {
        check(parsed.seq(), parsed.text().getBytes(StandardCharsets.UTF_8), 0);
        return;
      }
    } catch (ProtocolException e) {
      // Counted below like any other message that is not what was sent.
    }
    tally.corrupt++;
  }

  private void check(long seq, byte[] bytes, int text) {
    order.check(seq, bytes, text, measuring ? now : -1);
  }

  /** Writes {@code count} messages, due at {@code time} nanoseconds, in one go. */
  void send(int count, long time) throws IOException {
    byte[] bytes = new byte[count * message.length];
    for (int i = 0; i < count; i++) {
      if (!plan.wire().echoes()) {
        order.own(index, nextNumber);
      }
      Text.write(message, textAt, index, nextNumber++, time);
      System.arraycopy(message, 0, bytes, i * message.length, message.length);
    }
    link.write(bytes, bytes.length);
    tally.sent.lazySet(tally.sent.get() + count);
  }

  /** Writes what is neither opening nor message. */
  void say(byte[] bytes) {
    try {
      link.write(bytes, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many messages of all senders this member was to get in the end and did not. */
  long missing(long[] sentBySender) {
    return order.missing(sentBySender);
  }

  int sent() {
    return nextNumber;
  }

  int index() {
    return index;
  }

  /** Whether the last read ended in the middle of a TLS record or, without TLS, of a frame. */
  boolean isMidRecord() {
    return link instanceof TlsLink tls ? tls.isMidRecord() : rest.length > 0;
  }

  void acknowledged() {
    tally.acknowledged++;
  }

  void joined() {
    joined = true;
  }

  boolean isJoined() {
    return joined;
  }

  void greeted() {
    greeted = true;
  }

  /** Whether the first record has begun, before which a greeting may stand. */
  boolean isGreeted() {
    return greeted;
  }

  void dismissed(String reason) {
    dismissal = reason;
  }

  /** What the server said before it closed, null where it said nothing. */
  String dismissal() {
    return dismissal;
  }

  boolean isClosed() {
    return closed;
  }

  Link link() {
    return link;
  }
}
