package parley.benchmarks;

/** Where a load is; every loop follows it. */
enum Stage {
  JOINING,
  WARMING_UP,
  MEASURING,
  /** Nothing is sent any more; what was sent must still arrive. */
  DRAINING,
  LEAVING;

  boolean sends() {
    return this == WARMING_UP || this == MEASURING;
  }
}
