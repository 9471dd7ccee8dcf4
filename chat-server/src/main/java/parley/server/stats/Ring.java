package parley.server.stats;

import java.util.Arrays;
import java.util.function.IntFunction;
import parley.protocol.Span;

/**
 * The samples of one span, the oldest of which give way: arrays that are made once. Confined to the
 * lock of its {@link Timeline}.
 */
final class Ring {
  private static final long NONE = -1;

  private final int step;

  /** By slot; {@link #NONE} where there is no sample. */
  private final long[] numbers;

  private final short[] seconds;

  /** By figure and slot. */
  private final float[][] values;

  private final IntFunction<Track.Of> kinds;
  private long newest = NONE;

  /**
   * @param kinds what becomes of several samples, by the figure's place
   */
  Ring(Span span, int figures, IntFunction<Track.Of> kinds) {
    step = span.step();
    numbers = new long[span.samples()];
    seconds = new short[span.samples()];
    values = new float[figures][span.samples()];
    this.kinds = kinds;
    Arrays.fill(numbers, NONE);
  }

  /** Takes what was measured in a second; one that is older than the newest is left out. */
  void add(long second, float[] sample) {
    long number = Math.floorDiv(second, (long) step);
    if (number < newest) {
      return;
    }
    newest = number;
    int slot = slot(number);
    if (numbers[slot] != number) {
      numbers[slot] = number;
      seconds[slot] = 0;
      for (float[] figure : values) {
        figure[slot] = Float.NaN;
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i][slot] = kinds.apply(i).with(values[i][slot], sample[i], seconds[slot]);
    }
    seconds[slot]++;
  }

  private int slot(long number) {
    return Math.floorMod(number, numbers.length);
  }

  /** The number of the newest sample, negative where there is none. */
  long newest() {
    return newest;
  }

  /** The number of the oldest of so many samples up to the newest, at which one was taken. */
  long oldest(int most) {
    long first = newest - Math.min(most, numbers.length) + 1;
    while (first < newest && numbers[slot(first)] != first) {
      first++;
    }
    return first;
  }

  /** Not a number where nothing was measured. */
  float value(int figure, long number) {
    int slot = slot(number);
    return numbers[slot] == number ? values[figure][slot] : Float.NaN;
  }

  /** What its arrays take, in bytes. */
  long size() {
    return numbers.length * (8L + 2 + 4L * values.length);
  }
}
