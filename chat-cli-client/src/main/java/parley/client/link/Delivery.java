package parley.client.link;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.protocol.AccountToken;
import parley.protocol.Event;
import parley.protocol.Limits;
import parley.protocol.Reply;
import parley.protocol.Request;

/**
 * What must not be lost between connections: the place to take back, the one cursor, and the
 * messages that were not acknowledged, in the order they were written. Knows no socket, no thread
 * and no clock. Guarded by the lock of its {@link Link}.
 */
final class Delivery {
  /** Messages on their way at once: half of what a server takes before it reads no further. */
  static final int IN_FLIGHT = Limits.OUTSTANDING / 2;

  /** How a connection found its place. */
  enum Arrival {
    /** For the first time, or after the old place was given up. */
    NEW,
    /** In the place it had before. */
    RESUMED
  }

  private SavedSession place;

  /** Unacknowledged messages by nonce, oldest first. */
  private final Map<String, PendingMessage> waiting = new LinkedHashMap<>();

  /** Those of {@link #waiting} that may not be sent again without being asked for. */
  private final Set<String> unsure = new HashSet<>();

  /** The nonce that each request on its way carries. */
  private final Map<String, String> inFlight = new HashMap<>();

  /** Those that were sent once: the server may have them, whatever became of the reply. */
  private final Set<String> sent = new HashSet<>();

  private Instant heldUntil = Instant.MIN;

  /** The id of the log that the server had when it was seen last, null while it was not. */
  private String log;

  /** Whether that is another one since the last welcome. */
  private boolean otherLog;

  /** Keeps {@link #waiting} for another time; null where nothing does. */
  private final Outbox outbox;

  /**
   * @param outbox what was not acknowledged another time, and goes out now; null for none
   */
  Delivery(SavedSession place, Outbox outbox) {
    this.place = place;
    this.outbox = outbox;
    if (outbox != null) {
      for (PendingMessage message : outbox.waiting()) {
        waiting.put(message.nonce(), message);
        sent.add(message.nonce());
      }
    }
  }

  SavedSession place() {
    return place;
  }

  /** Fills a first request with what takes the place back. */
  Request.Hello resuming(Request.Hello hello) {
    if (place == null) {
      return hello;
    }
    boolean byToken = AccountToken.is(hello.token());
    boolean signsIn = !byToken && place.session() == null;
    return new Request.Hello(
        hello.id(),
        place.name(),
        hello.token(),
        hello.client(),
        byToken ? null : place.session(),
        place.cursor(),
        place.log(),
        signsIn ? hello.password() : null,
        signsIn ? hello.device() : null);
  }

  /** The old place is gone: what was sent from it must not go out again under another identity. */
  void forget() {
    place = null;
    unsure.addAll(sent);
  }

  /** The session has ended, and its account signs in again: the same person at the same point. */
  void loseSession() {
    place = place.without();
  }

  /** From now on the same person comes by another session. */
  void adopt(SavedSession other) {
    place = other.after(place);
  }

  /** The server took the goodbye: there is no place to come back to, but for who signed in. */
  void leave() {
    if (place != null && !place.ofAccount()) {
      place = null;
    }
  }

  /** Takes the server's word for who this is; the cursor stays where the stream left it. */
  Arrival welcomed(Reply.Welcome welcome, Instant now) {
    boolean same = place != null && place.id().equals(welcome.id());
    if (!same) {
      unsure.addAll(sent);
    }
    boolean sameLog = same && place.log().equals(welcome.log());
    long cursor = sameLog ? place.cursor() : welcome.last();
    place =
        new SavedSession(
            welcome.name(),
            welcome.id(),
            welcome.session(),
            welcome.log(),
            cursor,
            welcome.account() != null);
    otherLog = log != null && !log.equals(welcome.log());
    if (otherLog) {
      nobodyIsKnown();
    }
    log = welcome.log();
    long keep = welcome.limits() == null ? 0 : welcome.limits().nonceKeepSeconds();
    if (keep > 0) {
      Instant oldest = now.minus(Duration.ofSeconds(keep));
      sent.stream()
          .filter(nonce -> waiting.get(nonce).since().isBefore(oldest))
          .forEach(unsure::add);
    }
    return same ? Arrival.RESUMED : Arrival.NEW;
  }

