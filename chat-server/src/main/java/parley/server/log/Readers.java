package parley.server.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Reads, on platform threads of their own: a call into SQLite holds its carrier thread, and the
 * virtual threads that ask must not hold all of those. A caller waits and can be interrupted.
 */
final class Readers implements AutoCloseable {
  private static final int THREADS = 2;
  private static final long CLOSE_SECONDS = 10;

  /** One question to the log; it answers from one moment's state. */
  interface Read<T> {
    T from(Reader reader) throws SQLException;
  }

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().name("log-reader-", 1).daemon().factory());

  /** As many as there are threads, so a running one always finds one. Guarded by itself. */
  private final ArrayDeque<Reader> idle = new ArrayDeque<>();

  private final Path file;

  Readers(Path file, Damage damage) throws SQLException {
    this.file = file;
    for (int i = 0; i < THREADS; i++) {
      idle.push(new Reader(Database.reader(file), damage));
    }
  }

  /** One more connection that reads, for a thread of its own. */
  Connection connect() throws SQLException {
    return Database.reader(file);
  }

  /**
   * @throws UncheckedIOException where the file can't be read or the log is closed
   */
  <T> T read(Read<T> read) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Future<T> answer = submit(read);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(false);
      throw e;
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    }
  }

  /** As {@link #read}, for what is short; an interrupt is kept for later. */
  <T> T readThrough(Read<T> read) {
    Future<T> answer = submit(read);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw failed(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private <T> Future<T> submit(Read<T> read) {
    try {
      return threads.submit(() -> run(read));
    } catch (RejectedExecutionException | CancellationException e) {
      throw new UncheckedIOException(new IOException("The log is closed.", e));
    }
  }

  private <T> T run(Read<T> read) throws SQLException {
    Reader reader;
    synchronized (idle) {
      reader = idle.pop();
    }
    try {
      return reader.read(read);
    } finally {
      synchronized (idle) {
        idle.push(reader);
      }
    }
  }

  private static RuntimeException failed(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return new UncheckedIOException(
        new IOException("The log can't be read (" + cause.getMessage() + ").", cause));
  }

  @Override
  public void close() throws SQLException {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    synchronized (idle) {
      for (Reader reader : idle) {
        reader.close();
      }
    }
  }
}
