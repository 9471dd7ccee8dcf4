package parley.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.Request;

/**
 * A client that sends many frames at once, and either makes each when the socket has room for it or
 * makes them all and lets them wait in its own memory. It reads all the while.
 */
final class Flood {
  private static final byte[] OK = ParleyWire.ascii("{\"type\":\"ok\",\"re\":\"0");
  private static final byte[] ERROR = ParleyWire.ascii("{\"type\":\"error\"");
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final String ROOM = "flood";

  /**
   * What it cost the client; bytes of heap are counted after a collection, but for the peak.
   *
   * @param seconds until the last {@code ok}
   * @param waitingMost bytes of frames that were made and not taken by the socket
   * @param heapFlood when most frames were made and not yet taken
   * @param heapPeak the most that was ever in use, garbage included
   * @param answered frames with their {@code ok}
   */
  record Figures(
      boolean waits,
      int frames,
      double seconds,
      long waitingMost,
      long heapBefore,
      long heapFlood,
      long heapPeak,
      long heapAfter,
      int answered) {}

  private final int frames;
  private final boolean waits;
  private final String text;
  private final ArrayDeque<ByteBuffer> unsent = new ArrayDeque<>();
  private final byte[] bytes = new byte[4 * Frames.MOST];
  private int end;
  private boolean greeted;
  private boolean begun;
  private int made;
  private int answered;
  private long waiting;
  private long waitingMost;
  private long heapFlood = -1;

  /**
   * @param waits whether a frame is made only when the socket has room
   */
  Flood(int frames, int size, boolean waits) {
    this.frames = frames;
    this.waits = waits;
    this.text = new Text(size).example();
  }

  Figures run(InetSocketAddress address) throws IOException {
    try (SocketChannel channel = SocketChannel.open();
        Selector selector = Selector.open()) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(address);
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE);
      String name = "flood-" + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24), 36);
      queue(new Request.Hello("hello", name, null, "benchmarks", null, null, null));
      queue(new Request.Join("join", ROOM));
      write(channel);
      long heapBefore = heapAfterCollection();
      long began = System.nanoTime();
      begun = true;
      if (!waits) {
        while (made < frames) {
          make();
        }
        heapFlood = heapAfterCollection();
      }
      while (answered < frames) {
        if (selector.select(1_000) == 0 && System.nanoTime() - began > LIMIT_NANOS) {
          throw new Failure("Only " + answered + " frames were answered in five minutes.");
        }
        selector.selectedKeys().clear();
        write(channel);
        read(channel);
        boolean more = !unsent.isEmpty() || made < frames;
        key.interestOps(SelectionKey.OP_READ | (more ? SelectionKey.OP_WRITE : 0));
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      long peak = peak();
      return new Figures(
          waits,
          frames,
          seconds,
          waitingMost,
          heapBefore,
          heapFlood,
          peak,
          heapAfterCollection(),
          answered);
    }
  }

  private void make() {
    queue(Request.Send.toRoom("0", ROOM, text));
    made++;
  }

  private void queue(Request request) {
    byte[] frame = Mode.FRAMED.frame(Json.bytes(request));
    unsent.add(ByteBuffer.wrap(frame));
    waiting += frame.length;
    waitingMost = Math.max(waitingMost, waiting);
  }

  /** Writes until the socket has no room; who waits for room makes the next frame only then. */
  private void write(SocketChannel channel) throws IOException {
    while (true) {
      if (unsent.isEmpty() && begun && made < frames) {
        make();
        if (made == frames / 2) {
          heapFlood = heapAfterCollection();
        }
      }
      ByteBuffer head = unsent.peek();
      if (head == null) {
        return;
      }
      waiting -= channel.write(head);
      if (head.hasRemaining()) {
        return;
      }
      unsent.poll();
    }
  }

  private void read(SocketChannel channel) throws IOException {
    int n = channel.read(ByteBuffer.wrap(bytes, end, bytes.length - end));
    if (n < 0) {
      throw new Failure("The server closed the connection after " + answered + " answers.");
    }
    end += n;
    int at = greeted ? 0 : skipGreeting();
    while (end - at >= Frames.HEADER && end - at - Frames.HEADER >= Frames.length(bytes, at)) {
      int from = at + Frames.HEADER;
      at = from + Frames.length(bytes, at);
      if (ParleyWire.startsWith(OK, bytes, from, at)) {
        answered++;
      } else if (ParleyWire.startsWith(ERROR, bytes, from, at)) {
        throw new Failure("Refused: " + new String(Arrays.copyOfRange(bytes, from, at), UTF_8));
      }
    }
    System.arraycopy(bytes, at, bytes, 0, end - at);
    end -= at;
  }

  /** On a machine so busy that the first frame came late, the server has taken us for a person. */
  private int skipGreeting() {
    int at = 0;
    while (at < end && bytes[at] != 0) {
      at++;
    }
    greeted = at < end;
    return at;
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Of each part of the heap at its own time, so that it is at least what was used at once. */
  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
