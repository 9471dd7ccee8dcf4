package parley.server.connection;

import java.net.Socket;
import java.util.function.ToLongFunction;
import parley.protocol.Goodbye;
import parley.server.fanout.Subscriber;
import parley.server.mode.WireMode;
import parley.server.net.AddressRange;

/**
 * One connection, from its accept to its end: what others ask of it and tell it, on any thread. Its
 * {@link ConnectionReader} does what the client asks for.
 */
public final class Connection implements Runnable {
  private final long id;
  private final ClientSocket clientSocket;
  private final Closing closing;
  private final String address;
  private final AddressRange from;
  private final ConnectionParts parts;
  private final ConnectionReader reader;
  private final Heartbeat heartbeat;
  private final ReaderWatch watch = new ReaderWatch();

  /**
   * @param id a number of the server's own, never used again while it runs
   * @param bottom what was accepted
   * @param socket that, or TLS over it
   * @param contact whose it is
   * @param spoke told once the client has said who it is
   */
  public Connection(
      long id,
      Socket bottom,
      Socket socket,
      Contact contact,
      Runnable spoke,
      ConnectionParts parts) {
    this.id = id;
    this.clientSocket = new ClientSocket(bottom, socket, contact);
    this.closing = new Closing(id, contact.address(), clientSocket, parts.stats(), parts.timer());
    this.address = contact.address();
    this.from = AddressRange.of(contact.from());
    this.parts = parts;
    this.reader = new ConnectionReader(id, clientSocket, closing, address, spoke, parts);
    this.heartbeat = new Heartbeat(clientSocket, closing);
  }

  /** Serves it to its end. */
  @Override
  public void run() {
    reader.run();
  }

  /**
   * Looks whether it is overdue; called about twice a second, by one thread.
   *
   * @param nanos {@link System#nanoTime}
   */
  void beat(long nanos) {
    if (reader.holdsTooMuch(nanos)) {
      closing.ends(Ending.TIMEOUT);
      end(
          Goodbye.TIMEOUT,
          "The server is short of memory, and your request did not come to its end.");
    }
    Purpose now = reader.purpose();
    boolean ending = now instanceof Chat chat && chat.over();
    String banned = ending ? null : parts.fanout().banned(from);
    if (banned != null) {
      end(Goodbye.BANNED, banned);
    }
    now.beat(heartbeat, parts.settings().get().timeout(), nanos);
  }

  /**
   * The CPU time that the reader has taken with what it is at, in nanoseconds, where that is too
   * long and was not told yet; else 0. Called about twice a second, by one thread.
   *
   * @param cpu the CPU time of the threads that carry virtual ones, by their names
   */
  long busy(ToLongFunction<String> cpu) {
    return reader.busy(watch, cpu);
  }

  /** What the reader is at: the type of a request where that is known. */
  String at() {
    return reader.at();
  }

  /** Where in the program the reader is. */
  StackTraceElement[] stack() {
    return reader.stack();
  }

  long id() {
    return id;
  }

  String address() {
    return address;
  }

  /** What the person is called; null where that is not known. */
  String name() {
    Subscriber self = subscriber();
    return self == null ? null : self.name();
  }

  /** The server stops, or an operator ends it. */
  public void end(Goodbye reason, String sentence) {
    reader.purpose().end(reason, sentence);
  }

  /** Ends at once, whatever waits. */
  public void abort() {
    reader.purpose().abort();
  }

  /** The other side's machine answers nothing any more. */
  void vanished() {
    closing.ends(Ending.TIMEOUT);
    abort();
  }

  /** The other end. */
  Peer peer() {
    return clientSocket.peer();
  }

  private Subscriber subscriber() {
    return reader.purpose() instanceof Chat chat ? chat.subscriber() : null;
  }

  /** The wire mode, as people read it; null until something was said in it. */
  public String mode() {
    WireMode mode = reader.purpose().mode();
    return mode == null ? null : mode.title();
  }

  public boolean tls() {
    return clientSocket.tls();
  }

  /** Bytes that wait to be written. */
  public long outboxBytes() {
    Subscriber self = subscriber();
    return self == null ? 0 : self.outbox().queued();
  }

  /** Bytes of events that wait to be written. */
  long queuedEvents() {
    Subscriber self = subscriber();
    return self == null ? 0 : self.outbox().queuedEvents();
  }

  /** Whether it is served from the log at the moment. */
  public boolean behind() {
    Subscriber self = subscriber();
    return self != null && self.outbox().behind();
  }
}
