package parley.server.decide;

import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.server.rights.Verdict;
import parley.server.state.Change;

/**
 * What was decided.
 *
 * @param changes in order; the sequencer numbers the lasting ones from the state's next number on
 * @param reply null where nobody waits for one
 */
public record Decision(List<Change> changes, Reply reply) {

  static Decision reply(Reply reply) {
    return new Decision(List.of(), reply);
  }

  /** The disk has little left; what takes away, ends or moderates is done all the same. */
  static Decision noSpace(String re) {
    return refused(
        re,
        ErrorCode.STORAGE,
        "The server's disk is almost full, so nothing new is taken. Reading, deleting and leaving"
            + " work; try again later.");
  }

  /**
   * @param seconds after which it may go through
   */
  static Decision refusedFor(String re, ErrorCode code, String message, int seconds) {
    return reply(new Reply.Refused(re, code, message, seconds));
  }

  static Decision refused(String re, Verdict may) {
    return reply(may.refusal(re));
  }

  static Decision refused(String re, ErrorCode code, String message) {
    return reply(new Reply.Refused(re, code, message, null));
  }
}
