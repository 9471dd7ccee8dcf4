package parley.benchmarks;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;

/**
 * One room on one server: those who read are there all the time, the slow ones come for each window
 * with them, stop in the middle of a record, and leave when they have caught up.
 */
final class SlowRun implements AutoCloseable {
  private static final Duration JOIN_LIMIT = Duration.ofMinutes(2);
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(1);
  private static final Duration CATCH_UP_LIMIT = Duration.ofMinutes(3);
  private static final Duration STUCK_LIMIT = Duration.ofMinutes(1);
  private static final Duration END_LIMIT = Duration.ofMinutes(1);
  private static final long GLANCE_MILLIS = 5;

  private final Subject subject;
  private final Plan plan;
  private final int slow;
  private final SSLContext tls;
  private final Loop loop;
  private final Thread thread;
  private final List<SlowReader> readers = new ArrayList<>();
  private final List<Thread> readerThreads = new ArrayList<>();

  /** So that no name is taken twice. */
  private int slowSoFar;

  private long received;
  private double catchUpSeconds;
  private long slowFaults;

  /**
   * @param plan whose members are those who read, whose window is the time of not reading
   * @param slow how many stop
   */
  SlowRun(Subject subject, Plan plan, int slow)
      throws IOException, GeneralSecurityException, InterruptedException {
    this.subject = subject;
    this.plan = plan;
    this.slow = slow;
    this.tls = plan.tls() ? Identity.trustingAll() : null;
    this.loop = new Loop(plan, tls);
    this.thread = Thread.ofPlatform().daemon().name("load").start(loop);
    require(
        await(JOIN_LIMIT, () -> loop.joined() == plan.members()),
        "Not all members got into the room.");
    loop.enter(Stage.WARMING_UP, System.nanoTime());
    await(plan.warmUp(), () -> false);
    drain();
  }

  /** Full load without and with the slow readers; which comes first alternates. */
  SlowReport.Pair pair(int number) throws IOException, InterruptedException {
    SlowReport.Window without;
    SlowReport.Window with;
    if (number % 2 == 1) {
      without = window(false);
      with = window(true);
    } else {
      with = window(true);
      without = window(false);
    }
    return new SlowReport.Pair(number, without, with, received, catchUpSeconds, slowFaults);
  }

