package parley.server.connection;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All connections that are open, and the thread that looks after the overdue ones. */
public final class Connections {
  private static final long BEAT_MILLIS = 250;

  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  /** Runs a connection to its end on the calling thread. */
  public void serve(Connection connection) {
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
