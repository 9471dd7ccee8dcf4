package parley.server.session;

import java.util.function.Consumer;
import parley.protocol.Reply;
import parley.server.decide.Act;
import parley.server.fanout.Subscriber;
import parley.server.sequence.Sequencer;

/**
 * Asks the sequencer for one connection, and keeps account of what it is still to decide. Confined
 * to the connection's reader; replies come on the fan-out thread.
 */
final class Decisions {
  private final Sequencer sequencer;
  private final Subscriber subscriber;
  private final Consumer<Reply> give;

  Decisions(Sequencer sequencer, Subscriber subscriber) {
    this.sequencer = sequencer;
    this.subscriber = subscriber;
    this.give =
        reply -> {
          subscriber.reply(reply);
          subscriber.undecided().answered();
        };
  }

  /**
   * Gives the reply to the client as soon as it is there, without waiting for it.
   *
   * @param settle told the reply before anyone else is; null where nobody is
   */
  void submit(Act act, Consumer<Reply> settle) throws InterruptedException {
    subscriber.undecided().asked();
    sequencer.submit(act, settle == null ? give : settle.andThen(give));
  }

  /** Waits for the reply. */
  Reply await(Act act) throws InterruptedException {
    subscriber.undecided().asked();
    try {
      return sequencer.ask(act);
    } finally {
      subscriber.undecided().answered();
    }
  }
}
