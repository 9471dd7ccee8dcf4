package parley.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.JsonNode;

/** So many senders at once, for so long. */
final class CommitLoad {
  private static final Duration END_LIMIT = Duration.ofSeconds(30);

  /**
   * @param messages with their {@code ok} in the window, a second
   * @param ok from writing a message to reading its {@code ok}, in milliseconds
   * @param syncsPerMessage of the write-ahead log: one for each transaction
   * @param cpuMicros of the server for each message
   * @param faults messages lost, repeated, out of order, harmed or without an answer
   */
  record Figures(
      double messages, Result.Latency ok, double syncsPerMessage, double cpuMicros, long faults) {}

  private CommitLoad() {}

  static Figures run(
      Subject subject, int senders, int outstanding, int size, Duration warmUp, Duration window)
      throws IOException, InterruptedException {
    CommitSender.Phase phase = new CommitSender.Phase(senders);
    List<CommitSender> all = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      CommitSender sender =
          new CommitSender(
              plan(subject.target().address(), i, senders, outstanding, size), i, phase);
      all.add(sender);
      threads.add(Thread.ofVirtual().start(sender));
    }
    phase.joined.await();
    phase.go.countDown();
    sleep(all, warmUp);

    phase.measuring = true;
    Reading before = Reading.take(subject, all);
    sleep(all, window);
    Reading after = Reading.take(subject, all);
    phase.measuring = false;
    phase.over = true;
    for (Thread thread : threads) {
      if (!thread.join(END_LIMIT)) {
        for (CommitSender sender : all) {
          sender.abort();
        }
        throw new Failure("Messages have had no answer for " + END_LIMIT.toSeconds() + " s.");
      }
    }
    throwFailure(all);
    Histogram ok = new Histogram(3);
    all.forEach(sender -> ok.add(sender.okMicros()));
    double seconds = (after.nanos - before.nanos) / 1e9;
    long messages = after.acknowledged - before.acknowledged;
    return new Figures(
        messages / seconds,
        Result.Latency.of(ok),
        (double) (after.commits - before.commits) / (after.messages - before.messages),
        after.usage.cpu().minus(before.usage.cpu()).toNanos() / 1e3 / messages,
        all.stream().mapToLong(CommitSender::faults).sum());
  }

  private static Plan plan(
      InetSocketAddress address, int index, int senders, int outstanding, int size) {
    return new Plan(
        Wire.of(Wire.Kind.FRAMED, "commit" + index, false),
        address,
        false,
        1,
        senders,
        0,
        outstanding,
        new Text(size),
        Duration.ZERO,
        Duration.ZERO);
  }

  private static void sleep(List<CommitSender> all, Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    throwFailure(all);
  }

  private static void throwFailure(List<CommitSender> all) {
    for (CommitSender sender : all) {
      if (sender.failure() != null) {
        throw new Failure("A sender failed: " + sender.failure().getMessage());
      }
    }
  }

  /** What stood on the clocks at one end of the window. */
  private record Reading(long nanos, long acknowledged, long commits, long messages, Usage usage) {
    static Reading take(Subject subject, List<CommitSender> all) throws IOException {
      JsonNode figures = subject.control().figures().get("messages");
      return new Reading(
          System.nanoTime(),
          all.stream().mapToLong(CommitSender::acknowledged).sum(),
          figures.get("commits").asLong(),
          figures.get("accepted").asLong(),
          Usage.of(subject.pid()));
    }
  }
}
