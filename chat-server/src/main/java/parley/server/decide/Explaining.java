package parley.server.decide;

import java.util.Locale;
import java.util.StringJoiner;
import parley.protocol.Reply;
import parley.server.rights.On;
import parley.server.rights.Right;
import parley.server.rights.Rights;
import parley.server.rights.Verdict;
import parley.server.state.Asker;
import parley.server.state.Person;
import parley.server.state.State;

/** Why somebody may do something, or may not: by the verdict that they would get. */
final class Explaining {
  private Explaining() {}

  static Decision explain(State state, Act.Explain c, long now) {
    Person person = state.named(c.name());
    if (person == null) {
      return Rooms.noSuchPerson(null, c.name());
    }
    StringJoiner lines = new StringJoiner("\n");
    for (Right right : Right.values()) {
      boolean asked =
          c.right() == null ? Rights.isAskedIn(right, c.room() != null) : c.right() == right;
      if (asked) {
        On on = c.room() == null ? On.SERVER : On.room(c.room());
        Verdict may = Rights.may(state, Asker.person(person.id()), right, on, now);
        lines.add(
            "%-20s %s: %s (%s)"
                .formatted(
                    word(right.name()),
                    may.allowed() ? "yes" : "no",
                    may.sentence(),
                    word(may.rule().name())));
      }
    }
    return Decision.reply(new Reply.AdminText(null, lines.toString()));
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
