package parley.server.outbox;

/** What a writer is to do next. */
sealed interface Work {
  Write WRITE = new Write();
  End END = new End();

  /** Something waits in the queue. */
  record Write() implements Work {}

  /** Read the log in (after, upTo] and write that. */
  record CatchUp(long after, long upTo, boolean replay) implements Work {}

  /** Everything is written. */
  record End() implements Work {}
}
