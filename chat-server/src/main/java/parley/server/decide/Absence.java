package parley.server.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import parley.protocol.Away;
import parley.protocol.Reply;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Person;

/** Who is away from all their screens. None of it is in the log: it ends with the connections. */
final class Absence {
  private Absence() {}

  static Decision decide(Act.BeAway c, Person person, DecisionTime now) {
    Away before = person.awayFrom(c.connection());
    Away mark = mark(c.text(), person, before, now);
    if (Objects.equals(mark, before)) {
      return Decision.reply(new Reply.Done(c.re()));
    }
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.LeftAlone(person.id(), c.connection(), mark, before));
    Away all = person.awayWith(c.connection(), mark);
    if (!Objects.equals(all, person.away())) {
      changes.add(told(person, all));
    }
    return new Decision(changes, new Reply.Done(c.re()));
  }

  /** With the same words it is since when it was, on a connection in the place of another, too. */
  private static Away mark(String text, Person person, Away before, DecisionTime now) {
    if (text == null) {
      return null;
    }
    if (before != null && before.text().equals(text)) {
      return before;
    }
    Away known = person.away();
    return known != null && known.text().equals(text) ? known : new Away(text, Entry.iso(now.at()));
  }

  /** Whether a connection that came or ended made it otherwise than was told. */
  static boolean isDue(Person person) {
    return person.connected() && !Objects.equals(person.awayNow(), person.away());
  }

  /** As it is by now. */
  static Change due(Person person) {
    return told(person, person.awayNow());
  }

  /** What those of a room are told that somebody enters who is away. */
  static void entering(List<Change> changes, Person person) {
    if (person.away() != null) {
      changes.add(told(person, person.away()));
    }
  }

  private static Change told(Person person, Away now) {
    return new Change.Absence(person.id(), person.name(), now, person.away());
  }
}
