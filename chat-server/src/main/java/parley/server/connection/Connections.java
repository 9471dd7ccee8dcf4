package parley.server.connection;

import java.net.Socket;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** All connections that are open, and the thread that looks after the overdue and the busy ones. */
public final class Connections {
  private static final long BEAT_MILLIS = 250;
  private static final long LOOK_MILLIS = 5_000;

  private final AtomicLong ids = new AtomicLong();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final ConnectionParts parts;

  public Connections(ConnectionParts parts) {
    this.parts = parts;
  }

  /**
   * Serves a client from accept to end, on the calling thread.
   *
   * @param bottom what was accepted
   * @param socket that, or TLS over it
   * @param contact whose it is
   * @param spoke told once the client has said who it is
   */
  public void serve(Socket bottom, Socket socket, Contact contact, Runnable spoke) {
    Connection connection =
        new Connection(ids.incrementAndGet(), bottom, socket, contact, spoke, parts);
    open.add(connection);
    try {
      connection.run();
    } finally {
      open.remove(connection);
    }
  }

  public Collection<Connection> all() {
    return Collections.unmodifiableCollection(open);
  }

  public int count() {
    return open.size();
  }

  /** Ends those whose other side has vanished; runs until interrupted. */
  public void watchPeers() {
    Vanished vanished = new Vanished();
    try {
      while (true) {
        long began = System.nanoTime();
        Set<Peer> gone = vanished.look(began);
        if (!gone.isEmpty()) {
          open.stream().filter(c -> gone.contains(c.peer())).forEach(Connection::vanished);
        }
        // On a machine with very many connections, a look is dear.
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        Thread.sleep(Math.max(LOOK_MILLIS, took * LOOK_MILLIS / 100));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The heartbeat: runs until interrupted. Every second connection is looked at in turns, so each
   * twice a second: with thousands of them that costs more than many a room.
   */
  public void watch() {
    BusyReaders busy = new BusyReaders(parts.stats());
    long turn = 0;
    while (!Thread.currentThread().isInterrupted()) {
      long now = System.nanoTime();
      long events = 0;
      turn++;
      for (Connection connection : open) {
        if ((connection.id() + turn) % 2 == 0) {
          connection.beat(now);
          busy.look(connection, now);
        }
        events += connection.queuedEvents();
      }
      parts.budget().look(events, open.size());
      try {
        Thread.sleep(BEAT_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
