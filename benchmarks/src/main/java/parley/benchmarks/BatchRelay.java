package parley.benchmarks;

import java.net.ServerSocket;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The simplest form: readers append to one buffer while one thread writes the one before to every
 * receiver in turn. At a paced load that is one system call a delivery; at full load many messages
 * share one.
 */
final class BatchRelay extends Relay {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hasBytes = lock.newCondition();
  private final Condition hasRoom = lock.newCondition();

  /** Guarded by the lock, as is its length. */
  private byte[] gathering;

  private int gathered;

  /** The writer's own. */
  private byte[] writing;

  BatchRelay(ServerSocket listener, int gather) {
    super(listener);
    gathering = new byte[gather];
    writing = new byte[gather];
    Thread.ofPlatform().daemon().name("relay").start(this::write);
  }

  @Override
  void relay(byte[] bytes, int length) throws InterruptedException {
    lock.lock();
    try {
      while (gathered + length > gathering.length) {
        hasRoom.await();
      }
      System.arraycopy(bytes, 0, gathering, gathered, length);
      gathered += length;
      hasBytes.signal();
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    try {
      while (true) {
        int length = swap();
        for (Receiver receiver : receivers) {
          receiver.write(writing, length);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int swap() throws InterruptedException {
    lock.lock();
    try {
      while (gathered == 0) {
        hasBytes.await();
      }
      byte[] full = gathering;
      gathering = writing;
      writing = full;
      int length = gathered;
      gathered = 0;
      hasRoom.signalAll();
      return length;
    } finally {
      lock.unlock();
    }
  }

  @Override
  void begin(Receiver receiver) {}

  @Override
  void end(Receiver receiver) {}
}