  /**
   * The server begins anew, from a backup perhaps: the ids of people mean nothing any more, or
   * others than those for whom something was written. It goes out when its person says so.
   */
  private void nobodyIsKnown() {
    for (PendingMessage pending : List.copyOf(waiting.values())) {
      if (pending.to() != null) {
        waiting.put(pending.nonce(), pending.toNameAlone());
        unsure.add(pending.nonce());
      }
    }
  }

  /** Whether the last welcome was to another log than the one before: its numbers are others. */
  boolean isOtherLog() {
    return otherLog;
  }

  /** The server's name for this person changed. */
  void renamed(String name) {
    place = place.called(name);
  }

  /** Whether an event is new; it moves the cursor then, and may change this person's name. */
  boolean advance(Event.Logged event) {
    if (event.seq() <= place.cursor()) {
      return false;
    }
    place = place.at(event.seq());
    if (event instanceof Event.Renamed renamed && renamed.id().equals(place.id())) {
      renamed(renamed.name());
    }
    return true;
  }

  void add(PendingMessage pending) {
    waiting.put(pending.nonce(), pending);
    if (outbox != null) {
      outbox.add(pending);
    }
  }

  /** The next message to send, null where none may go out now. */
  PendingMessage next(Instant now) {
    if (inFlight.size() >= IN_FLIGHT || now.isBefore(heldUntil)) {
      return null;
    }
    return waiting.values().stream()
        .filter(p -> !inFlight.containsValue(p.nonce()) && !unsure.contains(p.nonce()))
        .findFirst()
        .orElse(null);
  }

  void sent(String requestId, PendingMessage pending) {
    inFlight.put(requestId, pending.nonce());
    sent.add(pending.nonce());
  }

  /** The message that is on its way under this id, null where none is. */
  PendingMessage inFlight(String requestId) {
    String nonce = inFlight.get(requestId);
    return nonce == null ? null : waiting.get(nonce);
  }

  /** The message that a reply is about, null where it is about something else. */
  PendingMessage answered(String requestId) {
    String nonce = requestId == null ? null : inFlight.remove(requestId);
    return nonce == null ? null : waiting.get(nonce);
  }

  void done(PendingMessage pending) {
    waiting.remove(pending.nonce());
    unsure.remove(pending.nonce());
    sent.remove(pending.nonce());
    if (outbox != null) {
      outbox.done(pending.nonce());
    }
  }

  /** Nothing more goes out until then. */
  void hold(Instant until) {
    heldUntil = until;
  }

  /** The line broke: all that was on its way goes out again. */
  void lineLost() {
    inFlight.clear();
    heldUntil = Instant.MIN;
  }

  List<PendingMessage> waiting() {
    return List.copyOf(waiting.values());
  }

  /** Those that go out again only when their person says so. */
  List<PendingMessage> unsure() {
    return waiting.values().stream().filter(p -> unsure.contains(p.nonce())).toList();
  }

  /** Sent before and not acknowledged, so that they go out again by themselves. */
  int resending() {
    Set<String> again = new HashSet<>(sent);
    again.removeAll(unsure);
    return again.size();
  }

  /** Lets the unsure ones go out again. */
  List<PendingMessage> release() {
    List<PendingMessage> released = unsure();
    unsure.clear();
    return released;
  }

  /** Gives the unsure ones up. */
  List<PendingMessage> discard() {
    List<PendingMessage> given = new ArrayList<>(unsure());
    given.forEach(this::done);
    return given;
  }
}
