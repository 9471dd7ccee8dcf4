package parley.benchmarks;

/** A run that can't go on; the message is for the person who started it. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  Failure(String message) {
    super(message);
  }
}
