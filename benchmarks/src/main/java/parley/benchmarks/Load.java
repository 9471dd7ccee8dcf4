package parley.benchmarks;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** A run of the load generator, from the first connection to the last check. */
final class Load {
  private static final Duration JOIN_LIMIT = Duration.ofMinutes(2);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(30);
  private static final long GLANCE_MILLIS = 5;

  private final Plan plan;
  private final long pid;
  private final List<Loop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param pid the process whose CPU is measured, 0 for none
   */
  Load(Plan plan, long pid) {
    this.plan = plan;
    this.pid = pid;
  }

  Result run() throws IOException, GeneralSecurityException, InterruptedException {
    for (int i = 0; i < plan.threads(); i++) {
      int first = i;
      List<Integer> share =
          IntStream.range(0, plan.members())
              .filter(m -> m % plan.threads() == first)
              .boxed()
              .toList();
      Loop loop = new Loop(plan, share, plan.tls() ? Identity.trustingAll() : null);
      loops.add(loop);
      threads.add(Thread.ofPlatform().daemon().name("load-" + i).start(loop));
    }
    if (!await(JOIN_LIMIT, () -> sum(Loop::joined) == plan.members())) {
      throw new Failure(
          "Only " + sum(Loop::joined) + " of " + plan.members() + " members got into the room.");
    }

    long start = System.nanoTime();
    enter(Stage.WARMING_UP, start);
    await(plan.warmUp(), () -> false);

    Reading before = Reading.take(pid, delivered());
    enter(Stage.MEASURING, start);
    await(plan.window(), () -> false);
    Reading after = Reading.take(pid, delivered());

    enter(Stage.DRAINING, start);
    await(DRAIN_LIMIT, () -> delivered() >= sent() * plan.members());
    enter(Stage.LEAVING, start);
    long end = System.nanoTime() + LEAVE_LIMIT.toNanos();
    for (Thread thread : threads) {
      thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
    }
    throwFailure();
    return result(before, after);
  }

  private Result result(Reading before, Reading after) {
    Tally all = new Tally();
    loops.forEach(loop -> all.add(loop.tally()));
    List<Member> members = loops.stream().flatMap(loop -> loop.members().stream()).toList();
    long[] sent = new long[plan.senders()];
    members.stream().filter(Member::sends).forEach(m -> sent[m.index()] = m.sent());
    long missing = members.stream().mapToLong(m -> m.missing(sent)).sum();
    long unacknowledged = plan.wire().ordersAll() ? sent() - all.acknowledged : 0;

    double seconds = (after.nanos - before.nanos) / 1e9;
    long deliveries = after.delivered - before.delivered;
    double cpu = after.usage.cpu().minus(before.usage.cpu()).toNanos() / 1e9;
    double own = after.own.cpu().minus(before.own.cpu()).toNanos() / 1e9;
    return new Result(
        seconds,
        deliveries,
        deliveries / seconds,
        (double) all.bytes / all.measured,
        (double) all.measured / all.reads,
        (double) deliveries / (after.usage.writes() - before.usage.writes()),
        pid == 0 ? -1 : cpu * 1e6 / deliveries,
        cpu / seconds,
        (double) (after.usage.switches() - before.usage.switches()) / deliveries,
        after.usage.residentBytes(),
        own / seconds,
        Result.Latency.of(all.latency),
        all.latest / 1e6,
        sent(),
        new Result.Faults(
            all.lost + missing, all.repeated, all.disordered, all.corrupt, unacknowledged),
        all.parsed,
        members.getFirst().link().suite());
  }

  private void enter(Stage stage, long start) {
    loops.forEach(loop -> loop.enter(stage, start));
  }

  private long delivered() {
    return sum(loop -> loop.tally().deliveries.get());
  }

  private long sent() {
    return sum(loop -> loop.tally().sent.get());
  }

  private long sum(ToLongFunction<Loop> count) {
    return loops.stream().mapToLong(count).sum();
  }

  /** Waits until it is so, at most for {@code limit}; false where it is not so by then. */
  private boolean await(Duration limit, BooleanSupplier so) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!so.getAsBoolean()) {
      throwFailure();
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      Thread.sleep(Math.clamp(TimeUnit.NANOSECONDS.toMillis(left), 1, GLANCE_MILLIS));
    }
    return true;
  }

  private void throwFailure() {
    for (Loop loop : loops) {
      switch (loop.failure()) {
        case null -> {}
        case Failure failure -> throw failure;
        case Throwable other -> throw new IllegalStateException("the load broke", other);
      }
    }
  }

  /** What stood on the clocks at one end of the window. */
  private record Reading(long nanos, long delivered, Usage usage, Usage own) {
    static Reading take(long pid, long delivered) {
      Usage own = Usage.of(ProcessHandle.current().pid());
      return new Reading(System.nanoTime(), delivered, pid == 0 ? own : Usage.of(pid), own);
    }
  }
}
