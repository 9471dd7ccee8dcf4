package parley.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Mode;

/** The check that every figure rests on must see each kind of fault. */
class MemberTest {
  private static final Text TEXT = new Text(100);

  private final Tally tally = new Tally();
  private final InFlight inFlight = new InFlight(1, 2, 4);
  private final Member member =
      new Member(
          0,
          new Plan(
              Wire.of(Wire.Kind.FRAMED, "bench", false),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
              false,
              1,
              2,
              0,
              1,
              TEXT,
              Duration.ZERO,
              Duration.ZERO),
          tally,
          inFlight,
          null);

  @Test
  void takesWhatIsInOrder() {
    for (int number = 0; number < 200; number++) {
      deliver(10 + 2 * number, 0, number);
      deliver(11 + 2 * number, 1, number);
    }
    assertFaults(0, 0, 0, 0);
    assertEquals(400, tally.deliveries.get());
    assertEquals(400 / Member.SAMPLE + 1, tally.parsed);
    assertEquals(0, member.missing(new long[] {200, 200}));
    assertEquals(200, inFlight.take(0));
    assertEquals(200, inFlight.take(1));
    assertFalse(inFlight.isOwed());
  }

  @Test
  void seesWhatIsLost() {
    deliver(1, 0, 0);
    deliver(2, 0, 3);
    assertFaults(2, 0, 0, 0);
    assertEquals(6, member.missing(new long[] {5, 5}));
  }

  @Test
  void seesWhatComesAgain() {
    deliver(1, 0, 0);
    deliver(2, 0, 0);
    assertFaults(0, 1, 0, 0);
  }

  @Test
  void seesWhatComesLate() {
    deliver(1, 0, 1);
    deliver(2, 0, 0);
    assertFaults(1, 1, 0, 0);
  }

  @Test
  void seesNumbersOfTheLogThatDoNotIncrease() {
    deliver(7, 0, 0);
    deliver(7, 1, 0);
    deliver(6, 0, 1);
    assertFaults(0, 0, 2, 0);
  }

  @Test
  void seesHarmInEveryByteOfTheText() {
    byte[] whole = message(1, text(0, 0));
    int begin = new String(whole, StandardCharsets.UTF_8).indexOf("s0000");
    for (int i = 0; i < TEXT.size(); i++) {
      byte[] harmed = whole.clone();
      harmed[begin + i] = (byte) (harmed[begin + i] == '~' ? '!' : '~');
      long before = tally.corrupt;
      member.delivery(harmed, 0, harmed.length);
      assertEquals(before + 1, tally.corrupt, "byte " + i);
    }
  }

  @Test
  void readsFieldsInAnotherOrderByTheParser() {
    String text = text(0, 0);
    byte[] json =
        ("{\"type\":\"message\",\"seq\":5,\"text\":\""
                + text
                + "\",\"from\":\"a\",\"fromId\":\"g1\",\"room\":\"b\",\"at\":\"\"}")
            .getBytes(StandardCharsets.UTF_8);
    member.delivery(json, 0, json.length);
    assertFaults(0, 0, 0, 0);
    assertEquals(1, tally.parsed);
    assertEquals(0, member.missing(new long[] {1, 0}));
  }

  @Test
  void whoComesLaterExpectsWhatComesNext() {
    member.expect(new long[] {7, 3});
    deliver(90, 0, 7);
    deliver(91, 1, 3);
    assertFaults(0, 0, 0, 0);
    assertEquals(1, member.missing(new long[] {9, 4}));
    deliver(92, 1, 5);
    assertFaults(1, 0, 0, 0);
  }

  @Test
  void leavesOtherMessagesAlone() {
    byte[] json = Json.bytes(new Event.Online("bench", "alice"));
    assertFalse(member.delivery(json, 0, json.length));
    assertEquals(0, tally.deliveries.get());
  }

  @Test
  void cutsFramesWhereverTheyAreSplit() {
    byte[] frame = Mode.FRAMED.frame(message(1, text(0, 0)));
    Wire wire = Wire.of(Wire.Kind.RELAY, "bench", false);
    for (int split = 0; split < frame.length; split++) {
      assertEquals(0, wire.take(frame, 0, split, member));
    }
    assertEquals(frame.length, wire.take(frame, 0, frame.length, member));
    assertEquals(1, tally.deliveries.get());
  }

  private void deliver(long seq, int sender, int number) {
    byte[] json = message(seq, text(sender, number));
    member.delivery(json, 0, json.length);
  }

  private static String text(int sender, int number) {
    byte[] text = TEXT.example().getBytes(StandardCharsets.US_ASCII);
    Text.write(text, 0, sender, number, 1);
    return new String(text, StandardCharsets.US_ASCII);
  }

  private static byte[] message(long seq, String text) {
    return Json.bytes(
        new Event.Message(
            seq,
            new Addressee.Room("bench"),
            new Author("g7", "alice"),
            Content.of(text),
            "2026-11-21T09:30:00.123Z"));
  }

  private void assertFaults(long lost, long repeated, long disordered, long corrupt) {
    assertEquals(
        new Result.Faults(lost, repeated, disordered, corrupt, 0),
        new Result.Faults(tally.lost, tally.repeated, tally.disordered, tally.corrupt, 0));
  }
}
