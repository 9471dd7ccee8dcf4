package parley.server.search;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parley.server.log.Log;
import parley.server.logging.SparseLog;
import parley.server.net.Network;
import parley.server.state.Sight;
import parley.server.stats.Figures;

/**
 * Finds messages by their words. The index is a file of its own, filled behind the log; what a
 * search reads, it reads on platform threads of its own, so that the log's readers and the
 * sequencer never wait for it.
 */
public final class Search implements AutoCloseable {
  /** The index, in the data folder. */
  public static final String FILE = IndexFile.NAME;

  private static final Logger LOG = LoggerFactory.getLogger(Search.class);
  private static final SparseLog FAILED = new SparseLog(LOG, Level.WARN, SparseLog.SELDOM);

  /** How long one may run. */
  private static final long RUN_MILLIS = 2_000;

  /** How long a search waits for what was said just before it, in milliseconds. */
  private static final long FRESH_MILLIS = 1_000;

  /** Events that may be missing from an answer: more, and it would hide what is new. */
  private static final long LAG = 10_000;

  private static final String HELD =
      "The server's disk has no room for the search index: what was said lately is not found.";

  /** Seconds. */
  private static final int RETRY = 10;

  /** The search can't be done now. */
  public static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    private final Integer retryAfter;

    Unavailable(String sentence, Integer retryAfter) {
      super(sentence);
      this.retryAfter = retryAfter;
    }

