package parley.server.stats;

/** A figure of which is kept how it went: its name, and what becomes of several samples. */
enum Track {
  CONNECTIONS("connections", Of.HIGHEST),
  MESSAGES("messages", Of.MEAN),
  DELIVERIES("deliveries", Of.MEAN),
  BYTES_IN("bytesIn", Of.MEAN),
  BYTES_OUT("bytesOut", Of.MEAN),
  REFUSED("refused", Of.MEAN),
  CPU("cpu", Of.MEAN),
  COMMIT_P50("commitP50", Of.HIGHEST),
  COMMIT_P99("commitP99", Of.HIGHEST),
  COMMIT_MAX("commitMax", Of.HIGHEST),
  DELIVERY_P50("deliveryP50", Of.HIGHEST),
  DELIVERY_P99("deliveryP99", Of.HIGHEST),
  DELIVERY_MAX("deliveryMax", Of.HIGHEST),
  OUTBOX_BYTES("outboxBytes", Of.HIGHEST),
  LARGEST_OUTBOX("largestOutbox", Of.HIGHEST),
  BEHIND("behind", Of.HIGHEST),
  HEAP("heap", Of.HIGHEST),
  RESIDENT("resident", Of.HIGHEST),
  DISK_FREE("diskFree", Of.LOWEST);

  /** What a longer step tells of the seconds in it. */
  enum Of {
    MEAN,
    HIGHEST,
    LOWEST;

    /**
     * @param count how many seconds {@code so} is of
     */
    float with(float so, float another, int count) {
      if (Float.isNaN(so) || Float.isNaN(another)) {
        return Float.isNaN(so) ? another : so;
      }
      return switch (this) {
        case MEAN -> so + (another - so) / (count + 1);
        case HIGHEST -> Math.max(so, another);
        case LOWEST -> Math.min(so, another);
      };
    }
  }

  private final String wire;
  private final Of of;

  Track(String wire, Of of) {
    this.wire = wire;
    this.of = of;
  }

  String wire() {
    return wire;
  }

  Of of() {
    return of;
  }
}
