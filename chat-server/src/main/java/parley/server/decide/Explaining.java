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
    if (c.right() != null) {
      lines.add(line(state, person, c.right(), c.room(), now));
    } else {
      if (c.room() != null) {
        lines.add("In " + c.room() + ":");
        all(state, person, c.room(), lines, now);
      }
      lines.add("On the server:");
      all(state, person, null, lines, now);
      if (c.room() == null) {
        lines.add("In a room: explain " + person.name() + " ROOM");
      }
    }
    return Decision.reply(new Reply.AdminText(null, lines.toString()));
  }

  private static void all(State state, Person person, String room, StringJoiner lines, long now) {
    for (Right right : Right.values()) {
      if (Rights.isAskedIn(right, room != null)) {
        lines.add(line(state, person, right, room, now));
      }
    }
  }

  private static String line(State state, Person person, Right right, String room, long now) {
    On on = room == null ? On.SERVER : On.room(room);
    Verdict may = Rights.may(state, Asker.person(person.id()), right, on, now);
    return "%-20s %s: %s (%s)"
        .formatted(
            word(right.name()),
            may.allowed() ? "yes" : "no",
            may.sentence(),
            word(may.rule().name()));
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
