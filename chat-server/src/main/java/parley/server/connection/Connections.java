package parley.server.connection;

import java.net.Socket;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import parley.server.session.Services;

/** All connections that are open, and the thread that looks after the overdue ones. */
public final class Connections {
  private static final long BEAT_MILLIS = 250;

  private final AtomicLong ids = new AtomicLong();
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Services services;

  public Connections(Services services) {
    this.services = services;
  }

  /**
   * Serves a client from accept to end, on the calling thread.
   *
   * @param address where it comes from, in canonical form
   */
  public void serve(Socket socket, String address) {
    Connection connection = new Connection(ids.incrementAndGet(), socket, address, services);
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

  /** The heartbeat: runs until interrupted. */
  public void watch() {
    while (!Thread.currentThread().isInterrupted()) {
      long now = System.nanoTime();
      open.forEach(c -> c.beat(now));
      try {
        Thread.sleep(BEAT_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
