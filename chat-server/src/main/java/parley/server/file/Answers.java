package parley.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.ServerMessage;

/** Says what a transfer has to say, in its connection's wire mode. Safe on any thread. */
final class Answers {
  private final Mode mode;
  private final OutputStream out;

  /** Guards {@code over}, and that two answers don't mix. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean over;

  Answers(Mode mode, OutputStream out) {
    this.mode = mode;
    this.out = out;
  }

  /**
   * The bytes may come, or follow.
   *
   * @param bytes how many
   */
  void begins(Reply.Ok ok, long bytes) throws IOException {
    say(ok, "OK " + bytes, false);
  }

  /** The last word. */
  void ends(Reply reply) throws IOException {
    switch (reply) {
      case Reply.Ok ok -> say(ok, "OK message " + ok.seq(), true);
      case Reply.Refused refused -> say(refused, "ERROR: " + sentence(refused), true);
      default -> throw new IllegalStateException("no transfer is answered " + reply);
    }
  }

  /** The last word of a server that ends it. */
  void bye(String reason, String sentence) throws IOException {
    say(new Event.Bye(null, reason, sentence), sentence, true);
  }

  private static String sentence(Reply.Refused refused) {
    return refused.code() == ErrorCode.NO_SUCH_FILE
        ? "File not found"
        : Printable.line(refused.message());
  }

  private void say(ServerMessage message, String line, boolean last) throws IOException {
    lock.lock();
    try {
      if (!over) {
        over = last;
        out.write(
            mode == Mode.TEXT ? (line + "\r\n").getBytes(UTF_8) : mode.frame(Json.bytes(message)));
      }
    } finally {
      lock.unlock();
    }
  }
}
