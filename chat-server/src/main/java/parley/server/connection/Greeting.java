package parley.server.connection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Someone silent is a person who waits to be asked for a name. The question chooses nothing: the
 * first byte that comes still does. The lock decides which of the two is first.
 */
final class Greeting {
  private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);
  private static final long SILENCE_MILLIS = 300;

  private final ReentrantLock lock = new ReentrantLock();
  private final ClientSocket clientSocket;
  private final byte[] question;
  private final Future<?> due;
  private boolean heard;
  private boolean asked;

  /**
   * @param question what somebody silent is asked
   */
  Greeting(ClientSocket clientSocket, String question, ScheduledExecutorService timer) {
    this.clientSocket = clientSocket;
    this.question = question.getBytes(StandardCharsets.UTF_8);
    this.due =
        timer.schedule(
            () -> Thread.startVirtualThread(this::ask), SILENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void ask() {
    lock.lock();
    try {
      if (!heard) {
        asked = true;
        clientSocket.out().write(question);
      }
    } catch (IOException e) {
      LOG.debug("the greeting found nobody: {}", e.toString());
    } finally {
      lock.unlock();
    }
  }

  /**
   * A byte came, or the end: nobody is asked any more. A question that is being written is waited
   * for, so that nothing else gets into it.
   *
   * @return whether the question was asked before
   */
  boolean over() {
    due.cancel(false);
    lock.lock();
    try {
      heard = true;
      return asked;
    } finally {
      lock.unlock();
    }
  }
}
