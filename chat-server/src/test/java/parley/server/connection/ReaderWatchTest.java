package parley.server.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real virtual threads, and CPU times of the test's own. */
class ReaderWatchTest {
  private static final long LIMIT = ReaderWatch.TOO_LONG;

  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Thread> started = new ArrayList<>();
  private final ReaderWatch watch = new ReaderWatch();

  @AfterEach
  void end() throws InterruptedException {
    over.set(true);
    for (Thread thread : started) {
      thread.interrupt();
      thread.join();
    }
  }

  private long look(Thread reader, Object step, long cpu) {
    return watch.look(reader, step, _ -> cpu);
  }

  private Thread start(Runnable work) {
    Thread thread = Thread.startVirtualThread(work);
    started.add(thread);
    return thread;
  }

  private Thread spinning() {
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        start(
            () -> {
              begun.countDown();
              while (!over.get()) {
                Thread.onSpinWait();
              }
            });
    await().until(() -> begun.getCount() == 0);
    return thread;
  }

  private Thread waiting() {
    Thread thread =
        start(
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    await().until(() -> thread.getState() == Thread.State.WAITING);
    return thread;
  }

  @Test
  void whoKeepsACoreWithOneThingIsToldOnceForIt() {
    Thread reader = spinning();
    String first = "a record";
    assertEquals(0, look(reader, first, 1));
    assertEquals(0, look(reader, first, LIMIT));
    assertEquals(LIMIT, look(reader, first, LIMIT + 1));
    assertEquals(0, look(reader, first, 9 * LIMIT));

    Object second = new Object();
    assertEquals(0, look(reader, second, 10 * LIMIT));
    assertEquals(LIMIT, look(reader, second, 11 * LIMIT));
  }

  /** On a machine that is busy with other things: long by the clock, not on a core. */
  @Test
  void whoGetsLittleOfACoreIsNotBusy() {
    Thread reader = spinning();
    for (int i = 1; i < 10; i++) {
      assertEquals(0, look(reader, "a record", LIMIT + i));
    }
  }

  @Test
  void theCpuTimeOfACarrierIsKnown() {
    Carriers carriers = new Carriers();
    await().until(() -> carriers.cpu(Thread.currentThread().getName()) > 0);
    assertEquals(0, carriers.cpu("no such thread"));
    Thread reader = spinning();
    await().until(() -> watch.look(reader, "a record", carriers::cpu) >= LIMIT);
  }

  @Test
  void whoDoesOneThingAfterAnotherIsNotBusyWithAny() {
    Thread reader = spinning();
    for (int i = 1; i < 10; i++) {
      assertEquals(0, look(reader, new Object(), i * LIMIT));
    }
  }

  @Test
  void whoWaitsIsNotBusy() {
    Thread reader = waiting();
    for (int i = 1; i < 10; i++) {
      assertEquals(0, look(reader, "a record", i * LIMIT));
    }
  }

  @Test
  void whoeverWaitedInBetweenBeginsAnew() {
    Thread waiting = waiting();
    Thread spinning = spinning();
    assertEquals(0, look(spinning, "a record", 1));
    assertEquals(0, look(waiting, "a record", LIMIT));
    assertEquals(0, look(spinning, "a record", 2 * LIMIT));
    assertEquals(LIMIT, look(spinning, "a record", 3 * LIMIT));
  }

  /** Others keep all cores: who could run is their victim, and is not taken for one of them. */
  @Test
  void whoWaitsForACoreIsNotBusy() {
    Thread victim = waiting();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      spinning();
    }
    victim.interrupt();
    await().until(() -> victim.getState() == Thread.State.RUNNABLE);
    for (int i = 1; i < 10; i++) {
      assertEquals(0, look(victim, "a record", i * LIMIT));
    }
  }
}
