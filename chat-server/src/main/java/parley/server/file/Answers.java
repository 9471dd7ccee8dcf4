package parley.server.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Goodbye;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.ServerMessage;
import parley.server.wire.Words;

/** Says what a transfer has to say, in its connection's wire mode. Safe on any thread. */
final class Answers {
  private final Words words;
  private final OutputStream out;

  /** Guards {@code over}, and that two answers don't mix. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean over;

  /** Whether the bytes may come, or follow. Any thread. */
  private volatile boolean begun;

  Answers(Words words, OutputStream out) {
    this.words = words;
    this.out = out;
  }

  /**
   * The bytes may come, or follow.
   *
   * @param bytes how many
   */
  void begins(Reply.Carrying ok, long bytes) throws IOException {
    begun = true;
    say(ok, "OK " + bytes, false);
  }

  boolean begun() {
    return begun;
  }

  /** The last word. */
  void ends(Reply reply) throws IOException {
    switch (reply) {
      case Reply.Sent ok -> say(ok, "OK message " + ok.seq(), true);
      case Reply.Refused refused -> say(refused, "ERROR: " + sentence(refused), true);
      default -> throw new IllegalStateException("no transfer is answered " + reply);
    }
  }

  /** The last word of a server that ends it. */
  void bye(Goodbye reason, String sentence) throws IOException {
    say(new Event.Bye(null, reason.word(), sentence), sentence, true);
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
        out.write(words.say(message, line));
      }
    } finally {
      lock.unlock();
    }
  }
}
