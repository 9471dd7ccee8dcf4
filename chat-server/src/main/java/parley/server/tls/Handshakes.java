package parley.server.tls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parley.server.config.Settings;
import parley.server.logging.SparseLog;
import parley.server.net.Network;
import parley.server.rate.Buckets;
import parley.server.rate.Lanes;
import parley.server.rate.Rate;
import parley.server.stats.Counter;
import parley.server.stats.Stats;

/**
 * What handshakes may cost all together. Each costs a signature and a key exchange, a thousand
 * times what it costs a client that only pretends; so they are computed for a few at a time, half
 * of the processors at most, and begun at a rate for each network. Who is above it waits; nobody is
 * refused. A connection that sends nothing holds nothing. Safe on any thread.
 */
public final class Handshakes {
  private static final SparseLog PROXIES =
      new SparseLog(LoggerFactory.getLogger(Handshakes.class), Level.WARN, SparseLog.SELDOM);

  /** Networks that are remembered. */
  private static final int NETWORKS = 10_000;

  /**
   * Records of less than {@link WireInput#SMALL} bytes that are read from one network, a second,
   * for each handshake that the settings allow it.
   */
  private static final int RECORDS = 50;

  /** Bytes that carry nothing for the chat, and cost as much to read as one handshake. */
  private static final int NOTHING = 100;

  private final Semaphore processors =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

  /**
   * A network waits for a processor with one handshake at a time, so that others wait for one of
   * theirs and not for all. Connections are bounded, and so are those who wait.
   */
  private final Lanes lanes = new Lanes();

  private final Buckets<Network> begun = new Buckets<>(NETWORKS);
  private final Buckets<Network> records = new Buckets<>(NETWORKS);
  private final Supplier<Settings.Limits> limits;
  private final Stats stats;

  /**
   * @param limits those in force now
   */
  public Handshakes(Supplier<Settings.Limits> limits, Stats stats) {
    this.limits = limits;
    this.stats = stats;
  }

  /** Somebody began with a header of the PROXY protocol who may not. */
  void refusedProxy(String sentence) {
    stats.count(Counter.REFUSED_PROXY);
    PROXIES.log("{}", sentence);
  }

  /** Waits until a network may begin another handshake. */
  void begin(Network network, Socket socket) throws IOException {
    boolean delayed = false;
    long wait = tryBegin(network);
    while (wait > 0) {
      if (!delayed) {
        delayed = true;
        stats.count(Counter.HANDSHAKES_DELAYED);
      }
      sleep(wait, socket);
      wait = tryBegin(network);
    }
  }

  private long tryBegin(Network network) {
    int perSecond = limits.get().handshakesPerSecondPerAddress();
    return begun.tryTake(network, 1, Rate.perSecond(perSecond), System.nanoTime());
  }

  /** Waits for a processor, which {@link #rest} gives back. */
  void compute(Network network) throws IOException {
    try {
      if (!lanes.enter(network)) {
        throw new IllegalStateException("there is room for all");
      }
      try {
        processors.acquire();
      } catch (InterruptedException e) {
        lanes.leave(network);
        throw e;
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  void rest(Network network) {
    processors.release();
    lanes.leave(network);
  }

  /**
   * Somebody sent so much that was nothing but TLS's own, such as orders to change keys, each of
   * which costs a derivation: it counts as the handshakes that would cost as much.
   */
  void nothing(int bytes, Network network, Socket socket) throws IOException {
    Rate rate = Rate.perSecond(limits.get().handshakesPerSecondPerAddress());
    long wait = begun.take(network, (double) bytes / NOTHING, rate, System.nanoTime());
    if (wait > 0) {
      sleep(wait, socket);
    }
  }

  /** Waits until so many more small records of a network may be read. */
  void read(int small, Network network, Socket socket) throws IOException {
    Rate rate = Rate.perSecond((double) RECORDS * limits.get().handshakesPerSecondPerAddress());
    long wait = records.take(network, small, rate, System.nanoTime());
    if (wait > 0) {
      sleep(wait, socket);
    }
  }

  private static void sleep(long nanos, Socket socket) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      throw interrupted();
    }
    if (socket.isClosed()) {
      throw new SocketException("Socket closed");
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("the server stops");
  }
}
