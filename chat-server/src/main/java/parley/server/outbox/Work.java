package parley.server.outbox;

/** What a writer is to do in its turn. */
sealed interface Work {
  Write WRITE = new Write();
  Nothing NOTHING = new Nothing();
  End END = new End();

  /** Write what was put into the batch. */
  record Write() implements Work {}

  /** Read the log in (after, upTo] and write that. */
  record CatchUp(long after, long upTo, boolean replay) implements Work {}

  /** Nothing waits; the outbox calls again. */
  record Nothing() implements Work {}

  /** Everything is written. */
  record End() implements Work {}
}
