package parley.server.fanout;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import parley.protocol.Event;
import parley.protocol.Goodbye;
import parley.protocol.Reply;
import parley.protocol.ServerMessage;
import parley.server.net.Network;
import parley.server.outbox.Encoded;
import parley.server.outbox.Outbox;
import parley.server.state.Asker;
import parley.server.state.Scope;
import parley.server.state.Viewer;
import parley.server.stats.Stats;

/**
 * One connection as the registry knows it. The person is set once, by the fan-out thread, when
 * their hello has been decided.
 */
public final class Subscriber {
  private final long connection;
  private final String address;
  private final String tls;
  private final String mode;
  private final Instant since;
  private final Outbox outbox;
  private final Stats stats;
  private volatile Asker.Person asker;
  private volatile Scope scope;
  private volatile String name;
  private volatile Goodbye endReason;
  private volatile long lastRead = System.nanoTime();

  /** What the client had waited for the server when it was heard last. */
  private volatile long waitedBefore;

  private final LongAdder bytesIn = new LongAdder();
  private final PendingActs pendingActs = new PendingActs();

  /**
   * @param tls the TLS version, null on a plain connection
   * @param mode the wire mode, as people read it
   */
  public Subscriber(
      long connection,
      String address,
      String tls,
      String mode,
      Instant since,
      Outbox outbox,
      Stats stats) {
    this.connection = connection;
    this.address = address;
    this.tls = tls;
    this.mode = mode;
    this.since = since;
    this.outbox = outbox;
    this.stats = stats;
  }

  public long connection() {
    return connection;
  }

  public String address() {
    return address;
  }

  /** Whose address it is. */
  public Network network() {
    return Network.of(address);
  }

  public String tls() {
    return tls;
  }

  public String mode() {
    return mode;
  }

  public Instant since() {
    return since;
  }

  public Outbox outbox() {
    return outbox;
  }

  /** Who it is, an id; null before hello. */
  public String person() {
    Asker.Person who = asker;
    return who == null ? null : who.id();
  }

  /** The same, as it is asked for; null before hello. */
  public Asker.Person asker() {
    return asker;
  }

  /** Who is told what happens; null before hello. */
  public Viewer viewer() {
    Asker.Person who = asker;
    return who == null ? null : new Viewer(who.id(), scope);
  }

  /** What the connection is for; null before hello. */
  public Scope scope() {
    return scope;
  }

  /** What they are called now; null before hello. */
  public String name() {
    return name;
  }

  /** Why the server ended it, null where it did not. */
  public Goodbye endReason() {
    return endReason;
  }

  /** Bytes came from the client. */
  public void received(int bytes) {
    long now = System.nanoTime();
    lastRead = now;
    waitedBefore = pendingActs.waited(now);
    bytesIn.add(bytes);
  }

  /** When bytes came last, {@link System#nanoTime}. */
  public long lastRead() {
    return lastRead;
  }

  /** Its commands whose decision is awaited. */
  public PendingActs undecided() {
    return pendingActs;
  }

  /** For how long the client has been silent without waiting for the server, in nanoseconds. */
  public long silent(long now) {
    return now - lastRead - (pendingActs.waited(now) - waitedBefore);
  }

  /** Bytes that came, inside TLS. */
  public long bytesIn() {
    return bytesIn.sum();
  }

  void identify(Asker.Person asker, Scope scope, String name) {
    this.scope = scope;
    this.name = name;
    this.asker = asker;
  }

  void rename(String name) {
    this.name = name;
  }

  /**
   * Answers a request for which room was {@linkplain Outbox#reserve kept}.
   *
   * @return how many bytes that took
   */
  public int reply(ServerMessage reply) {
    if (reply instanceof Reply.Refused refused) {
      stats.refused(refused.code());
    }
    byte[] bytes = outbox.wire().encode(reply);
    outbox.reply(Encoded.reply(bytes));
    return bytes.length;
  }

  /** Ends the connection: what waits is written, then why it ends. */
  public void end(Goodbye reason, String sentence) {
    end(null, reason, sentence, false);
  }

  /** Answers a goodbye: everything the client is owed comes before the end. */
  public void goodbye(String re) {
    end(re, Goodbye.BYE, "Goodbye.", true);
  }

  private void end(String re, Goodbye reason, String sentence, boolean owed) {
    if (endReason == null) {
      endReason = reason;
    }
    outbox.finish(outbox.wire().encode(new Event.Bye(re, reason.word(), sentence)), owed);
  }
}
