package parley.server.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import parley.protocol.Decoder;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.server.config.LogSetup;
import parley.server.fanout.Subscriber;
import parley.server.outbox.Outbox;
import parley.server.outbox.Writer;
import parley.server.session.Services;
import parley.server.session.Session;
import parley.server.session.TextDialog;
import parley.server.stats.Counter;
import parley.server.wire.JsonWire;
import parley.server.wire.TextWire;
import parley.server.wire.Wire;

/**
 * One connection, from its accept to its end. {@link #run} is its reader, on a virtual thread of
 * its own: it reads straight down, a record, a request, the next record. A second virtual thread
 * writes. Fields without a word are the reader's; the heartbeat reads the volatile ones.
 */
public final class Connection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /** What the end waits for the writer to write what is owed. */
  private static final long DRAIN_MILLIS = 10_000;

  /** How long a client has to close after the last words. */
  private static final long LINGER_MILLIS = 1_000;

  private final long id;
  private final Socket socket;
  private final String address;
  private final Services services;
  private final Instant since = Instant.now();
  private final long opened = System.nanoTime();
  private final AtomicReference<Ending> ending = new AtomicReference<>();

  /** Whether the client was asked for a name before its first byte came. */
  private boolean greeted;

  /** Bytes that came before the first record was whole. */
  private int early;

  private volatile boolean handshaken;
  private volatile Mode mode;
  private volatile Subscriber subscriber;
  private volatile Writer writer;
  private volatile long pingedAt;
  private volatile long finishingSince;
  private Decoder decoder;
  private Session session;
  private TextDialog dialog;
  private Thread writerThread;

  /**
   * @param id a number of the server's own, never used again while it runs
   * @param address where it comes from, in canonical form
   */
  public Connection(long id, Socket socket, String address, Services services) {
    this.id = id;
    this.socket = socket;
    this.address = address;
    this.services = services;
  }

  @Override
  public void run() {
    MDC.put(LogSetup.CONNECTION, Long.toString(id));
    try {
      serve();
    } catch (ProtocolException e) {
      broken(e);
    } catch (IOException e) {
      end(handshaken ? Ending.ofRead(e) : Ending.HANDSHAKE);
      LOG.debug("reading ended: {}", e.toString());
    } catch (InterruptedException e) {
      end(Ending.BY_SERVER);
    } catch (RuntimeException e) {
      LOG.error("a fault in the server ended this connection", e);
      end(Ending.BY_SERVER);
    } finally {
      close();
      MDC.clear();
    }
  }

  private void serve() throws IOException, ProtocolException, InterruptedException {
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    int limit = services.settings().get().limits().frameBytes();
    boolean promised = handshake();
    decoder = promised ? Decoder.of(Mode.FRAMED, limit) : Decoder.detecting(limit);
    Greeting greeting = promised ? null : new Greeting(socket, services.timer());
    InputStream in = socket.getInputStream();
    while (true) {
      for (byte[] record = decoder.next(); record != null; record = decoder.next()) {
        if (subscriber == null) {
          begin();
        }
        services.stats().count(Counter.FRAMES_IN);
        handle(record);
        if (subscriber.endReason() != null) {
          // What comes after a goodbye, or after the server's, is not run any more.
          return;
        }
      }
      int n = decoder.fill(in);
      if (greeting != null) {
        greeted = greeting.over();
        greeting = null;
      }
      if (n < 0) {
        halfClosed();
        return;
      }
      if (subscriber == null) {
        early += n;
      } else {
        subscriber.received(n);
      }
      services.stats().count(Counter.BYTES_IN, n);
    }
  }

  /**
   * @return whether ALPN promised the framed mode
   */
  private boolean handshake() throws IOException {
    if (!(socket instanceof SSLSocket tls)) {
      handshaken = true;
      return false;
    }
    tls.startHandshake();
    handshaken = true;
    return Mode.ALPN.equals(tls.getApplicationProtocol());
  }

  /** The first record came, so the mode is known. */
  private void begin() throws IOException {
    mode = decoder.mode();
    if (greeted && mode == Mode.NDJSON) {
      socket.getOutputStream().write('\n');
    }
    Wire wire =
        switch (mode) {
          case FRAMED -> JsonWire.FRAMED;
          case NDJSON -> JsonWire.NDJSON;
          case TEXT -> new TextWire();
        };
    services.stats().count(Counter.valueOf(mode.name()));
    String tls = socket instanceof SSLSocket s ? s.getSession().getProtocol() : null;
    Outbox outbox =
        new Outbox(
            wire,
            services.fanout().published(),
            services.stats(),
            services.settings().get().limits().outboxBytes());
    Subscriber self = new Subscriber(id, address, tls, mode, since, outbox, services.stats());
    writer = services.writer(outbox, socket.getOutputStream(), self::person);
    session = new Session(self, services);
    dialog = wire instanceof TextWire text ? new TextDialog(session, self, text) : null;
    services.fanout().add(self);
    self.received(early);
    subscriber = self;
    writerThread = Thread.ofVirtual().name("writer-" + id).start(this::write);
  }

  private void handle(byte[] record) throws InterruptedException {
    if (subscriber.endReason() != null) {
      // Goodbye was said: what still comes is read, so that no reset overtakes it, and not run.
      return;
    }
    if (dialog != null) {
      dialog.handle(record);
      return;
    }
    try {
      session.handle(Json.request(record));
    } catch (ProtocolException e) {
      subscriber.outbox().reserve();
      subscriber.reply(e.reply());
    }
  }

  /** The writer's thread. */
  private void write() {
    MDC.put(LogSetup.CONNECTION, Long.toString(id));
    try {
      writer.run();
      socket.shutdownOutput();
      Future<?> _ =
          services
              .timer()
              .schedule(
                  () -> Thread.startVirtualThread(this::closeSocket),
                  LINGER_MILLIS,
                  TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      end(Ending.ofWrite(e));
      LOG.debug("writing ended: {}", e.toString());
      closeSocket();
    } catch (InterruptedException e) {
      LOG.debug("writing was interrupted");
      closeSocket();
    }
  }

  /** The client sends no more: it gets what it is owed, and then the end. */
  private void halfClosed() throws InterruptedException {
    if (subscriber == null || subscriber.endReason() != null) {
      end(Ending.CLEAN);
      return;
    }
    end(Ending.HALF_CLOSE);
    subscriber.outbox().awaitReplies();
    subscriber.outbox().finish(null, true);
    subscriber.outbox().awaitEnd(DRAIN_MILLIS);
  }

  /** Nothing after a fault of framing can be trusted: it is said, and that is the end. */
  private void broken(ProtocolException e) {
    end(Ending.BROKEN_STREAM);
    LOG.info("{}", e.getMessage());
    try {
      if (subscriber == null && decoder.mode() == null) {
        socket.getOutputStream().write(Mode.textLine(sentenceForNoMode(e)));
        return;
      }
      if (subscriber == null) {
        begin();
      }
      subscriber.outbox().say(subscriber.outbox().wire().encode(e.reply()));
      subscriber.end("protocol", "The connection ends here.");
      subscriber.outbox().awaitEnd(DRAIN_MILLIS);
    } catch (IOException | InterruptedException again) {
      LOG.debug("its error could not be said: {}", again.toString());
    }
  }

  private String sentenceForNoMode(ProtocolException e) {
    boolean tlsByMistake = !(socket instanceof SSLSocket) && e.getMessage().contains("TLS");
    return tlsByMistake
        ? "This port is plain; TLS is on "
            + services.settings().get().listen().tls().map(a -> a.getPort() + ".").orElse("none.")
        : "! " + e.getMessage();
  }

  // ---- the heartbeat ------------------------------------------------------------------------

  /** Looks whether this connection is overdue; called about four times a second. */
  void beat(long now) {
    var timeout = services.settings().get().timeout();
    Subscriber self = subscriber;
    if (finishingSince != 0) {
      if (now - finishingSince > TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS)) {
        abort();
      }
    } else if (self != null && self.endReason() != null) {
      finishingSince = now;
    } else if (self == null || self.person() == null) {
      boolean late = now - opened > (handshaken ? timeout.hello() : timeout.handshake()).toNanos();
      if (late) {
        timeOut(self, "timeout");
      }
    } else if (self.mode() == Mode.TEXT) {
      if (now - self.lastRead() > timeout.textIdle().toNanos()) {
        timeOut(self, "idle");
      }
    } else if (now - self.lastRead() > timeout.idle().toNanos()) {
      timeOut(self, "idle");
    } else if (now - Math.max(self.lastRead(), pingedAt) > timeout.idle().toNanos() / 2) {
      pingedAt = now;
      self.outbox().ping(self.outbox().wire().encode(new Event.Ping(Long.toString(now, 36))));
    }
  }

  private void timeOut(Subscriber self, String reason) {
    end(handshaken ? Ending.TIMEOUT : Ending.HANDSHAKE);
    finishingSince = System.nanoTime();
    if (self != null) {
      self.end(reason, "Connection timeout");
      return;
    }
    if (handshaken) {
      Thread.startVirtualThread(
          () -> {
            try {
              socket.getOutputStream().write(Mode.textLine("\r\nConnection timeout"));
            } catch (IOException e) {
              LOG.debug("its timeout could not be said: {}", e.toString());
            } finally {
              closeSocket();
            }
          });
    } else {
      Thread.startVirtualThread(this::closeSocket);
    }
  }

  /** The server stops, or an operator ends it. */
  public void end(String reason, String sentence) {
    Subscriber self = subscriber;
    if (self != null) {
      self.end(reason, sentence);
    } else {
      Thread.startVirtualThread(this::closeSocket);
    }
  }

  /** Ends at once, whatever waits. */
  public void abort() {
    Subscriber self = subscriber;
    if (self != null) {
      self.outbox().abort();
    }
    // Closing a TLS socket waits for a write that is under way, so not on the caller's thread.
    Thread.startVirtualThread(this::closeSocket);
  }

  // ---- the end ------------------------------------------------------------------------------

  private void end(Ending how) {
    ending.compareAndSet(null, how);
  }

  private void close() {
    Subscriber self = subscriber;
    if (self == null) {
      closeSocket();
      count();
      return;
    }
    boolean orderly = session.orderly() || (mode == Mode.TEXT && ending.get() == Ending.HALF_CLOSE);
    try {
      if (!self.outbox().awaitEnd(self.endReason() == null ? 0 : DRAIN_MILLIS)) {
        self.outbox().abort();
      }
      writerThread.join();
    } catch (InterruptedException e) {
      self.outbox().abort();
    }
    linger();
    closeSocket();
    count();
    session.gone(orderly);
  }

  /**
   * Throws away what still comes, until the client closes too or the time is over: closing with
   * bytes unread would send a reset, which can overtake the last words.
   */
  private void linger() {
    try {
      InputStream in = socket.getInputStream();
      byte[] unheard = new byte[1024];
      int n = in.read(unheard);
      while (n >= 0) {
        services.stats().count(Counter.BYTES_IN, n);
        n = in.read(unheard);
      }
    } catch (IOException e) {
      LOG.debug("nothing more came: {}", e.toString());
    }
  }

  private void count() {
    Subscriber self = subscriber;
    if (self != null && self.endReason() != null) {
      end(self.endReason().equals("bye") ? Ending.CLEAN : Ending.BY_SERVER);
    }
    end(Ending.CLEAN);
    Ending how = ending.get();
    services.stats().count(how.counter);
    if (self == null) {
      LOG.debug("gone: {}", how.sentence);
    } else {
      LOG.info("gone: {}", how.sentence);
    }
  }

  private void closeSocket() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing failed: {}", e.toString());
    }
  }

  // ---- what others may know -----------------------------------------------------------------

  public Mode mode() {
    return mode;
  }

  public boolean tls() {
    return socket instanceof SSLSocket;
  }

  /** Bytes that wait to be written. */
  public long outboxBytes() {
    Subscriber self = subscriber;
    return self == null ? 0 : self.outbox().queued();
  }

  /** Whether it is served from the log at the moment. */
  public boolean behind() {
    Subscriber self = subscriber;
    return self != null && self.outbox().behind();
  }
}
