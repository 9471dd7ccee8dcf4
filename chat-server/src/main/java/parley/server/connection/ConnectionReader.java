package parley.server.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import parley.protocol.Decoder;
import parley.protocol.ErrorCode;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.server.config.Settings;
import parley.server.file.Pipe;
import parley.server.logging.LogSetup;
import parley.server.logging.SparseLog;
import parley.server.mode.WireMode;
import parley.server.net.ProxyHeader;
import parley.server.stats.Counter;
import parley.server.wire.Asked;

/**
 * The reader of one connection, on a virtual thread of its own: it reads straight down, a record, a
 * request, the next record. The first bytes tell the mode, and the first record what the connection
 * is for. Fields without a word are the reader's.
 */
final class ConnectionReader implements Runnable {
  /** A reader lets others go on after so many bytes. */
  private static final int TURN_BYTES = 65_536;

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionReader.class);

  private static final SparseLog BROKEN = new SparseLog(LOG, Level.INFO, SparseLog.SELDOM);

  private final long id;
  private final ClientSocket clientSocket;
  private final Closing closing;
  private final String address;
  private final Runnable spoke;
  private final ConnectionParts parts;
  private final Instant since = Instant.now();
  private Decoder decoder;

  /** What the decoder holds; null before it is there; read by any thread, as what follows. */
  private volatile Unfinished unfinished;

  /** What the reader is at: a new one for each thing. */
  private record Step(String what) {}

  private volatile Thread thread;
  private volatile Step step = new Step("the handshake");
  private volatile Purpose purpose;

  /**
   * @param address where it comes from, in canonical form
   * @param spoke told once the client has said who it is
   */
  ConnectionReader(
      long id,
      ClientSocket clientSocket,
      Closing closing,
      String address,
      Runnable spoke,
      ConnectionParts parts) {
    this.id = id;
    this.clientSocket = clientSocket;
    this.closing = closing;
    this.address = address;
    this.spoke = spoke;
    this.parts = parts;
    this.purpose = new Undetermined(clientSocket, parts.modes());
  }

  @Override
  public void run() {
    MDC.put(LogSetup.CONNECTION, Long.toString(id));
    thread = Thread.currentThread();
    try {
      serve();
    } catch (ProtocolException e) {
      broken(e);
    } catch (IOException e) {
      closing.readingEnded(e);
    } catch (InterruptedException e) {
      closing.ends(Ending.BY_SERVER);
    } catch (RuntimeException e) {
      closing.fault(e);
    } finally {
      close();
      MDC.clear();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // see TURN_BYTES
  private void serve() throws IOException, ProtocolException, InterruptedException {
    Undetermined before = (Undetermined) purpose;
    Optional<WireMode> promised = parts.modes().promised(clientSocket.open());
    promised.ifPresent(before::promised);
    int little = Limits.STRANGER_FRAME_BYTES;
    decoder =
        promised
            .map(mode -> Decoder.of(mode.framing(), little))
            .orElseGet(() -> Decoder.selecting(before, little));
    unfinished = new Unfinished(decoder, parts.budget());
    Greeting greeting =
        promised.isPresent()
            ? null
            : new Greeting(clientSocket, parts.modes().last().greeting(), parts.timer());
    InputStream in = clientSocket.in();
    int turn = 0;
    while (true) {
      for (byte[] record = next(); record != null; record = next()) {
        if (!handle(record)) {
          return;
        }
      }
      int passedOver = decoder.takePassedOver();
      if (passedOver > 0 && purpose instanceof Chat chat) {
        chat.passedOver(passedOver);
      }
      step = new Step("reading");
      int n = unfinished.fill(in);
      turn += n;
      if (turn >= TURN_BYTES) {
        // Where more is there already nothing else would let those go on who wait for a core.
        turn = 0;
        Thread.yield();
      }
      if (greeting != null) {
        before.greeted(greeting.over());
        greeting = null;
      }
      if (n < 0) {
        byte[] last = decoder.last(clientSocket.isCut());
        if (last == null || handle(last)) {
          halfClosed();
        }
        return;
      }
      if (purpose == before) {
        refuseProxy();
      }
      received(n);
    }
  }

  /** A header of the PROXY protocol from somebody who may not send one; it comes in one piece. */
  private void refuseProxy() throws ProtocolException {
    if (ProxyHeader.begins(decoder.peek(ProxyHeader.SHOWN))) {
      parts.stats().count(Counter.REFUSED_PROXY);
      throw new ProtocolException(ErrorCode.BAD_MODE, ProxyHeader.refusal(address));
    }
  }

  /**
   * Does what a record asks for.
   *
   * @return false where it was the last one of this connection
   */
  private boolean handle(byte[] record) throws IOException, InterruptedException {
    if (purpose instanceof Undetermined before) {
      Asked asked = before.recognised().asked(record);
      if (asked != null) {
        carry(before, asked);
        return false;
      }
    }
    Chat chat = chat();
    chat.handle(record);
    if (chat.over()) {
      return false;
    }
    if (chat.greeted()) {
      decoder.limit(parts.settings().get().limits().frameBytes());
    }
    return true;
  }

  private byte[] next() throws ProtocolException {
    step = new Step("a record");
    return decoder.next();
  }

  /** It is a chat from its first record on, or from a fault in a mode that is known. */
  private Chat chat() throws IOException {
    if (purpose instanceof Undetermined before) {
      before.opens();
      Chat chat = new Chat(id, clientSocket, address, spoke, since, before.recognised(), parts);
      chat.begin(before.early(), closing);
      purpose = chat;
    }
    return (Chat) purpose;
  }

  /** It is a file's from now on. */
  private void carry(Undetermined before, Asked asked) throws IOException, InterruptedException {
    WireMode mode = before.recognised();
    before.opens();
    parts.stats().detected(mode.title());
    Pipe pipe =
        new Pipe(
            address,
            new ByteArrayInputStream(decoder.rest()),
            clientSocket.in(),
            clientSocket.out(),
            mode,
            spoke,
            clientSocket::closeSoon,
            clientSocket::abort);
    FileTransfer file =
        new FileTransfer(
            parts.transfers().transfer(asked, pipe), mode, clientSocket, closing, parts);
    purpose = file;
    file.run();
  }

  private void received(int bytes) {
    switch (purpose) {
      case Undetermined before -> before.received(bytes);
      case Chat chat -> chat.subscriber().received(bytes);
      case FileTransfer _ -> throw new IllegalStateException("its bytes are the transfer's");
    }
    parts.stats().count(Counter.BYTES_IN, bytes);
  }

  /** The client sends no more. */
  private void halfClosed() throws InterruptedException {
    if (purpose instanceof Chat chat && !chat.over()) {
      closing.halfClosed(chat.subscriber().outbox());
    } else {
      closing.ends(Ending.CLEAN);
    }
  }

  private void broken(ProtocolException e) {
    closing.ends(Ending.BROKEN_STREAM);
    BROKEN.log("{}", e.getMessage());
    try {
      if (purpose instanceof Undetermined before && before.recognised() == null) {
        clientSocket.out().write(Mode.textLine(sentenceForNoMode(e)));
      } else {
        closing.broken(chat().subscriber(), e);
      }
    } catch (IOException | InterruptedException again) {
      LOG.debug("its error could not be said: {}", again.toString());
    }
  }

  private String sentenceForNoMode(ProtocolException e) {
    boolean tlsByMistake = !clientSocket.tls() && e.getMessage().contains("TLS");
    return tlsByMistake
        ? "This port is plain; TLS is on "
            + parts.tlsAddress().get().map(a -> tlsPort(a) + ".").orElse("none.")
        : "! " + e.getMessage();
  }

  private int tlsPort(InetSocketAddress listening) {
    int set = parts.settings().get().server().address().map(Settings.Place::port).orElse(0);
    return set == 0 ? listening.getPort() : set;
  }

  private void close() {
    Purpose last = purpose;
    if (last instanceof Chat chat) {
      closing.awaitWritten(chat.subscriber());
    }
    if (!(last instanceof Undetermined)) {
      closing.linger();
    }
    clientSocket.close();
    if (unfinished != null) {
      unfinished.close();
    }
    switch (last) {
      case Chat chat -> {
        closing.closed(chat.subscriber());
        chat.gone();
      }
      case FileTransfer file -> file.closed();
      case Undetermined before -> closing.closed(null, before.early(), 0);
    }
  }

  // ---- any thread -----------------------------------------------------------------------------

  /** What the connection is for, as far as it is known. */
  Purpose purpose() {
    return purpose;
  }

  /**
   * Whether it holds too much of a record for too long; asked by the heartbeat.
   *
   * @param nanos {@link System#nanoTime}
   */
  boolean holdsTooMuch(long nanos) {
    Unfinished held = unfinished;
    return held != null && !(purpose instanceof FileTransfer) && held.overdue(nanos);
  }

  /**
   * The CPU time that it has taken with what it is at, in nanoseconds, as {@link ReaderWatch} sees
   * it.
   *
   * @param cpu the CPU time of the threads that carry virtual ones, by their names
   */
  long busy(ReaderWatch watch, ToLongFunction<String> cpu) {
    return watch.look(thread, step, cpu);
  }

  /** What it is at: the type of a request where that is known. */
  String at() {
    String request = purpose instanceof Chat chat ? chat.session().at() : null;
    String what = step.what;
    return what.equals("a record") && request != null ? request : what;
  }

  /** Where in the program it is. */
  StackTraceElement[] stack() {
    return thread.getStackTrace();
  }
}