    /** Seconds after which it may be done; null where the search itself is at fault. */
    public Integer retryAfter() {
      return retryAfter;
    }
  }

  /**
   * Where the asker may read, and who the query's names are.
   *
   * @param people who has which of the names in the query now: name folded to id
   */
  public record Scope(Sight sight, Map<String, String> people) {
    public Scope {
      people = Map.copyOf(people);
    }
  }

  /**
   * @param seqs of messages, newest first
   * @param more whether there are older ones
   */
  public record Result(List<Long> seqs, boolean more) {}

  final Indexer indexer;
  private final Log log;
  private final SearchThreads threads = new SearchThreads();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("search-watch").daemon().factory());

  /** Guarded by itself. */
  private final ArrayDeque<Finder> idle = new ArrayDeque<>();

  private Search(Path folder, Log log, LongPredicate room) {
    this.log = log;
    indexer = new Indexer(folder, log, room);
  }

  /** As the other, where the index may have whatever the disk has. */
  public static Search start(Path folder, Log log) {
    return start(folder, log, _ -> true);
  }

  /**
   * Starts to follow a log; what the index lacks is caught up with in the background.
   *
   * @param room whether the disk has so many bytes more than what the index must leave free; asked
   *     before each batch
   */
  public static Search start(Path folder, Log log, LongPredicate room) {
    Search search = new Search(folder, log, room);
    search.indexer.start();
    return search;
  }

  /** Takes an index away that is not kept any more: it would keep what is deleted. */
  public static void remove(Path folder) {
    try {
      new IndexFile(folder).remove();
    } catch (IOException e) {
      LOG.warn("the search index can't be removed ({})", e.getMessage());
    }
  }

  /** How often the file was begun anew since the start. */
  long rebuilds() {
    return indexer.rebuilds();
  }

  /** How far the index is. */
  public Figures.Search figures() {
    long position = indexer.position();
    return new Figures.Search(
        position, Math.max(0, log.last() - position), indexer.isHeld() ? true : null);
  }

  /** What is to be known of every answer now; null where it is as always. */
  public String note() {
    return indexer.isHeld() && indexer.position() < log.last() ? HELD : null;
  }

  /**
   * Messages for a query, newest first. Waits a little for what was said just before, and until it
   * is the network's turn.
   *
   * @param network where the asker is: each has one search done at a time, and they take turns
   * @param before exclusive, null for the newest
   * @param limit how many at most
   */
  public Result find(Network network, Query query, Scope scope, Long before, int limit)
      throws InterruptedException, Unavailable {
    List<String> places = places(query, scope);
    if (places.isEmpty() || query.isEmpty()) {
      return new Result(List.of(), false);
    }
    long last = log.last();
    if (!indexer.await(last, FRESH_MILLIS) && last - indexer.position() > LAG) {
      if (indexer.isHeld()) {
        throw new Unavailable(
            "The server's disk has no room for the search index; ask the operator.", null);
      }
      throw new Unavailable(
          "The search index is being built (%d %%); ask again in a while."
              .formatted(100 * indexer.position() / last),
          RETRY);
    }
    long from = query.since() == Long.MIN_VALUE ? 1 : log.firstSince(network, query.since());
    long to =
        query.until() == Long.MAX_VALUE ? log.last() : log.firstSince(network, query.until()) - 1;
    if (before != null) {
      to = Math.min(to, before - 1);
    }
    if (from > to) {
      return new Result(List.of(), false);
    }
    Finder.Found found =
        run(network, Expression.of(query, places, scope.people()), from, to, limit + 1);
    if (!found.whole() && found.seqs().isEmpty()) {
      throw new Unavailable(
          "That search takes too long; add a word, room:, from:, after: or before:.", null);
    }
    boolean more = !found.whole() || found.seqs().size() > limit;
    return new Result(found.seqs().subList(0, Math.min(limit, found.seqs().size())), more);
  }

  /** As the other, of somebody who is nowhere. */
  public Result find(Query query, Scope scope, Long before, int limit)
      throws InterruptedException, Unavailable {
    return find(Network.NOWHERE, query, scope, before, limit);
  }

  private static List<String> places(Query query, Scope scope) {
    List<String> rooms =
        scope.sight().rooms().stream()
            .filter(room -> query.rooms().isEmpty() || query.rooms().contains(room))
            .map(Mark::room)
            .toList();
    if (!scope.sight().talks() || !query.rooms().isEmpty()) {
      return rooms;
    }
    List<String> places = new java.util.ArrayList<>(rooms);
    places.add(Mark.direct(scope.sight().person()));
    return places;
  }

  private Finder.Found run(Network network, String expression, long from, long to, int limit)
      throws InterruptedException, Unavailable {
    try {
      return threads.run(network, () -> find(expression, from, to, limit));
    } catch (RejectedExecutionException e) {
      throw new Unavailable("Too many searches at once; ask again in a moment.", 1);
    } catch (CancellationException e) {
      throw new Unavailable("The server stops.", RETRY);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException sql) {
        if (Indexer.isCorrupt(sql)) {
          indexer.suspect();
        }
        FAILED.log("a search failed ({})", sql.getMessage());
        Unavailable unavailable =
            new Unavailable("The search index is made anew; ask again in a while.", RETRY);
        unavailable.initCause(sql);
        throw unavailable;
      }
      if (e.getCause() instanceof Unavailable unavailable) {
        throw unavailable;
      }
      throw new IllegalStateException("a search failed", e.getCause());
    }
  }

  private Finder.Found find(String expression, long from, long to, int limit)
      throws SQLException, Unavailable {
    indexer.presence().readLock().lock();
    try {
      if (!indexer.isOpen()) {
        throw new Unavailable("The search index is not there yet; ask again in a while.", RETRY);
      }
      Finder finder = finder();
      long search = finder.begin();
      Future<?> end =
          watch.schedule(
              () -> {
                finder.stop(search);
                return null;
              },
              RUN_MILLIS,
              TimeUnit.MILLISECONDS);
      boolean sound = false;
      try {
        Finder.Found found = finder.find(expression, from, to, limit);
        sound = true;
        return found;
      } finally {
        finder.end();
        end.cancel(false);
        if (sound) {
          synchronized (idle) {
            idle.push(finder);
          }
        } else {
          finder.close();
        }
      }
    } finally {
      indexer.presence().readLock().unlock();
    }
  }

  /** One that is open on the file there is now. */
  private Finder finder() throws SQLException {
    while (true) {
      Finder finder;
      synchronized (idle) {
        finder = idle.poll();
      }
      if (finder == null) {
        return new Finder(indexer.file().reader(), indexer.generation());
      }
      if (finder.generation() == indexer.generation()) {
        return finder;
      }
      finder.close();
    }
  }

  /** Ends searches under way and the indexing; before the log is closed. */
  @Override
  public void close() {
    threads.close();
    watch.shutdownNow();
    synchronized (idle) {
      for (Finder finder : idle) {
        try {
          finder.close();
        } catch (SQLException e) {
          LOG.debug("a reader of the search index could not be closed", e);
        }
      }
      idle.clear();
    }
    indexer.close();
  }
}
