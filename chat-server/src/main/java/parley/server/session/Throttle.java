package parley.server.session;

/**
 * How fast one connection's requests are taken: a steady rate, and a burst of twice that after a
 * pause. Confined to the connection's reader.
 */
final class Throttle {
  private static final long SECOND = 1_000_000_000L;

  private double saved;
  private long at;
  private boolean started;

  /**
   * @param perSecond the steady rate
   * @param now {@link System#nanoTime}
   * @return nanoseconds to wait before the next request is taken
   */
  long take(int perSecond, long now) {
    double most = 2.0 * perSecond;
    saved = started ? Math.min(most, saved + (now - at) * (double) perSecond / SECOND) : most;
    started = true;
    at = now;
    saved -= 1;
    return saved >= 0 ? 0 : (long) (-saved * SECOND / perSecond);
  }
}
