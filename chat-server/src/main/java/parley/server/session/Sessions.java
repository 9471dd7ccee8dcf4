package parley.server.session;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import parley.protocol.Goodbye;
import parley.protocol.Series;
import parley.server.fanout.Fanout;
import parley.server.fanout.Subscriber;

/** The connections that have chosen their mode, for those who look after the server. */
public final class Sessions {
  private static final int SLOWEST = 5;

  private final Fanout fanout;

  public Sessions(Fanout fanout) {
    this.fanout = fanout;
  }

  /** All of them, oldest first. */
  public List<SessionInfo> list() {
    return StreamSupport.stream(fanout.subscribers().spliterator(), false)
        .sorted(Comparator.comparingLong(Subscriber::connection))
        .map(Sessions::info)
        .toList();
  }

  /** Who has most waiting to be taken, the most first; nobody for whom nothing waits. */
  public List<Series.SlowReader> slowest() {
    return StreamSupport.stream(fanout.subscribers().spliterator(), false)
        .filter(s -> s.name() != null)
        .map(
            s ->
                new Series.SlowReader(
                    s.name(), s.connection(), s.outbox().queued(), s.outbox().behind()))
        .filter(reader -> reader.bytes() > 0 || reader.behind())
        .sorted(
            Comparator.comparing(Series.SlowReader::behind)
                .thenComparingLong(Series.SlowReader::bytes)
                .reversed())
        .limit(SLOWEST)
        .toList();
  }

  public Optional<SessionInfo> find(long connection) {
    return Optional.ofNullable(fanout.subscriber(connection)).map(Sessions::info);
  }

  /**
   * Tells a connection goodbye and ends it.
   *
   * @return whether there was one
   */
  public boolean end(long connection, Goodbye reason, String sentence) {
    Subscriber subscriber = fanout.subscriber(connection);
    if (subscriber != null) {
      subscriber.end(reason, sentence);
    }
    return subscriber != null;
  }

  private static SessionInfo info(Subscriber s) {
    long silent = System.nanoTime() - s.lastRead();
    return new SessionInfo(
        s.connection(),
        s.name(),
        s.person(),
        s.mode(),
        s.address(),
        s.tls(),
        s.since(),
        Instant.now().minusNanos(silent),
        s.bytesIn(),
        s.outbox().bytesOut(),
        s.outbox().queued(),
        s.outbox().behind());
  }
}
