package parley.server.decide;

import java.util.List;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.server.state.Change;

/**
 * What was decided.
 *
 * @param changes in order; the sequencer numbers the lasting ones from the state's next number on
 * @param reply null where nobody waits for one
 */
public record Decision(List<Change> changes, Reply reply) {
  static Decision nothing() {
    return new Decision(List.of(), null);
  }

  static Decision reply(Reply reply) {
    return new Decision(List.of(), reply);
  }

  static Decision refused(String re, ErrorCode code, String message) {
    return reply(new Reply.Refused(re, code, message, null));
  }
}
