package parley.server.connection;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import parley.protocol.Goodbye;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.server.fanout.Subscriber;
import parley.server.logging.LogSetup;
import parley.server.logging.SparseLog;
import parley.server.net.Network;
import parley.server.outbox.Outbox;
import parley.server.stats.Counter;
import parley.server.stats.Stats;

/**
 * The end of one connection, from the first word of it to the closed socket.
 *
 * <pre>
 * what ends it                     told by      what is still written          at most
 * -------------------------------  -----------  -----------------------------  -------
 * the client says bye              session      replies, what it is owed, bye     10 s
 * the client closes its side       reader       replies, what it is owed          10 s
 * its bytes break the framing      reader       what waits, the error, bye        10 s
 * the server: kick, ban, time, …   any thread   what waits, bye                   10 s
 *   of which no mode is known      any thread   nothing; of time, a sentence
 * reading breaks, or a fault       reader       what is being written              0 s
 * writing breaks                   writer       nothing
 * a write is stuck for 3 s, the    heartbeat    nothing: it is aborted
 *   end for 10 s, or it vanished
 * </pre>
 *
 * <p>Then, in this order: the <em>writer</em> has written for the last time and shuts our side
 * ({@link #written}); the client has a second to close too, one that fetched a file
 * `timeout.transfer`, after which the <em>timer</em> closes; the <em>reader</em>, who waits for the
 * writer, throws away what still comes ({@link #linger}), closes, counts how it ended, and takes
 * the session out of the chat. Who tells first how it ends is right.
 */
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private static final SparseLog GONE = new SparseLog(LOG, Level.INFO, SparseLog.OFTEN);
  private static final SparseLog STRANGER = new SparseLog(LOG, Level.INFO, SparseLog.OFTEN);
  private static final SparseLog UNSAFE = new SparseLog(LOG, Level.INFO, SparseLog.OFTEN);
  private static final SparseLog FAULT = new SparseLog(LOG, Level.ERROR, SparseLog.SELDOM);

  /** What the end waits for the writer to write what is owed. */
  private static final long DRAIN_MILLIS = 10_000;

  /** How long one write may be stuck while the connection ends, in nanoseconds. */
  private static final long STUCK = TimeUnit.SECONDS.toNanos(3);

  /** How long a client has to close after the last words. */
  private static final long LINGER_MILLIS = 1_000;

  /** Of what comes after the last words, read at once. */
  private static final int LINGER_BYTES = 65_536;

  /** Between one read and the next of what comes after that. */
  private static final long LINGER_PAUSE_MILLIS = 200;

  private final long id;
  private final String address;
  private final ClientSocket socket;
  private final Stats stats;
  private final ScheduledExecutorService timer;
  private final AtomicReference<Ending> ending = new AtomicReference<>();

  /** Whether it took too long. */
  private volatile boolean late;

  /** Why nothing can be read any more; null where it can. The reader's. */
  private IOException unread;

  /** Since when the heartbeat has seen that it ends; 0 while it does not. The heartbeat's own. */
  private long seen;

  /**
   * @param address where it comes from, in canonical form
   */
  Closing(
      long id, String address, ClientSocket socket, Stats stats, ScheduledExecutorService timer) {
    this.id = id;
    this.address = address;
    this.socket = socket;
    this.stats = stats;
    this.timer = timer;
  }

  // ---- any thread -----------------------------------------------------------------------------

  /** Tells how it ends; the first to tell is right. */
  void ends(Ending how) {
    ending.compareAndSet(null, how);
  }

  /** It took too long, for a TLS handshake or for anything later. */
  void timedOut() {
    late = true;
    ends(socket.handshaken() ? Ending.TIMEOUT : Ending.HANDSHAKE);
  }

  // ---- the heartbeat --------------------------------------------------------------------------

  /** Whether the heartbeat has seen that it ends. */
  boolean seen() {
    return seen != 0;
  }

  /**
   * The heartbeat has seen that it ends.
   *
   * @param now {@link System#nanoTime}
   */
  void see(long now) {
    seen = now;
  }

  /**
   * Whether the end takes so long that it is cut short.
   *
   * @param stuck for how long one write has been stuck, in nanoseconds
   */
  boolean overdue(long now, long stuck) {
    return stuck > STUCK || now - seen > TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
  }

  // ---- the writer -----------------------------------------------------------------------------

  /**
   * Nothing more is written.
   *
   * @param why null where everything was that is owed
   */
  void written(Exception why) {
    MDC.put(LogSetup.CONNECTION, Long.toString(id));
    try {
      if (why == null) {
        finish(LINGER_MILLIS);
        return;
      }
      throw why;
    } catch (IOException e) {
      ends(Ending.ofWrite(e));
      LOG.debug("writing ended: {}", e.toString());
    } catch (InterruptedException e) {
      LOG.debug("writing was interrupted");
    } catch (Exception e) {
      fault(e);
    } finally {
      MDC.clear();
    }
    socket.close();
  }

  /** Everything is written: the client is told so, and has a moment to close too. */
  private void finish(long millis) throws IOException {
    socket.shutdownOutput();
    Future<?> _ = timer.schedule(socket::closeSoon, millis, TimeUnit.MILLISECONDS);
  }

  // ---- the reader -----------------------------------------------------------------------------

  /** Nothing can be read any more. */
  void readingEnded(IOException e) {
    ends(socket.handshaken() ? Ending.ofRead(e) : Ending.HANDSHAKE);
    unread = e;
    LOG.debug("reading ended: {}", e.toString());
  }

  void fault(Exception e) {
    FAULT.log("a fault in the server ended this connection", e);
    ends(Ending.BY_SERVER);
  }

  /** The client sends no more: it gets what it is owed, and then the end. */
  void halfClosed(Outbox outbox) throws InterruptedException {
    ends(Ending.HALF_CLOSE);
    outbox.awaitReplies();
    outbox.finish(null, true);
    outbox.awaitEnd(DRAIN_MILLIS);
  }

  /** Nothing after a fault of framing can be trusted: it is said, and that is the end. */
  void broken(Subscriber self, ProtocolException e) throws InterruptedException {
    self.outbox().say(self.outbox().wire().encode(e.reply()));
    self.end(Goodbye.PROTOCOL, "The connection ends here.");
    self.outbox().awaitEnd(DRAIN_MILLIS);
  }

  /** A file was carried, or refused, and everything is written to the kernel. */
  void carried() throws IOException {
    finish(LINGER_MILLIS);
  }

  /**
   * A file was written to the kernel, which still holds megabytes of it for a slow client.
   *
   * @param millis how long it has for them
   */
  void carriedOut(long millis) throws IOException {
    finish(millis);
  }

  /**
   * Waits until everything is written that will be.
   *
   * @param self of whom there was a goodbye, or whose reader has ended without one
   */
  void awaitWritten(Subscriber self) {
    Outbox outbox = self.outbox();
    try {
      if (!outbox.awaitEnd(self.endReason() != null ? DRAIN_MILLIS : 0)) {
        outbox.abort();
      }
      outbox.awaitWriter();
    } catch (InterruptedException e) {
      outbox.abort();
    }
  }

  /**
   * Throws away what still comes, until the client closes too or the time is over: closing with
   * bytes unread would send a reset, which can overtake the last words. Who goes on pouring is read
   * slowly: many of them would otherwise take the processors from those who are still welcome.
   */
  void linger() {
    try {
      byte[] unheard = new byte[LINGER_BYTES / 4];
      int sum = 0;
      int n = socket.in().read(unheard);
      while (n >= 0) {
        stats.count(Counter.BYTES_IN, n);
        sum += n;
        if (sum > LINGER_BYTES) {
          Thread.sleep(LINGER_PAUSE_MILLIS);
        }
        n = socket.in().read(unheard);
      }
    } catch (IOException e) {
      LOG.debug("nothing more came: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A chat is closed: that is counted and logged. */
  void closed(Subscriber self) {
    Goodbye told = self.endReason();
    if (told != null) {
      ends(told == Goodbye.BYE ? Ending.CLEAN : Ending.BY_SERVER);
    }
    closed(self.person(), self.bytesIn(), self.outbox().bytesOut(), told);
  }

  /**
   * Another connection is closed: that is counted and logged.
   *
   * @param person whose it was, an id; null where that is not known
   * @param in bytes that came, but for TLS
   * @param out bytes that were written, as well
   */
  void closed(String person, long in, long out) {
    closed(person, in, out, null);
  }

  private void closed(String person, long in, long out, Goodbye told) {
    ends(Ending.CLEAN);
    Ending how = ending.get();
    stats.count(how.counter);
    if (how == Ending.HANDSHAKE) {
      UNSAFE.log(
          Network.of(address),
          line -> line.addKeyValue("why", late ? "it took too long" : unreadable()),
          "the TLS handshake with {} failed",
          address);
      return;
    }
    String reason =
        told != null ? told.word() : how.name().toLowerCase(Locale.ROOT).replace('_', '-');
    (person == null ? STRANGER : GONE)
        .log(
            person == null ? Network.of(address) : null,
            line ->
                (person == null ? line : line.addKeyValue("id", person))
                    .addKeyValue("address", address)
                    .addKeyValue("seconds", Math.round(socket.age() / 1e8) / 10.0)
                    .addKeyValue("in", in)
                    .addKeyValue("out", out)
                    .addKeyValue("reason", reason),
            "gone: {}",
            how.sentence);
  }

  private String unreadable() {
    return unread == null || unread.getMessage() == null ? "it was closed" : unread.getMessage();
  }

  // ---- without a mode -------------------------------------------------------------------------

  /** Says a sentence to someone whose mode is not known, and closes, without waiting for either. */
  void closeSaying(String sentence) {
    Thread.startVirtualThread(
        () -> {
          try {
            socket.out().write(Mode.textLine(sentence));
          } catch (IOException e) {
            LOG.debug("the last words could not be said: {}", e.toString());
          } finally {
            socket.close();
          }
        });
  }
}