  private SlowReport.Window window(boolean slowly) throws IOException, InterruptedException {
    if (slowly) {
      enterSlow();
    }
    loop.enter(Stage.WARMING_UP, System.nanoTime());
    await(plan.warmUp().dividedBy(4), () -> false);
    if (slowly) {
      stopSlow();
    }
    long began = System.nanoTime();
    long before = loop.tally().deliveries.get();
    loop.enter(Stage.MEASURING, began);
    List<SlowReport.Sample> samples = new ArrayList<>();
    for (long end = began + plan.window().toNanos(); System.nanoTime() < end; ) {
      await(Duration.ofNanos(Math.min(1_000_000_000, end - System.nanoTime())), () -> false);
      samples.add(sample(began));
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    long deliveries = loop.tally().deliveries.get() - before;
    drain();
    SlowReport.Window window =
        new SlowReport.Window(
            Result.Latency.of(loop.tally().latency), deliveries / seconds, samples);
    if (slowly) {
      readOn();
    }
    return window;
  }

  private SlowReport.Sample sample(long began) throws IOException {
    JsonNode figures = subject.control().figures();
    return new SlowReport.Sample(
        (System.nanoTime() - began) / 1e9,
        figures.at("/process/resident").asLong(),
        figures.at("/process/heapUsed").asLong(),
        figures.at("/outboxes/bytes").asLong(),
        figures.at("/outboxes/behind").asInt());
  }

  private void drain() throws InterruptedException {
    loop.enter(Stage.DRAINING, System.nanoTime());
    require(await(DRAIN_LIMIT, loop::drained), "Those who read have not got everything.");
  }

  private void enterSlow() throws InterruptedException {
    long[] sent = sent();
    for (int i = 0; i < slow; i++) {
      SlowReader reader = new SlowReader(plan, tls, plan.members() + slowSoFar++, sent);
      readers.add(reader);
      readerThreads.add(Thread.ofPlatform().daemon().name("slow-" + i).start(reader));
    }
    for (SlowReader reader : readers) {
      reader.awaitJoined();
    }
  }

  private void stopSlow() throws InterruptedException {
    for (SlowReader reader : readers) {
      reader.stop();
    }
  }

  /** The slow ones get all that was sent, and are checked; then they leave. */
  private void readOn() throws IOException, InterruptedException {
    long[] sent = sent();
    long began = System.nanoTime();
    readers.forEach(reader -> reader.readOn(sent));
    for (int i = 0; i < slow; i++) {
      long left = CATCH_UP_LIMIT.toNanos() - (System.nanoTime() - began);
      if (!readerThreads.get(i).join(Duration.ofNanos(Math.max(1, left)))) {
        readers.get(i).cut();
        readerThreads.get(i).join();
      } else {
        readers.get(i).throwFailure();
      }
    }
    catchUpSeconds = (System.nanoTime() - began) / 1e9;
    received = readers.stream().mapToLong(SlowReader::received).min().orElse(0);
    slowFaults = readers.stream().mapToLong(reader -> reader.faults(sent)).sum();
    readers.clear();
    readerThreads.clear();
  }

  /** How many each sender has sent; asked while nothing is on its way. */
  private long[] sent() {
    long[] sent = new long[plan.senders()];
    Arrays.setAll(sent, sender -> loop.members().get(sender).sent());
    return sent;
  }

  /** Seconds. */
  record Endings(double kick, double shutdown) {}

  /** Lets the slow ones be stuck in a write once more, ends one by a command, then the server. */
  Endings end() throws IOException, InterruptedException {
    enterSlow();
    loop.enter(Stage.WARMING_UP, System.nanoTime());
    stopSlow();
    long deadline = System.nanoTime() + STUCK_LIMIT.toNanos();
    while (sample(0).behind() < slow) {
      require(System.nanoTime() < deadline, "Those who don't read were never stuck in a write.");
      await(Duration.ofMillis(100), () -> false);
    }
    drain();
    int connections = connections();
    long began = System.nanoTime();
    String name = ((ParleyWire) plan.wire()).name(plan.members() + slowSoFar - 1);
    subject.control().admin("kick " + name);
    while (connections() >= connections) {
      require(System.nanoTime() - began < END_LIMIT.toNanos(), "A kick did not end " + name + ".");
      Thread.sleep(GLANCE_MILLIS);
    }
    double kick = (System.nanoTime() - began) / 1e9;
    loop.enter(Stage.LEAVING, System.nanoTime());
    began = System.nanoTime();
    subject.target().process().destroy();
    require(
        subject.target().process().waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS),
        "The server did not stop.");
    return new Endings(kick, (System.nanoTime() - began) / 1e9);
  }

  private int connections() throws IOException {
    return subject.control().figures().at("/connections/now").asInt();
  }

  /** Of those who read. */
  long faults() {
    Tally tally = loop.tally();
    return tally.lost + tally.repeated + tally.disordered + tally.corrupt;
  }

  private boolean await(Duration limit, BooleanSupplier so) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!so.getAsBoolean()) {
      if (loop.failure() != null) {
        throw new Failure("The load failed: " + loop.failure().getMessage());
      }
      if (System.nanoTime() >= end) {
        return false;
      }
      Thread.sleep(GLANCE_MILLIS);
    }
    return true;
  }

  private static void require(boolean so, String sentence) {
    if (!so) {
      throw new Failure(sentence);
    }
  }

  @Override
  public void close() throws IOException {
    for (SlowReader reader : readers) {
      reader.cut();
    }
    loop.enter(Stage.LEAVING, System.nanoTime());
    try {
      thread.join(END_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
