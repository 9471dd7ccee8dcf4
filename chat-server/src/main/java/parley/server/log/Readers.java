package parley.server.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import parley.server.logfile.DamagedEvents;
import parley.server.logfile.Database;

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

  /**
   * A question, and its answer once there is one.
   *
   * @param <T> of the answer
   */
  private record Question<T>(Read<T> read, CompletableFuture<T> answer) {
    void ask(Reader reader) {
      if (answer.isDone()) {
        return;
      }
      try {
        answer.complete(reader.read(read));
      } catch (Throwable e) {
        answer.completeExceptionally(e);
      }
    }
  }

  private final Turns<Question<?>> turns = new Turns<>();
  private final List<Reader> readers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Path file;

  Readers(Path file, RecentEvents recent, DamagedEvents damage) throws SQLException {
    this.file = file;
    for (int i = 1; i <= THREADS; i++) {
      Reader reader = new Reader(Database.reader(file), recent, damage);
      readers.add(reader);
      threads.add(Thread.ofPlatform().name("log-reader-" + i).daemon().start(() -> answer(reader)));
    }
  }

  private void answer(Reader reader) {
    try {
      for (Question<?> next = turns.take(); next != null; next = turns.take()) {
        next.ask(reader);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One more connection that reads, for a thread of its own. */
  Connection connect() throws SQLException {
    return Database.reader(file);
  }

  /**
   * @throws UncheckedIOException where the file can't be read or the log is closed
   */
  <T> T read(ReadTurn asker, Read<T> read) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    CompletableFuture<T> answer = submit(asker, read);
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
    CompletableFuture<T> answer = submit(ReadTurn.SERVER, read);
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

  private <T> CompletableFuture<T> submit(ReadTurn asker, Read<T> read) {
    Question<T> question = new Question<>(read, new CompletableFuture<>());
    try {
      turns.add(asker, question);
    } catch (RejectedExecutionException e) {
      throw new UncheckedIOException(new IOException("The log is closed.", e));
    }
    return question.answer;
  }

  private static RuntimeException failed(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return new UncheckedIOException(
        new IOException("The log can't be read (" + cause.getMessage() + ").", cause));
  }

  /** Answers what was asked; where that takes too long, SQLite is left as it is. */
  @Override
  public void close() throws SQLException {
    turns.close();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
    try {
      for (Thread thread : threads) {
        if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    for (Reader reader : readers) {
      reader.close();
    }
  }
}
