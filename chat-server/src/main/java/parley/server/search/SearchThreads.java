package parley.server.search;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import parley.server.net.Network;
import parley.server.rate.Lanes;

/**
 * The threads that search. Networks take turns, and each has one thread at a time at most, however
 * many of it search.
 */
final class SearchThreads implements AutoCloseable {
  private static final int THREADS = 2;

  /** Networks whose searches may run or wait at once. */
  static final int NETWORKS = THREADS + 64;

  /** Searches of one network that may wait behind the one that runs or is the next to. */
  static final int WAITING = 16;

  private static final long CLOSE_SECONDS = 10;

  /** In front of the threads, whose queue they bound: it has one search of each network. */
  private final Lanes lanes = new Lanes(NETWORKS, WAITING);

  private final ExecutorService threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("search-", 1).daemon().factory());

  /**
   * Waits until it is the network's turn and a thread has searched.
   *
   * @throws RejectedExecutionException where too many wait already
   * @throws CancellationException where the threads are closed
   * @throws ExecutionException with what the search threw
   */
  <T> T run(Network network, Callable<T> search) throws InterruptedException, ExecutionException {
    if (!lanes.enter(network)) {
      throw new RejectedExecutionException("too many wait");
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    // The lane is left when the thread is done and not when the asker gives up, so that nobody has
    // two threads by asking and going away.
    Runnable task =
        () -> {
          try {
            answer(search, answer);
          } finally {
            lanes.leave(network);
          }
        };
    try {
      threads.execute(task);
    } catch (RejectedExecutionException _) {
      task.run();
    }
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(false);
      throw e;
    }
  }

  private <T> void answer(Callable<T> search, CompletableFuture<T> answer) {
    if (answer.isDone() || threads.isShutdown()) {
      answer.cancel(false);
      return;
    }
    try {
      answer.complete(search.call());
    } catch (Throwable e) {
      answer.completeExceptionally(e);
    }
  }

  /** Ends searches under way; those that wait are not begun. */
  @Override
  public void close() {
    threads.shutdownNow().forEach(Runnable::run);
    try {
      threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
