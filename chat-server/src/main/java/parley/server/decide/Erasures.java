package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import parley.protocol.Author;
import parley.protocol.Reply;
import parley.server.state.Change;
import parley.server.state.OldMessage;
import parley.server.state.State;

/** All that somebody said is taken back: first that it is to be, then message after message. */
final class Erasures {
  private Erasures() {}

  /**
   * The beginning, to be added to changes that come before it.
   *
   * @param by who wants it, as people read it
   */
  static Change.ErasureBegun begun(
      State state, List<Change> before, String person, String name, String by) {
    long lasting = before.stream().filter(Change.Lasting.class::isInstance).count();
    return new Change.ErasureBegun(person, name, state.nextSeq() + lasting - 1, by);
  }

  /** As if their author took each of them back, by the name that they had then. */
  static Decision takeBack(Act.TakeBackWords c, Facts facts) {
    List<Change> changes = new ArrayList<>();
    for (long seq : c.messages()) {
      OldMessage message = facts.message(seq);
      if (message == null
          || message.deleted() != null
          || !c.person().equals(message.said().person())) {
        continue;
      }
      Change.Said said = message.said();
      Author author = new Author(said.person(), said.name());
      changes.add(new Change.Deleted(seq, said.addressee(), author, said.name()));
    }
    return new Decision(changes, new Reply.Done(null));
  }
}
