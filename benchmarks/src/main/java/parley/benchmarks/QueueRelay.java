package parley.benchmarks;

import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The form of a server on virtual threads: each receiver has a small queue and a thread that writes
 * all that waits there in one go.
 */
final class QueueRelay extends Relay {
  /** Reads of the senders that may wait for one receiver. */
  private static final int QUEUE = 256;

  private final int gather;
  private final Map<Receiver, Lane> lanes = new ConcurrentHashMap<>();

  QueueRelay(ServerSocket listener, int gather) {
    super(listener);
    this.gather = gather;
  }

  private record Lane(BlockingQueue<byte[]> queue, Thread writer) {}

  /** One at a time, so that every receiver gets the same order. */
  @Override
  synchronized void relay(byte[] bytes, int length) throws InterruptedException {
    byte[] shared = Arrays.copyOf(bytes, length);
    for (Lane lane : lanes.values()) {
      lane.queue.put(shared);
    }
  }

  @Override
  void begin(Receiver receiver) {
    BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(QUEUE);
    Thread writer = Thread.ofVirtual().start(() -> write(receiver, queue));
    lanes.put(receiver, new Lane(queue, writer));
  }

  @Override
  void end(Receiver receiver) {
    lanes.remove(receiver).writer.interrupt();
  }

  private void write(Receiver receiver, BlockingQueue<byte[]> queue) {
    byte[] batch = new byte[gather];
    List<byte[]> waiting = new ArrayList<>();
    try {
      while (true) {
        waiting.add(queue.take());
        queue.drainTo(waiting);
        int length = 0;
        for (byte[] bytes : waiting) {
          if (length + bytes.length > batch.length) {
            receiver.write(batch, length);
            length = 0;
          }
          System.arraycopy(bytes, 0, batch, length, bytes.length);
          length += bytes.length;
        }
        receiver.write(batch, length);
        waiting.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
