package parley.server.logfile;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names each event that can't be trusted once, in the server's log. On any thread. */
public final class DamagedEvents {
  private static final Logger LOG = LoggerFactory.getLogger(DamagedEvents.class);

  /** Events that are named; where more are damaged, nobody reads on. */
  private static final int NAMED = 1_000;

  private final Set<Long> named = ConcurrentHashMap.newKeySet();

  public void found(long seq) {
    if (named.size() < NAMED && named.add(seq)) {
      LOG.error(
          "event {} is damaged and is left out; run \"chat-server check\", and restore a backup",
          seq);
    }
  }

  /** How many were named. */
  int count() {
    return named.size();
  }
}
