package parley.client.net;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Connects to a host by whichever of its addresses answers first (RFC 8305): one is tried after the
 * other, IPv6 and IPv4 by turns, and the next begins when the one before failed or after a moment.
 */
final class ConnectionRace {
  /** RFC 8305, section 5: Connection Attempt Delay. */
  private static final long DELAY_MILLIS = 250;

  /** More than these are not tried: a name can have any number. */
  private static final int ADDRESSES = 16;

  /**
   * What came of one try.
   *
   * @param socket connected, null where it failed
   */
  private record Try(Socket socket, IOException failure) {}

  private ConnectionRace() {}

  /**
   * @param timeout for all tries together
   * @throws IOException why the first address could not be reached, where none could
   */
  static Socket connect(String host, int port, Duration timeout)
      throws IOException, InterruptedException {
    return connect(byTurns(List.of(InetAddress.getAllByName(host))), port, timeout);
  }

  @SuppressWarnings("ReferenceEquality") // the very socket that won
  static Socket connect(List<InetAddress> addresses, int port, Duration timeout)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<Socket> begun = new ArrayList<>();
    BlockingQueue<Try> tries = new ArrayBlockingQueue<>(ADDRESSES);
    Deque<InetAddress> next =
        new ArrayDeque<>(addresses.subList(0, Math.min(ADDRESSES, addresses.size())));
    Socket won = null;
    IOException first = null;
    int running = 0;
    try {
      while (won == null && (running > 0 || !next.isEmpty())) {
        if (!next.isEmpty()) {
          begun.add(begin(new InetSocketAddress(next.removeFirst(), port), deadline, tries));
          running++;
        }
        Try done = next.isEmpty() ? tries.take() : tries.poll(DELAY_MILLIS, TimeUnit.MILLISECONDS);
        if (done != null) {
          running--;
          won = done.socket();
          first = first == null ? done.failure() : first;
        }
      }
    } finally {
      // Closing a socket ends its try; one that connected meanwhile is not needed.
      for (Socket socket : begun) {
        if (socket != won) {
          Dialer.closeQuietly(socket);
        }
      }
    }
    if (won == null) {
      throw first;
    }
    return won;
  }

  private static Socket begin(InetSocketAddress at, long deadline, BlockingQueue<Try> tries) {
    Socket socket = new Socket();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                socket.connect(at, Math.toIntExact(Math.max(1, left)));
                tries.add(new Try(socket, null));
              } catch (IOException e) {
                tries.add(new Try(null, e));
              }
            });
    return socket;
  }

  /** In the resolver's order, but for the families, which alternate. */
  private static List<InetAddress> byTurns(List<InetAddress> addresses) {
    Deque<InetAddress> one = new ArrayDeque<>();
    Deque<InetAddress> other = new ArrayDeque<>();
    boolean six = addresses.getFirst() instanceof Inet6Address;
    addresses.forEach(a -> (a instanceof Inet6Address == six ? one : other).add(a));
    List<InetAddress> turns = new ArrayList<>();
    while (!one.isEmpty() || !other.isEmpty()) {
      for (Deque<InetAddress> family : List.of(one, other)) {
        if (!family.isEmpty()) {
          turns.add(family.removeFirst());
        }
      }
    }
    return turns;
  }
}
