package parley.server.account;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parley.protocol.Json;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.server.config.Settings;
import parley.server.logging.SparseLog;
import parley.server.net.Network;
import tools.jackson.core.JacksonException;

/**
 * Asks a program of the operator's whether a name and a password belong together: one line of JSON
 * on its standard input, one on its standard output. A few run at once, each for so long, on
 * threads of their own. Safe on any thread.
 */
public final class Checker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checker.class);
  private static final SparseLog BROKEN = new SparseLog(LOG, Level.WARN, SparseLog.SELDOM);
  private static final SparseLog REFUSED = new SparseLog(LOG, Level.INFO, SparseLog.SELDOM);

  /** Programs that run at once. */
  private static final int AT_ONCE = 4;

  private static final int WAITING = 60;

  /** That wait or run for one network. */
  private static final int OF_NETWORK = 4;

  /** Bytes of an answer. */
  private static final int LONGEST = 4_096;

  /** Characters of a reason that are written to the log. */
  private static final int REASON = 200;

  /** How long a program that has answered may take to end, in milliseconds. */
  private static final int PARTING = 200;

  private static final int GLANCE = 5;

  private final Supplier<Settings.Accounts> settings;
  private final ThreadPoolExecutor threads;

  /** How many of each network wait; guards itself. */
  private final Map<Network, Integer> waiting = new HashMap<>();

  /** What it is asked. */
  private record Question(String name, String password) {}

  /**
   * What it answers.
   *
   * @param ok whether they belong together
   * @param name whose they are to the directory, null where it does not say
   * @param reason for the operator
   */
  private record Line(Boolean ok, String name, String reason) {}

  /** There is no answer: too many are asked about, or the program does not do its work. */
  public static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    NoAnswerException(String why) {
      super(why);
    }
  }

  public Checker(Supplier<Settings.Accounts> settings) {
    this.settings = settings;
    threads =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("checker-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** Whether there is a program to be asked. */
  public boolean isThere() {
    return settings.get().checker().isPresent();
  }

  /**
   * Whether a name and a password belong together, as the program says.
   *
   * @param name folded, so that another spelling is the same account to it
   * @param password of 1 or more bytes
   */
  public boolean matches(String name, String password, Network network)
      throws NoAnswerException, InterruptedException {
    Optional<Path> program = settings.get().checker();
    // What is empty to a C program is no password to many a directory, which lets everybody in.
    if (program.isEmpty()
        || password.isEmpty()
        || password.chars().anyMatch(Character::isISOControl)) {
      return false;
    }
    Duration time = settings.get().checkerTime();
    take(network);
    Future<Boolean> answer = null;
    try {
      answer = threads.submit(() -> asked(program.get(), time, new Question(name, password)));
      return answer.get();
    } catch (RejectedExecutionException e) {
      throw new NoAnswerException("too many are asked about just now");
    } catch (ExecutionException e) {
      String why = e.getCause().getMessage();
      BROKEN.log("the checker {} gives no answer: {}", program.get(), why);
      throw new NoAnswerException(why);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } finally {
      giveBack(network);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void take(Network network) throws NoAnswerException {
    synchronized (waiting) {
      if (waiting.getOrDefault(network, 0) >= OF_NETWORK) {
        throw new NoAnswerException("too many of one network are asked about just now");
      }
      waiting.merge(network, 1, Integer::sum);
    }
  }

  private void giveBack(Network network) {
    synchronized (waiting) {
      waiting.computeIfPresent(network, (_, n) -> n == 1 ? null : n - 1);
    }
  }

  private static boolean asked(Path program, Duration time, Question question)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + time.toNanos();
    ProcessBuilder builder =
        new ProcessBuilder(program.toString()).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().retainAll(Set.of("PATH", "HOME", "LANG"));
    Process process = builder.start();
    try {
      try (OutputStream to = process.getOutputStream()) {
        // A pipe holds far more than this: whoever does not read it does not hold this thread.
        to.write(Json.MAPPER.writeValueAsBytes(question));
        to.write('\n');
      } catch (IOException e) {
        // It may answer without having read: what it says counts.
        LOG.debug("the checker did not read its question");
      }
      Line line = read(answer(process, until));
      process.waitFor(PARTING, TimeUnit.MILLISECONDS);
      boolean same = line.name() == null || Names.fold(line.name()).equals(question.name());
      if (line.reason() != null || !same) {
        String reason = same ? line.reason() : "it is " + line.name() + " in the directory";
        String shown = Printable.line(reason);
        REFUSED.log(
            "the checker said of {}: {}",
            question.name(),
            shown.substring(0, Math.min(REASON, shown.length())));
      }
      return line.ok() && same;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.getInputStream().close();
    }
  }

  private static Line read(byte[] answer) throws IOException {
    try {
      Line line = Json.MAPPER.readValue(answer, Line.class);
      if (line != null && line.ok() != null) {
        return line;
      }
    } catch (JacksonException e) {
      // As where it says something else.
    }
    throw new IOException("it printed no {\"ok\": true} or {\"ok\": false}");
  }

  /**
   * Its first line. It is looked at again and again, and not read: a grandchild that keeps the pipe
   * open would hold who reads for ever.
   */
  private static byte[] answer(Process process, long until)
      throws IOException, InterruptedException {
    InputStream from = process.getInputStream();
    byte[] line = new byte[LONGEST];
    int length = 0;
    while (true) {
      boolean alive = process.isAlive();
      int there = from.available();
      if (there > 0) {
        int read = from.read(line, length, Math.min(there, LONGEST - length));
        length += Math.max(0, read);
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        if (end >= 0) {
          return text.substring(0, end).getBytes(StandardCharsets.UTF_8);
        }
        if (length == LONGEST) {
          throw new IOException("its answer is longer than " + LONGEST + " bytes");
        }
      } else if (!alive) {
        if (length == 0) {
          throw new IOException("it ended without a word (exit code " + process.exitValue() + ")");
        }
        return Arrays.copyOf(line, length);
      } else if (System.nanoTime() - until > 0) {
        throw new IOException("it took too long");
      } else {
        Thread.sleep(GLANCE);
      }
    }
  }
}
