package parley.client.link;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * Requests on their way whose replies are owed, apart from messages and pings. Guarded by the lock
 * of its {@link Link}.
 */
final class OpenRequests {
  private final Map<String, Request> requests = new LinkedHashMap<>();

  void add(Request request) {
    if (request instanceof Request.Stats(_, var every, _) && every != null) {
      // A connection repeats figures in one way: what was asked before is over.
      requests.values().removeIf(one -> one instanceof Request.Stats(_, var e, _) && e != null);
    }
    requests.put(request.id(), request);
  }

  /** The request of this id, null where none is owed a reply. */
  Request request(String id) {
    return requests.get(id);
  }

  /** The request that a reply answers, and from then on no more; null where none was asked. */
  Request answered(Reply reply) {
    return reply.re() == null ? null : requests.remove(reply.re());
  }

  /** Figures are the reply to a request for them once; those asked for repeatedly stay owed. */
  void answered(Event.Stats stats) {
    if (stats.re() != null
        && requests.get(stats.re()) instanceof Request.Stats(_, var every, _)
        && every == null) {
      requests.remove(stats.re());
    }
  }

  /** Those that get no reply any more, in the order they were asked. */
  List<Request> lineLost() {
    List<Request> unanswered = new ArrayList<>(requests.values());
    requests.clear();
    return unanswered;
  }
}
