package parley.server.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Looks whether one connection's reader keeps a core with one thing for too long: nothing takes the
 * core from a virtual thread that does not wait, and as many of these as there are cores stop
 * everybody. Who waits, for the client, a decision, a rate or a core, is not busy. Confined to the
 * thread that beats for all connections.
 */
final class ReaderWatch {
  /** CPU time that one thing may take, in nanoseconds. */
  static final long TOO_LONG = TimeUnit.MILLISECONDS.toNanos(500);

  private Object step;

  /** What carried it when it was seen at this step last; null where nothing did. */
  private String carrier;

  /** The CPU time of the carrier when it was first seen to carry this step. */
  private long begun;

  private boolean told;

  /**
   * @param step what it is at; another object for each thing
   * @param cpu the CPU time of a carrier by its name, in nanoseconds
   * @return the CPU time that it took, as far as it was seen, in nanoseconds, told once for each
   *     thing; 0 where that is not too long
   */
  @SuppressWarnings("ReferenceEquality") // each step is an object of its own
  long look(Thread reader, Object step, ToLongFunction<String> cpu) {
    if (step != this.step) {
      this.step = step;
      carrier = null;
      told = false;
    }
    String carries = told ? null : carrier(reader);
    if (carries == null) {
      carrier = null;
      return 0;
    }
    long now = cpu.applyAsLong(carries);
    if (!carries.equals(carrier)) {
      carrier = carries;
      begun = now;
    }
    told = now - begun >= TOO_LONG;
    return told ? now - begun : 0;
  }

  /**
   * The name of the thread that carries a virtual one, null where none does. A virtual thread that
   * waits for a core has the same state as one that has it; only its text tells the two apart, in
   * which the carrier stands last, after an {@code @}.
   */
  private static String carrier(Thread reader) {
    if (reader == null || reader.getState() != Thread.State.RUNNABLE) {
      return null;
    }
    String text = reader.toString();
    int at = text.indexOf('@', text.lastIndexOf('/'));
    return at < 0 ? null : text.substring(at + 1);
  }
}
