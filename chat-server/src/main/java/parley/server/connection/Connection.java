package parley.server.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import parley.protocol.Decoder;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.server.config.LogSetup;
import parley.server.fanout.Subscriber;
import parley.server.file.Asked;
import parley.server.file.Pipe;
import parley.server.file.Transfer;
import parley.server.session.Services;
import parley.server.stats.Counter;

/**
 * One connection, from its accept to its end. {@link #run} is its reader, on a virtual thread of
 * its own: it reads straight down, a record, a request, the next record; the first one tells the
 * mode. Fields without a word are the reader's.
 */
public final class Connection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final long id;
  private final Line line;
  private final String address;
  private final Services services;
  private final Instant since = Instant.now();
  private final Heartbeat heartbeat;

  /** Whether the client was asked for a name before its first byte came. */
  private boolean greeted;

  /** Bytes that came before the first record was whole. */
  private int early;

  private Decoder decoder;

  /** Null until the mode is known; read by any thread. */
  private volatile Participant participant;

  /** What a connection has in the place of a participant, where it carries a file; any thread. */
  private volatile Transfer transfer;

  /**
   * @param id a number of the server's own, never used again while it runs
   * @param address where it comes from, in canonical form
   */
  public Connection(long id, Socket socket, String address, Services services) {
    this.id = id;
    this.line = new Line(socket);
    this.address = address;
    this.services = services;
    this.heartbeat = new Heartbeat(this, line);
  }

  @Override
  public void run() {
    MDC.put(LogSetup.CONNECTION, Long.toString(id));
    try {
      serve();
    } catch (ProtocolException e) {
      broken(e);
    } catch (IOException e) {
      line.ends(line.handshaken() ? Ending.ofRead(e) : Ending.HANDSHAKE);
      LOG.debug("reading ended: {}", e.toString());
    } catch (InterruptedException e) {
      line.ends(Ending.BY_SERVER);
    } catch (RuntimeException e) {
      LOG.error("a fault in the server ended this connection", e);
      line.ends(Ending.BY_SERVER);
    } finally {
      close();
      MDC.clear();
    }
  }

  private void serve() throws IOException, ProtocolException, InterruptedException {
    int limit = services.settings().get().limits().frameBytes();
    boolean promised = line.open();
    decoder = promised ? Decoder.of(Mode.FRAMED, limit) : Decoder.detecting(limit);
    Greeting greeting = promised ? null : new Greeting(line, services.timer());
    InputStream in = line.in();
    while (true) {
      for (byte[] record = decoder.next(); record != null; record = decoder.next()) {
        Asked asked = participant == null ? Asked.in(decoder.mode(), record) : null;
        if (asked != null) {
          carry(asked);
          return;
        }
        begin();
        participant.handle(record);
        if (participant.over()) {
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
      received(n);
    }
  }

  /** The first record came, or a fault that tells the mode as well: it is known from now on. */
  private void begin() throws IOException {
    if (participant != null) {
      return;
    }
    if (greeted && decoder.mode() == Mode.NDJSON) {
      line.out().write('\n');
    }
    participant = new Participant(id, line, address, since, decoder.mode(), early, services);
  }

  /** The connection is a file's from now on. */
  private void carry(Asked asked) throws IOException, InterruptedException {
    if (greeted && asked.mode() == Mode.NDJSON) {
      line.out().write('\n');
    }
    services.stats().count(Counter.valueOf(asked.mode().name()));
    Pipe pipe =
        new Pipe(
            address,
            new ByteArrayInputStream(decoder.rest()),
            line.in(),
            line.out(),
            line::closeSoon,
            line::abort);
    Transfer mine = services.transfers().transfer(asked, pipe);
    transfer = mine;
    try {
      mine.run();
      if (mine.sends()) {
        line.finish(services.timer(), services.settings().get().timeout().transfer().toMillis());
      } else {
        line.finish(services.timer());
      }
    } catch (IOException e) {
      line.ends(mine.sends() ? Ending.ofWrite(e) : Ending.ofRead(e));
      LOG.debug("a transfer broke: {}", e.toString());
      line.close();
    }
  }

  private void received(int bytes) {
    if (participant == null) {
      early += bytes;
    } else {
      participant.subscriber().received(bytes);
    }
    services.stats().count(Counter.BYTES_IN, bytes);
  }

  /** The client sends no more. */
  private void halfClosed() throws InterruptedException {
    if (participant == null || participant.over()) {
      line.ends(Ending.CLEAN);
    } else {
      line.ends(Ending.HALF_CLOSE);
      participant.halfClosed();
    }
  }

  private void broken(ProtocolException e) {
    line.ends(Ending.BROKEN_STREAM);
    LOG.info("{}", e.getMessage());
    try {
      if (decoder.mode() == null) {
        line.out().write(Mode.textLine(sentenceForNoMode(e)));
      } else {
        begin();
        participant.broken(e);
      }
    } catch (IOException | InterruptedException again) {
      LOG.debug("its error could not be said: {}", again.toString());
    }
  }

  private String sentenceForNoMode(ProtocolException e) {
    boolean tlsByMistake = !line.tls() && e.getMessage().contains("TLS");
    return tlsByMistake
        ? "This port is plain; TLS is on "
            + services.tlsAddress().get().map(a -> a.getPort() + ".").orElse("none.")
        : "! " + e.getMessage();
  }

  private void close() {
    Participant other = participant;
    if (other != null) {
      other.awaitWritten();
      line.linger(n -> services.stats().count(Counter.BYTES_IN, n));
    } else if (transfer != null) {
      line.linger(n -> services.stats().count(Counter.BYTES_IN, n));
    }
    line.close();
    count(subscriber());
    if (other != null) {
      other.gone(line.ending() == Ending.HALF_CLOSE);
    }
  }

  private void count(Subscriber self) {
    if (self != null && self.endReason() != null) {
      line.ends(self.endReason().equals("bye") ? Ending.CLEAN : Ending.BY_SERVER);
    }
    line.ends(Ending.CLEAN);
    services.stats().count(line.ending().counter);
    if (self == null) {
      LOG.debug("gone: {}", line.ending().sentence);
    } else {
      LOG.info("gone: {}", line.ending().sentence);
    }
  }

  // ---- any thread ---------------------------------------------------------------------------

  /** Looks whether this connection is overdue; called about four times a second, by one thread. */
  void beat(long now) {
    Transfer mine = transfer;
    if (mine != null) {
      heartbeat.beat(mine, services.settings().get().timeout(), now);
    } else {
      heartbeat.beat(subscriber(), services.settings().get().timeout(), now);
    }
  }

  /** The server stops, or an operator ends it. */
  public void end(String reason, String sentence) {
    Subscriber self = subscriber();
    if (self != null) {
      self.end(reason, sentence);
    } else if (transfer != null) {
      line.ends(Ending.BY_SERVER);
      transfer.end(reason, sentence);
    } else {
      line.closeSoon();
    }
  }

  /** Ends at once, whatever waits. */
  public void abort() {
    Subscriber self = subscriber();
    if (self != null) {
      self.outbox().abort();
    }
    if (transfer != null) {
      line.abort();
    } else {
      line.closeSoon();
    }
  }

  private Subscriber subscriber() {
    Participant other = participant;
    return other == null ? null : other.subscriber();
  }

  /** Null until it is known. */
  public Mode mode() {
    Transfer mine = transfer;
    if (mine != null) {
      return mine.mode();
    }
    Subscriber self = subscriber();
    return self == null ? null : self.mode();
  }

  public boolean tls() {
    return line.tls();
  }

  /** Bytes that wait to be written. */
  public long outboxBytes() {
    Subscriber self = subscriber();
    return self == null ? 0 : self.outbox().queued();
  }

  /** Whether it is served from the log at the moment. */
  public boolean behind() {
    Subscriber self = subscriber();
    return self != null && self.outbox().behind();
  }
}
