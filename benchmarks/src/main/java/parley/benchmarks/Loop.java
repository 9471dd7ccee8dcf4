package parley.benchmarks;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** The load's thread: connects the members, sends, receives and checks. */
final class Loop implements Runnable {
  /** Connections on their way into the room at a time. */
  private static final int ENTERING = 32;

  private static final long IDLE_MILLIS = 20;
  static final int RECORD_ROOM = Frames.MOST + 64 * 1024;

  private final Plan plan;
  private final Tally tally = new Tally();
  private final SSLContext tls;
  private final Selector selector;
  private final InFlight inFlight;
  private final List<Member> members = new ArrayList<>();
  private final ByteBuffer raw = ByteBuffer.allocateDirect(Link.READ_BYTES + RECORD_ROOM);
  private final ByteBuffer record = ByteBuffer.allocate(Link.TLS_RECORD_BYTES);
  private final byte[] whole = new byte[Link.READ_BYTES + RECORD_ROOM];
  private int entering;
  private int left;
  private boolean begun;
  private boolean leaving;

  /** The stage of the turn before. */
  private Stage last = Stage.JOINING;

  private volatile Stage stage = Stage.JOINING;

  /** {@link System#nanoTime} of the first due time. */
  private volatile long start;

  private final AtomicInteger joined = new AtomicInteger();
  private volatile boolean drained;
  private volatile Throwable failure;

  /**
   * @param tls null on a plain connection
   */
  Loop(Plan plan, SSLContext tls) throws IOException {
    this.plan = plan;
    this.tls = tls;
    this.inFlight = new InFlight(plan.members(), plan.senders(), plan.outstanding());
    this.selector = Selector.open();
  }

  @Override
  public void run() {
    try (selector) {
      while (stage != Stage.LEAVING || left < members.size()) {
        turn();
      }
    } catch (Exception | Error e) {
      failure = e;
    }
  }

  private void turn() throws IOException {
    Stage now = stage;
    if (now == Stage.MEASURING && last != now) {
      tally.latency.reset();
    }
    last = now;
    if (now == Stage.JOINING) {
      connectMore();
    } else if (now.sends()) {
      send();
    } else if (now == Stage.DRAINING) {
      // Nothing is sent any more once this thread itself has seen the stage.
      drained = tally.deliveries.get() >= tally.sent.get() * plan.receivers();
    } else if (!leaving) {
      leaving = true;
      leave();
    }
    long wait = now.sends() && plan.paced() ? millisUntilDue() : IDLE_MILLIS;
    if (wait <= 0) {
      selector.selectNow(this::ready);
    } else {
      selector.select(this::ready, wait);
    }
  }

  private void connectMore() throws IOException {
    while (entering < ENTERING && members.size() < plan.members()) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      Link link = Link.over(channel, tls, plan.wire(), record);
      Member member = new Member(members.size(), plan, tally, inFlight, link);
      members.add(member);
      entering++;
      if (channel.connect(plan.address())) {
        channel.register(selector, SelectionKey.OP_READ, member);
        member.connected();
      } else {
        channel.register(selector, SelectionKey.OP_CONNECT, member);
      }
    }
  }

  private void send() throws IOException {
    long now = System.nanoTime();
    for (Member member : members.subList(0, plan.senders())) {
      if (plan.paced()) {
        sendDue(member, now);
      } else if (!begun) {
        member.send(plan.outstanding(), now);
      }
    }
    begun = true;
    if (inFlight.isOwed() && !plan.paced()) {
      sendOwed();
    }
  }

  private void sendOwed() throws IOException {
    long now = System.nanoTime();
    for (int sender = 0; sender < plan.senders(); sender++) {
      int count = inFlight.take(sender);
      if (count > 0) {
        members.get(sender).send(count, now);
      }
    }
  }

  private void sendDue(Member member, long now) throws IOException {
    long due = start + plan.due(member.index(), member.sent());
    while (due <= now) {
      tally.latest = Math.max(tally.latest, now - due);
      member.send(1, due);
      due = start + plan.due(member.index(), member.sent());
    }
  }

  private long millisUntilDue() {
    long next = Long.MAX_VALUE;
    for (Member member : members.subList(0, plan.senders())) {
      next = Math.min(next, start + plan.due(member.index(), member.sent()));
    }
    return Math.min(IDLE_MILLIS, TimeUnit.NANOSECONDS.toMillis(next - System.nanoTime()));
  }

  private void ready(SelectionKey key) {
    Member member = (Member) key.attachment();
    try {
      if (key.isConnectable()) {
        member.link().channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        member.connected();
      }
      if (key.isReadable()) {
        read(member);
      }
      if (key.isValid()) {
        if (key.isWritable()) {
          member.link().flush();
        }
        int write = member.link().hasUnsent() ? SelectionKey.OP_WRITE : 0;
        if (key.interestOps() != (SelectionKey.OP_READ | write)) {
          key.interestOps(SelectionKey.OP_READ | write);
        }
      }
    } catch (IOException e) {
      if (!leaving) {
        throw new Failure("Member " + member.index() + ": " + e.getMessage());
      }
      close(member);
    }
  }

  private void read(Member member) throws IOException {
    boolean wasJoined = member.isJoined();
    Stage now = stage;
    member.read(raw, whole, now == Stage.MEASURING);
    if (!wasJoined && member.isJoined()) {
      entering--;
      joined.incrementAndGet();
    }
    if (inFlight.isOwed() && now.sends() && !plan.paced()) {
      sendOwed();
    }
    if (member.isClosed()) {
      if (now != Stage.LEAVING) {
        throw new Failure(
            "The connection of member "
                + member.index()
                + " was closed: "
                + (member.dismissal() == null ? "nothing was said" : member.dismissal()));
      }
      close(member);
    }
  }

  private void leave() throws IOException {
    byte[] closing = plan.wire().closing();
    for (Member member : members) {
      if (closing == null) {
        close(member);
      } else {
        member.say(closing);
      }
    }
  }

  private void close(Member member) {
    try {
      if (member.link().channel.isOpen()) {
        left++;
        member.link().channel.close();
      }
    } catch (IOException e) {
      throw new Failure("A socket can't be closed: " + e.getMessage());
    }
  }

  /** Begins a stage, as often as wanted; sending starts at {@code at}. */
  void enter(Stage next, long at) {
    start = next == Stage.WARMING_UP ? at : start;
    drained = false;
    stage = next;
    selector.wakeup();
  }

  int joined() {
    return joined.get();
  }

  /** Whether all that was sent has arrived, asked while it drains. */
  boolean drained() {
    return drained;
  }

  /** What ended this loop before its time, null while it runs well. */
  Throwable failure() {
    return failure;
  }

  Tally tally() {
    return tally;
  }

  /** After this loop's thread has ended. */
  List<Member> members() {
    return members;
  }
}
