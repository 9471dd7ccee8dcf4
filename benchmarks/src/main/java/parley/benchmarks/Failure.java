package parley.benchmarks;

/** A run that can't go on; the message is for the person who started it. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Failure(String message) {
    super(message);
  }
}
