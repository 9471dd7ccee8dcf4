package parley.server.rate;

import java.time.Duration;

/**
 * How much may be taken of something.
 *
 * @param perSecond what grows back in a second, evenly; above 0
 * @param most what may be saved up, and so be taken at once; above 0
 */
public record Rate(double perSecond, double most) {
  /** So much in each period, of which all may be taken at once. */
  public static Rate of(double amount, Duration period) {
    return new Rate(amount * 1e9 / period.toNanos(), amount);
  }

  /** So much a second, and twice as much at once after a pause. */
  public static Rate perSecond(double amount) {
    return new Rate(amount, 2 * amount);
  }
}
