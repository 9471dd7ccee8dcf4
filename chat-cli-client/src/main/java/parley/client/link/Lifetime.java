package parley.client.link;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * From a link's start to its end: whether it is over and why, and what its owner is told meanwhile.
 * Its lock is the link's one lock. What takes it says so; all else is called with it held.
 */
final class Lifetime {
  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when a wait should end early, and when a message was answered. */
  private final Condition changed = lock.newCondition();

  private final Consumer<LinkEvent> owner;
  private boolean closing;
  private LinkEnding ended;

  /**
   * @param owner runs with the lock held
   */
  Lifetime(Consumer<LinkEvent> owner) {
    this.owner = owner;
  }

  /** Takes the lock and runs. */
  void exclusively(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the lock and answers. */
  <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the lock, waits for the end and answers why it came. */
  LinkEnding awaitEnd() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (ended == null) {
        changed.await();
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the lock and waits for something to hold, or for the end.
   *
   * @return whether it holds
   */
  boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (!condition.getAsBoolean() && ended == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      return condition.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  /** Whoever waits looks again. */
  void changed() {
    changed.signalAll();
  }

  /** From now on the end is wanted. */
  void beginClosing() {
    closing = true;
    changed();
  }

  boolean isClosing() {
    return closing;
  }

  boolean isEnded() {
    return ended != null;
  }

  /** Nothing happens to the owner after the end. */
  void tell(LinkEvent event) {
    if (ended == null) {
      owner.accept(event);
    }
  }

  /** The end, of which there is one; false where it was before. */
  boolean end(LinkEnding ending, String sentence) {
    if (ended != null) {
      return false;
    }
    ended = ending;
    owner.accept(new LinkEvent.Ended(ending, sentence));
    changed();
    return true;
  }
}
