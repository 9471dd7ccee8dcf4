package parley.benchmarks;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * One sender, alone in a room of its own: keeps a number of messages without their {@code ok} on
 * their way, times each, and checks that every message comes back once, in order and unharmed.
 */
final class CommitSender implements Runnable {
  private static final int BUFFER_BYTES = Link.READ_BYTES + Loop.RECORD_ROOM;

  /** What all senders of a run have in common. */
  static final class Phase {
    final CountDownLatch joined;
    final CountDownLatch go = new CountDownLatch(1);
    volatile boolean measuring;
    volatile boolean over;

    Phase(int senders) {
      joined = new CountDownLatch(senders);
    }
  }

  private final Plan plan;
  private final int index;
  private final Phase phase;
  private final Tally tally = new Tally();
  private final long[] sentAt;
  private final Histogram okMicros = new Histogram(3);
  private Member member;
  private volatile SocketChannel channel;
  private volatile long acknowledged;
  private volatile Exception failure;

  /**
   * @param plan whose wire has this sender's own room
   */
  CommitSender(Plan plan, int index, Phase phase) {
    this.plan = plan;
    this.index = index;
    this.phase = phase;
    this.sentAt = new long[plan.outstanding()];
  }

  @Override
  public void run() {
    try (SocketChannel own = SocketChannel.open()) {
      channel = own;
      own.setOption(StandardSocketOptions.TCP_NODELAY, true);
      own.connect(plan.address());
      InFlight unused = new InFlight(1, plan.senders(), plan.outstanding());
      member = new Member(index, plan, tally, unused, new PlainLink(own));
      ByteBuffer raw = ByteBuffer.allocate(0);
      byte[] whole = new byte[BUFFER_BYTES];
      member.connected();
      while (!member.isJoined()) {
        read(raw, whole);
      }
      phase.joined.countDown();
      phase.go.await();
      send(plan.outstanding());
      while (!phase.over || isOwed()) {
        long before = tally.acknowledged;
        read(raw, whole);
        send(answered(before));
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure = e;
    } finally {
      phase.joined.countDown();
    }
  }

  private void read(ByteBuffer raw, byte[] whole) throws IOException {
    member.read(raw, whole, false);
    if (member.isClosed()) {
      throw new Failure("The server closed a sender's connection: " + member.dismissal());
    }
  }

  private boolean isOwed() {
    return tally.acknowledged < member.sent() || tally.deliveries.get() < member.sent();
  }

  /** Replies come in the order of the requests, so the oldest waiting are those answered now. */
  private int answered(long before) {
    long now = System.nanoTime();
    for (long i = before; i < tally.acknowledged; i++) {
      if (phase.measuring) {
        okMicros.recordValue((now - sentAt[(int) (i % sentAt.length)]) / 1000);
      }
    }
    acknowledged = tally.acknowledged;
    return (int) (tally.acknowledged - before);
  }

  private void send(int count) throws IOException {
    if (count > 0 && !phase.over) {
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        sentAt[(member.sent() + i) % sentAt.length] = now;
      }
      member.send(count, now);
    }
  }

  /** Messages with their {@code ok} so far; asked while it runs. */
  long acknowledged() {
    return acknowledged;
  }

  /** What ended it before its time, null while it runs well. */
  Exception failure() {
    return failure;
  }

  /** Frees a sender that waits for what does not come. */
  void abort() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  /** After its end. */
  Histogram okMicros() {
    return okMicros;
  }

  /** After its end: messages that are lost, came again, out of order or harmed. */
  long faults() {
    return tally.lost
        + tally.repeated
        + tally.disordered
        + tally.corrupt
        + (member.sent() - tally.acknowledged)
        + (member.sent() - tally.deliveries.get());
  }
}
