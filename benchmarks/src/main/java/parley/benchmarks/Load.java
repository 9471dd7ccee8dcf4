package parley.benchmarks;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A run of the load generator, from the first connection to the last check. */
final class Load {
  private static final Duration JOIN_LIMIT = Duration.ofMinutes(2);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);
  private static final Duration LEAVE_LIMIT = Duration.ofSeconds(30);
  private static final long GLANCE_MILLIS = 5;

  private final Plan plan;
  private final long pid;
  private Loop loop;

  /**
   * @param pid the process whose CPU is measured, 0 for none
   */
  Load(Plan plan, long pid) {
    this.plan = plan;
    this.pid = pid;
  }

  Result run() throws IOException, GeneralSecurityException, InterruptedException {
    loop = new Loop(plan, plan.tls() ? Identity.trustingAll() : null);
    Thread thread = Thread.ofPlatform().daemon().name("load").start(loop);
    if (!await(JOIN_LIMIT, () -> loop.joined() == plan.members())) {
      throw new Failure(
          "Only " + loop.joined() + " of " + plan.members() + " members got into the room.");
    }

    long start = System.nanoTime();
    enter(Stage.WARMING_UP, start);
    await(plan.warmUp(), () -> false);

    Reading before = Reading.take(pid, delivered());
    enter(Stage.MEASURING, start);
    await(plan.window(), () -> false);
    Reading after = Reading.take(pid, delivered());

    enter(Stage.DRAINING, start);
    await(DRAIN_LIMIT, loop::drained);
    enter(Stage.LEAVING, start);
    thread.join(LEAVE_LIMIT);
    throwFailure();
    return result(before, after);
  }

  private Result result(Reading before, Reading after) {
    Tally all = loop.tally();
    List<Member> members = loop.members();
    long[] sent = new long[plan.senders()];
    Arrays.setAll(sent, sender -> members.get(sender).sent());
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
    loop.enter(stage, start);
  }

  private long delivered() {
    return loop.tally().deliveries.get();
  }

  private long sent() {
    return loop.tally().sent.get();
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
    switch (loop.failure()) {
      case null -> {}
      case Failure failure -> throw failure;
      case Throwable other -> throw new IllegalStateException("the load broke", other);
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
