package parley.server.session;

import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.decide.Act;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.sequence.Sequencer;
import parley.server.state.Asker;
import parley.server.state.View;
import parley.server.stats.SteadyClock;

/**
 * Where everything asks for a right that needs no decision: first what is on disk, so that a disk
 * that stalls keeps nobody waiting, and where that says no the sequencer, which knows what was
 * decided since. Safe on any thread.
 */
public final class Gate {
  private final View published;
  private final Sequencer sequencer;

  public Gate(View published, Sequencer sequencer) {
    this.published = published;
    this.sequencer = sequencer;
  }

  /**
   * The refusal of something to somebody; null where they may.
   *
   * @param re the request's id
   */
  public Reply.Refused refusal(String re, Asker asker, Right right, On on)
      throws InterruptedException {
    if (may(asker, right, on)) {
      return null;
    }
    Reply decided = sequencer.ask(new Act.May(re, asker, right, on));
    return decided instanceof Reply.Refused refused ? refused : null;
  }

  /** The refusal of a request on a connection that has said no hello; null for what needs none. */
  Reply.Refused beforeHello(Request request, Right right, long connection) {
    Asker asker = new Asker.Newcomer(connection);
    Verdict may = Rights.mayAtAll(published, asker, right, SteadyClock.millis());
    return may.allowed() ? null : may.refusal(request.id());
  }

  /** Whether somebody may for sure, by what is on disk alone: nobody is waited for. */
  public boolean may(Asker asker, Right right, On on) {
    return Rights.may(published, asker, right, on, SteadyClock.millis()).allowed();
  }
}
