package parley.client.scripts;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import parley.client.link.Link;
import parley.protocol.ErrorCode;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
import parley.text.Nearest;

/**
 * What is said, once, of a room that is not there: the server's word, and which rooms are near it
 * by name. Guarded by the lock of its {@link Link} but for {@link #await}.
 */
final class MissingRoom {
  private static final int NEAR = 3;

  /** For how long the list of rooms is waited for. */
  private static final int PATIENCE_SECONDS = 5;

  private final String room;
  private final String how;
  private final CountDownLatch settled = new CountDownLatch(1);
  private String sentence;

  /**
   * @param how how to make it, said where the server lets this person
   */
  MissingRoom(String room, String how) {
    this.room = room;
    this.how = how;
  }

  /** Whether a refusal says so. */
  static boolean isMeant(Reply.Refused no) {
    return no.code() == ErrorCode.NO_SUCH_ROOM;
  }

  /** Whether it is known by now that it is not there. */
  boolean isKnown() {
    return sentence != null;
  }

  /** The server says so; asks it which rooms there are. */
  void refused(Link link, Reply.Refused no) {
    if (sentence == null) {
      sentence = Printable.line(no.message());
      if (link.ask(id -> new Request.Rooms(id, null)) == null) {
        say("");
      }
    }
  }

  /** Takes the answer to that. */
  void answered(Reply reply) {
    List<String> near =
        reply instanceof Reply.RoomList ok
            ? Nearest.several(room, ok.rooms().stream().map(RoomInfo::room).toList(), NEAR)
            : List.of();
    say(near.isEmpty() ? "" : " Near it: " + Printable.line(String.join(", ", near)) + ".");
  }

  private void say(String near) {
    if (settled.getCount() > 0) {
      Console.say(sentence + near + how);
      settled.countDown();
    }
  }

  /** Waits until it was said, or was not to be. */
  void await(Link link) throws InterruptedException {
    boolean[] due = new boolean[1];
    link.exclusively(() -> due[0] = sentence != null);
    if (due[0] && !settled.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      link.exclusively(() -> say(""));
    }
  }
}
