package parley.server.session;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.server.config.Settings;
import parley.server.fanout.Fanout;
import parley.server.fanout.Subscriber;
import parley.server.log.Log;
import parley.server.net.Network;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.state.Asker;
import parley.server.stats.Counter;
import parley.server.stats.Stats;

/**
 * Makes one connection's reader wait where its person or its network asks too fast, or a room takes
 * in more slowly what they say. Nothing is refused, it is only read later. Confined to the
 * connection's reader.
 */
final class RequestPace {
  /** No wait is longer, so that nobody who waits is taken for silent. */
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

  /** How long a sender waits at most for a congested room, in milliseconds. */
  private static final int CONGESTION_MILLIS = 1_000;

  private final Subscriber subscriber;
  private final RequestRates rates;
  private final Fanout fanout;
  private final Gate gate;
  private final Log log;
  private final Supplier<Settings> settings;
  private final Stats stats;
  private final Network network;
  private int bytes;

  RequestPace(Subscriber subscriber, SessionParts parts) {
    this.subscriber = subscriber;
    this.rates = parts.rates().requests();
    this.fanout = parts.fanout();
    this.gate = parts.sources().gate();
    this.log = parts.sources().log();
    this.settings = parts.settings();
    this.stats = parts.stats();
    this.network = subscriber.network();
  }

  /** A record came, of whatever kind. */
  void record(int length) throws InterruptedException {
    bytes = length;
    take(RequestWeights.of(length));
  }

  /** It is known now what it asks. */
  void request(Request request, RequestTerms terms) throws InterruptedException {
    String person = subscriber.person();
    if (person == null && !(request instanceof Request.Hello)) {
      unnamed();
    }
    double more = terms.weight(person == null ? 0 : fanout.directory().roomsOf(person).size());
    if (more > 0) {
      take(more);
    }
  }

  /** Those who fill a room faster than its members take it in are read more slowly. */
  void room(RequestTerms terms) throws InterruptedException {
    String room = terms.message() == 0 ? terms.room() : log.roomOf(network, terms.message());
    // Whoever may not read there learns nothing by the time that the answer takes.
    if (room == null || !fanout.congested(room) || !isRead(room)) {
      return;
    }
    for (int waited = 0; waited < CONGESTION_MILLIS && fanout.congested(room); waited++) {
      Thread.sleep(1);
    }
  }

  private boolean isRead(String room) {
    Asker.Person asker = subscriber.asker();
    return asker != null && gate.may(asker, Right.READ, On.room(room));
  }

  /** Someone who has not said hello asked for something else, or for nothing that makes sense. */
  void unnamed() throws InterruptedException {
    if (subscriber.person() == null) {
      await(rates.ofStranger(network, RequestWeights.of(bytes), limits()));
    }
  }

  /** A person took their place back. */
  void returned(String person, Request.Hello hello) throws InterruptedException {
    await(rates.ofPerson(person, RequestWeights.ofReturn(hello), limits()));
  }

  /** An answer was given, of so many bytes. */
  void answered(ServerMessage answer, int length) throws InterruptedException {
    double units = RequestWeights.ofAnswer(answer);
    if (units > 0) {
      take(units);
    }
    String person = subscriber.person();
    if (person != null) {
      await(rates.ofReply(person, length, limits()));
    }
    await(rates.ofReply(network, length, limits()));
  }

  /** First one's own rate: who waits for that does not yet count for the others of the network. */
  private void take(double units) throws InterruptedException {
    String person = subscriber.person();
    if (person != null) {
      await(rates.ofPerson(person, units, limits()));
    }
    await(rates.ofNetwork(network, units, limits()));
  }

  private Settings.Limits limits() {
    return settings.get().limits();
  }

  private void await(RequestRates.Wait wait) throws InterruptedException {
    if (wait.nanos() > 0) {
      stats.count(Counter.THROTTLED);
      try {
        TimeUnit.NANOSECONDS.sleep(Math.min(wait.nanos(), LONGEST));
      } finally {
        wait.over().run();
      }
    }
  }
}
