package parley.server.admin;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where operators' commands from the chat run: reading one and making its answer take a processor
 * for milliseconds, which a connection's own thread must not.
 */
final class AdminThreads {
  private static final int THREADS = 2;

  /** Commands that wait for a thread; one connection has one at a time. */
  private static final int WAITING = 32;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("admin-", 1).daemon().factory());

  AdminThreads() {
    threads.allowCoreThreadTimeOut(true);
  }

  /** Runs a command and waits for its result. */
  AdminResult run(Callable<AdminResult> command) throws InterruptedException {
    Future<AdminResult> running;
    try {
      running = threads.submit(command);
    } catch (RejectedExecutionException e) {
      return new AdminResult(1, "Too many admin commands wait already. Try again in a moment.");
    }
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("an admin command failed", e);
    }
  }
}
