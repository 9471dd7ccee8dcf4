package parley.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.MessageState;
import parley.protocol.Reaction;
import parley.protocol.Reply;
import parley.protocol.RoomInfo;
import parley.protocol.TalkInfo;
import parley.server.state.Change;
import parley.server.state.Entry;

/** What an answer weighs besides its request: what had to be read and counted for it. */
class RequestWeightsTest {
  private static Event.Message message(int reactions) {
    List<Reaction> all =
        IntStream.range(0, reactions).mapToObj(i -> new Reaction("e" + i, 700, List.of())).toList();
    Change.Said said =
        new Change.Said(
            new Addressee.Room("lobby"), new Author("g1", "ann"), Content.of("hi"), null);
    return (Event.Message) new Entry(1, 0, said, new MessageState(null, false, all)).event();
  }

  private static double weight(int messages, int reactions) {
    List<Event.Message> told =
        IntStream.range(0, messages).mapToObj(_ -> message(reactions)).toList();
    return RequestWeights.ofAnswer(new Reply.History("h", told, false));
  }

  @Test
  void manyMessagesAndReactionsWeighMore() {
    assertEquals(0, weight(0, 0));
    assertEquals(2, weight(200, 0), "so that 20 a second are over six such pages");
    assertEquals(5, weight(500, 0));
    assertEquals(0.04 + 28, weight(4, 20), 0.001);
    RoomInfo room = new RoomInfo("lobby", null, 2, 2_000);
    assertEquals(
        0.5,
        RequestWeights.ofAnswer(
            new Reply.RoomList("r", 2, false, List.of(room, room.with(1, 1_000)))));
    TalkInfo talk = new TalkInfo("bob", "g9", null, 7, "2026-11-21T09:30:00.000Z", null, 500);
    assertEquals(
        0.02 + 0.5,
        RequestWeights.ofAnswer(new Reply.TalkList("t", List.of(talk, talk), null, null)),
        0.001);
    assertEquals(0, RequestWeights.ofAnswer(new Reply.Pong("p", null)));
  }
}
