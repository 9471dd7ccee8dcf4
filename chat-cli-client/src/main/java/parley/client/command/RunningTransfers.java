package parley.client.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import parley.client.link.Link;
import parley.client.terminal.ProgressLine;
import parley.client.terminal.SpeedMeter;
import parley.client.transfer.Progress;
import parley.client.transfer.Transfer;
import parley.client.transfer.TransferFailure;
import parley.protocol.Printable;

/**
 * The files that are on their way, each on a thread of its own, a few at once. Guarded by the
 * link's lock, which their threads take when they end.
 */
final class RunningTransfers {
  private static final int AT_ONCE = 4;
  private static final int SHOWN = 4;

  /** One of them. */
  private record Running(
      int number, String arrow, Transfer<?> transfer, SpeedMeter meter, Thread thread) {
    Progress.Glance glance() {
      return transfer.progress().glance();
    }

    String head() {
      return number + " " + arrow;
    }
  }

  private final Link link;
  private final ProgressLine look;
  private final List<Running> running = new ArrayList<>();

  /** In the order in which they came. */
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  RunningTransfers(Link link, AttributedStyle style) {
    this.link = link;
    this.look = new ProgressLine(style);
  }

  /**
   * Begins one, as soon as it is its turn.
   *
   * @param arrow says which way it goes
   * @param done runs with the link's lock held, as does the other
   */
  <T> void start(
      String arrow, Transfer<T> transfer, Consumer<T> done, Consumer<TransferFailure> failed) {
    int number = 1;
    while (find(number).isPresent()) {
      number++;
    }
    Thread thread =
        Thread.ofPlatform().daemon().name("transfer").unstarted(() -> run(transfer, done, failed));
    running.add(new Running(number, arrow, transfer, new SpeedMeter(), thread));
    thread.start();
  }

  private <T> void run(Transfer<T> transfer, Consumer<T> done, Consumer<TransferFailure> failed) {
    Runnable outcome = outcome(transfer, done, failed);
    link.exclusively(
        () -> {
          running.removeIf(one -> one.transfer() == transfer);
          // What cancelled it is no reason to print nothing of it.
          Thread.interrupted();
          outcome.run();
        });
  }

  /** Waits for its turn and carries it; what is to be told then. */
  private <T> Runnable outcome(
      Transfer<T> transfer, Consumer<T> done, Consumer<TransferFailure> failed) {
    try {
      turns.acquire();
      try {
        T result = transfer.run();
        return () -> done.accept(result);
      } finally {
        turns.release();
      }
    } catch (TransferFailure e) {
      return () -> failed.accept(e);
    } catch (InterruptedException e) {
      return () ->
          failed.accept(new TransferFailure(TransferFailure.Kind.CANCELLED, "Given up.", e));
    } catch (RuntimeException e) {
      String why = Printable.line("A fault of this program: " + e);
      return () -> failed.accept(new TransferFailure(TransferFailure.Kind.LOCAL, why, e));
    }
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /** What is on its way, for a sentence. */
  String names() {
    return String.join(", ", running.stream().map(one -> one.glance().name()).toList());
  }

  /** Ends one; false where there is none of that number. */
  boolean cancel(int number) {
    Optional<Running> found = find(number);
    found.ifPresent(
        one -> {
          one.transfer().cancel();
          one.thread().interrupt();
        });
    return found.isPresent();
  }

  /** The number of the one that began last; 0 where there is none. */
  int last() {
    return running.isEmpty() ? 0 : running.getLast().number();
  }

  private Optional<Running> find(int number) {
    return running.stream().filter(one -> one.number() == number).findFirst();
  }

  /** Waits until all of them have ended; without the link's lock. */
  void awaitNone() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    link.exclusively(() -> running.forEach(one -> threads.add(one.thread())));
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** A line for each of the first ones, and one for the others. */
  List<AttributedString> lines(long now, int width) {
    List<AttributedString> lines = new ArrayList<>();
    for (Running one : running) {
      Progress.Glance glance = one.glance();
      one.meter().see(now, glance);
      if (lines.size() < SHOWN) {
        lines.add(look.of(one.head(), glance, one.meter(), width));
      }
    }
    if (running.size() > SHOWN) {
      lines.add(new AttributedString("… and " + (running.size() - SHOWN) + " more files"));
    }
    return lines;
  }
}
