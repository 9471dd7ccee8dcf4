package parley.benchmarks;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;

/**
 * A member that stops reading at its socket, in the middle of a record, and reads on when it is
 * told to. All it gets is checked as any member's is. One thread runs it, another steers it.
 */
final class SlowReader implements Runnable {
  /** The kernel's room for what it does not read: small, so that the server feels it soon. */
  private static final int RECEIVE_BYTES = 16 * 1024;

  /** What is read at once before it stops: less than a record, so that it stops within one. */
  private static final int LAST_BYTES = 150;

  private final Plan plan;
  private final SSLContext tls;
  private final int index;
  private final long[] before;
  private final Tally tally = new Tally();
  private final CountDownLatch joined = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch readOn = new CountDownLatch(1);
  private Member member;
  private volatile SocketChannel channel;
  private volatile boolean stopAsked;
  private volatile long[] owed;
  private volatile Exception failure;

  /**
   * @param tls null on a plain connection
   * @param index of a member that nobody else is
   * @param before how many messages each sender had sent before this one came
   */
  SlowReader(Plan plan, SSLContext tls, int index, long[] before) {
    this.plan = plan;
    this.tls = tls;
    this.index = index;
    this.before = before;
  }

  @Override
  public void run() {
    try (SocketChannel own = SocketChannel.open()) {
      channel = own;
      own.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
      own.setOption(StandardSocketOptions.TCP_NODELAY, true);
      own.connect(plan.address());
      InFlight unused = new InFlight(Integer.MAX_VALUE, plan.senders(), plan.outstanding());
      ByteBuffer record = ByteBuffer.allocate(Link.TLS_RECORD_BYTES);
      Link link = Link.over(own, tls, plan.wire(), record);
      member = new Member(index, plan, tally, unused, link);
      member.expect(before);
      ByteBuffer raw = ByteBuffer.allocate(Link.READ_BYTES + Loop.RECORD_ROOM);
      byte[] whole = new byte[Link.READ_BYTES + Loop.RECORD_ROOM];
      member.connected();
      while (!member.isJoined()) {
        read(raw, whole);
      }
      joined.countDown();
      while (!stopAsked || !member.isMidRecord()) {
        if (stopAsked) {
          link.readAtMost(LAST_BYTES);
        }
        read(raw, whole);
      }
      stopped.countDown();
      readOn.await();
      link.readAtMost(Link.READ_BYTES);
      while (member.missing(owed) > 0) {
        read(raw, whole);
      }
      member.say(plan.wire().closing());
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure = e;
    } finally {
      joined.countDown();
      stopped.countDown();
    }
  }

  private void read(ByteBuffer raw, byte[] whole) throws IOException {
    member.read(raw, whole, false);
    if (member.isClosed()) {
      throw new Failure("its connection was closed: " + member.dismissal());
    }
  }

  void awaitJoined() throws InterruptedException {
    joined.await();
    throwFailure();
  }

  /** Asks for the stop and waits for it; only while messages flow. */
  void stop() throws InterruptedException {
    stopAsked = true;
    stopped.await();
    throwFailure();
  }

  /**
   * @param owed how many messages each sender has sent in all
   */
  void readOn(long[] owed) {
    this.owed = owed;
    readOn.countDown();
  }

  /** Cuts its connection. */
  void cut() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  /** After its end: messages lost, repeated, out of order or harmed. */
  long faults(long[] owed) {
    return member.missing(owed) + tally.lost + tally.repeated + tally.disordered + tally.corrupt;
  }

  /** After its end: messages it got. */
  long received() {
    return tally.deliveries.get();
  }

  void throwFailure() {
    if (failure != null) {
      throw new Failure("A slow reader failed: " + failure.getMessage());
    }
  }
}
